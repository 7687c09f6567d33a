/**
 * The lessons under the presets: which one the form is, what is said of it, and at which size it
 * was seen.
 */
import { cleanup, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { noClassroom } from '../../../src/experiment/classroom';
import { defaultExperiment } from '../../../src/experiment/schema';
import { lessonIds, lessonOf } from '../../../src/experiment/presets';
import { Lessons } from '../../../src/ui/train/Lessons';
import { expectFocus, buttonsOf, formTakes, renderDom, words } from '../../helpers/renderDom';
import { cpuEngine, gpu, ready, software } from '../../helpers/states';

const { lessons } = en;
const own = { ...defaultExperiment, seed: 1 };
const shownLesson = (): string | undefined =>
  document.querySelector<HTMLElement>('[data-lesson]')?.dataset['lesson'];
/** The field of the lesson, with what is said of it. */
const field = (): HTMLElement => screen.getByRole('button', { name: new RegExp(`${lessons.label}$`) });
const size = (): string => words(screen.getByRole('radio', { checked: true }));

it.each(lessonIds)('%s says what comes of it and why, and where that was seen', (id) => {
  for (const at of ['small', 'lab'] as const) {
    const { container, set } = renderDom(Lessons, { experiment: lessonOf(id, at) });
    expect(shownLesson()).toBe(id);
    expect(words(field())).toContain(lessons.names[id]);
    for (const said of [lessons.what[id], lessons.why[id]]) expect(words(container)).toContain(said);
    expect(words(container).includes(lessons.unseen)).toBe(at === 'lab');
    expect(size()).toBe(lessons.sizes[at]);
    set({ experiment: own });
    expect(shownLesson()).toBe('none');
    expect(words(container)).not.toContain(lessons.why[id]);
    cleanup();
  }
});

it('a form of one’s own is none of them; the size is what the device can do', () => {
  const { container, set } = renderDom(Lessons, { ...ready, experiment: own, backend: software });
  expect(shownLesson()).toBe('none');
  expect(words(container)).toContain(lessons.help);
  expect(size()).toBe(lessons.sizes.small);
  set({ backend: cpuEngine });
  expect(size()).toBe(lessons.sizes.small);
  set({ backend: gpu });
  expect(size()).toBe(lessons.sizes.lab);
});

it('one is chosen from the list, and at another size by one press: the form becomes it', async () => {
  const { user, intents } = renderDom(Lessons, { ...ready, experiment: own }, { answers: formTakes });
  const [first, second] = lessonIds;
  await user.click(field());
  expect(screen.getAllByRole('option').map(words)).toEqual([
    lessons.none,
    ...lessonIds.map((id) => lessons.names[id]),
  ]);
  await user.click(screen.getByRole('option', { name: lessons.names[first] }));
  expect(intents.splice(0)).toEqual([['edit', lessonOf(first, 'lab')]]);
  expect(shownLesson()).toBe(first);
  // By keyboard, too; and what is none of them is not offered any more.
  await expectFocus(() => field());
  await user.keyboard('{Enter}{ArrowDown}{Enter}');
  expect(intents.splice(0)).toEqual([['edit', lessonOf(second, 'lab')]]);
  await user.click(screen.getByRole('radio', { name: lessons.sizes.small }));
  expect(intents).toEqual([['edit', lessonOf(second, 'small')]]);
  expect(size()).toBe(lessons.sizes.small);
});

it('the size of what is none of them is asked for beforehand, and changes no field', async () => {
  const { user, intents } = renderDom(Lessons, { ...ready, experiment: own }, { answers: formTakes });
  await user.click(screen.getByRole('radio', { name: lessons.sizes.small }));
  expect(intents).toEqual([]);
  expect(size()).toBe(lessons.sizes.small);
  await user.click(field());
  await user.click(screen.getByRole('option', { name: lessons.names[lessonIds[0]] }));
  expect(intents).toEqual([['edit', lessonOf(lessonIds[0], 'small')]]);
});

it('none is offered where a link locks a field', async () => {
  const { user, intents, container } = renderDom(Lessons, {
    ...ready,
    classroom: { ...noClassroom, lock: ['seed'] },
  });
  expect(buttonsOf(container).on).toEqual([]);
  await user.click(field());
  expect(screen.queryByRole('listbox')).toBeNull();
  expect(intents).toEqual([]);
});
