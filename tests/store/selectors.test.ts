/** Derived values against numbers worked out by hand. */
import { emptySeries } from '../../src/lib/series';
import { describe, expect, it } from 'vitest';
import { presets } from '../../src/experiment/presets';
import { evaluateObstacle, isBusy, runProgress } from '../../src/store/selectors';
import { batchEvent, epochLog, fresh, play, runStarted, splitReport } from './fixtures';

const report = (end: 'completed' | 'early-stopped' | 'stopped', steps: number) =>
  ({ type: 'run-finished', report: { end, epochs: [], steps, seconds: 9, restoredEpoch: null } }) as const;

const ready = () => ({ ...fresh(), hasModel: true, split: splitReport });

describe('runProgress', () => {
  it('is null before the first run', () => {
    expect(runProgress(fresh())).toBeNull();
  });

  it('knows no speed and no time before the first step', () => {
    const progress = runProgress(play(runStarted(presets.first)));
    expect(progress).toEqual({
      fraction: 0,
      secondsLeft: null,
      imagesPerSecond: null,
      epoch: 1,
      lastEpoch: 3,
      step: 0,
      stepsPerEpoch: 31,
    });
  });

  it('estimates the first epoch from its steps, a validation image as a third of a training image', () => {
    const state = play(runStarted(presets.first), batchEvent({ step: 10, seconds: 30, secondsPerStep: 2 }));
    // An epoch: 31 steps and 500 / 64 / 3 steps' worth of validation, 2 s each (30 s / 10 steps
    // holds the slow first ones).
    const epoch = 2 * (31 + 500 / 64 / 3);
    expect(runProgress(state)).toMatchObject({ step: 10, epoch: 1, imagesPerSecond: 32 });
    expect(runProgress(state)?.fraction).toBeCloseTo(10 / 93, 12);
    expect(runProgress(state)?.secondsLeft).toBeCloseTo(3 * epoch - 30, 9);
  });

  it('makes no estimate from the first step, which compiles', () => {
    const state = play(runStarted(presets.first), batchEvent({ step: 1, seconds: 13, secondsPerStep: 13 }));
    expect(runProgress(state)).toMatchObject({ step: 1, secondsLeft: null });
  });

  it('takes the mean of the epoch once it is steady', () => {
    const state = play(runStarted(presets.first), batchEvent({ step: 20, seconds: 20, secondsPerStep: 5 }));
    expect(runProgress(state)?.secondsLeft).toBeCloseTo(3 * (31 + 500 / 64 / 3) - 20, 9);
  });

  it('measures later epochs on the last one, and counts validation down', () => {
    const epoch = epochLog({ epoch: 1, epochs: 3, steps: 31, seconds: 100, secondsPerStep: 2 });
    const second = [
      runStarted(presets.first),
      epoch,
      batchEvent({ epoch: 2, step: 31, seconds: 50, secondsPerStep: 1 }),
    ] as const;
    expect(runProgress(play(...second))?.secondsLeft).toBeCloseTo(62 - 50 + 62, 9);
    const half = play(...second, { type: 'validating', images: 250, imagesTotal: 500 });
    expect(runProgress(half)?.secondsLeft).toBeCloseTo((62 - 50) / 2 + 62, 9);
    expect(runProgress(half)).toMatchObject({ epoch: 2, step: 31, imagesPerSecond: 64 });
  });

  it('counts only the epochs of this run when it continues another', () => {
    const before = epochLog({ epoch: 1, epochs: 1, steps: 31 });
    const state = play(
      runStarted({ ...presets.first, epochs: 1 }),
      before,
      report('completed', 31),
      runStarted(presets.first, {
        continued: true,
        firstEpoch: 2,
        lastEpoch: 4,
        history: { epochs: [before.log], loss: emptySeries, acc: emptySeries, notes: [] },
      }),
    );
    expect(state.run?.epochs).toHaveLength(1);
    expect(runProgress(state)).toMatchObject({ fraction: 0, epoch: 2, lastEpoch: 4, secondsLeft: null });
  });

  it('is whole when the run completed or stopped early, but not when a person stopped it', () => {
    const one = [runStarted(presets.first), epochLog({ epoch: 1, epochs: 3, steps: 31 })] as const;
    expect(runProgress(play(...one, report('early-stopped', 31)))).toMatchObject({
      fraction: 1,
      secondsLeft: 0,
    });
    const stopped = runProgress(play(...one, report('stopped', 31)));
    expect(stopped).toMatchObject({ secondsLeft: 0, epoch: 1, step: 31 });
    expect(stopped?.fraction).toBeCloseTo(1 / 3, 12);
  });
});

describe('evaluateObstacle', () => {
  it('is none with a model, the data and an idle engine', () => {
    expect(evaluateObstacle(ready())).toBeNull();
    expect(evaluateObstacle({ ...ready(), status: 'finished' })).toBeNull();
    expect(evaluateObstacle({ ...ready(), status: 'failed' })).toBeNull();
  });

  it.each(['compiling', 'training', 'paused', 'evaluating', 'profiling'] as const)(
    'is busy while %s',
    (status) => {
      expect(isBusy({ ...ready(), status })).toBe(true);
      expect(evaluateObstacle({ ...ready(), status })).toBe('busy');
    },
  );

  it('names what is missing', () => {
    expect(evaluateObstacle({ ...ready(), hasModel: false })).toBe('no-model');
    expect(evaluateObstacle({ ...ready(), split: null })).toBe('no-data');
    expect(evaluateObstacle({ ...ready(), status: 'loading' })).toBe('no-data');
    const startError = { error: { code: 'no-backend', detail: '' }, attempts: [] } as const;
    expect(evaluateObstacle({ ...ready(), startError })).toBe('no-backend');
  });
});
