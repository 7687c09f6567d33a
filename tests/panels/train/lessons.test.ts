/** The lessons under the presets: which one the form is, what is said of it, and at which size it was seen. */
import { expect, it } from 'vitest';
import { en } from '../../../src/app/catalogues/en';
import { defaultExperiment } from '../../../src/experiment/schema';
import { lessonIds, lessonOf } from '../../../src/experiment/presets';
import { Lessons } from '../../../src/panels/train/Lessons';
import { renderPanel, textOf } from '../../helpers/render';
import { cpuEngine, ready, software } from '../../helpers/states';

const { lessons } = en;

it.each(lessonIds)('%s says what comes of it and why, and where that was seen', (id) => {
  for (const size of ['small', 'lab'] as const) {
    const html = renderPanel(Lessons, { experiment: lessonOf(id, size) });
    expect(html).toContain(`data-lesson="${id}"`);
    for (const words of [lessons.names[id], lessons.what[id], lessons.why[id]])
      expect(textOf(html)).toContain(words);
    expect(textOf(html).includes(lessons.unseen)).toBe(size === 'lab');
  }
});

it('a form of one’s own is none of them; the size is what the device can do', () => {
  const experiment = { ...defaultExperiment, seed: 1 };
  const chosen = (html: string): string =>
    textOf(/<button[^>]*aria-checked="true"[^>]*>(.*?)<\/button>/.exec(html)?.[1] ?? '');
  const own = renderPanel(Lessons, { ...ready, experiment, backend: software });
  expect(own).toContain('data-lesson="none"');
  expect(textOf(own)).toContain(lessons.help);
  expect(chosen(own)).toBe(lessons.sizes.small);
  expect(chosen(renderPanel(Lessons, { ...ready, experiment, backend: cpuEngine }))).toBe(
    lessons.sizes.small,
  );
  expect(chosen(renderPanel(Lessons, { ...ready, experiment }))).toBe(lessons.sizes.lab);
});
