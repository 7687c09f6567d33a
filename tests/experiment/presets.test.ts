/**
 * Presets and lessons are experiments that are allowed; each lesson changes one thing of the run
 * that it is held against.
 */
import { describe, expect, it } from 'vitest';
import { configDiff } from '../../src/experiment/diff';
import {
  lessonFor,
  lessonIds,
  lessonOf,
  lessonSizes,
  presets,
  type LessonId,
} from '../../src/experiment/presets';
import { defaultExperiment, experimentSchema, stepsPerEpoch } from '../../src/experiment/schema';

it('every preset is allowed by the schema', () => {
  for (const preset of Object.values(presets)) expect(experimentSchema.parse(preset)).toEqual(preset);
});

describe.each(lessonSizes)('a lesson of the size %s', (size) => {
  const base = lessonOf('base', size);

  it.each(lessonIds)('%s is allowed, and found again by what it is', (id) => {
    const lesson = lessonOf(id, size);
    expect(experimentSchema.parse(lesson)).toEqual(lesson);
    expect(lessonFor(lesson)).toEqual({ id, size });
    // What has no effect does not make it another.
    expect(lessonFor({ ...lesson, momentum: 0.5, stepEvery: 2 })).toEqual({ id, size });
    expect(lessonFor({ ...lesson, seed: lesson.seed + 1 })).toBeNull();
  });

  it('changes one thing, and no two change the same', () => {
    // The leak is held against the run that learns by heart as well.
    const against = (id: LessonId) => (id === 'leak' ? lessonOf('no-dropout', size) : base);
    const changes = lessonIds
      .filter((id) => id !== 'base')
      .map((id) => configDiff(against(id), lessonOf(id, size)));
    for (const change of changes) expect(change).toHaveLength(1);
    expect(new Set(changes.map((change) => JSON.stringify(change))).size).toBe(changes.length);
  });
});

it('the lab’s size is the reference lab, and the small one is a fraction of it', () => {
  expect(lessonOf('base', 'lab')).toEqual(defaultExperiment);
  const small = lessonOf('base', 'small');
  expect(stepsPerEpoch(small) * small.epochs * small.batch).toBeLessThan(10_000);
});
