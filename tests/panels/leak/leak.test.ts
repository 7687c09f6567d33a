/** The warning at the figures of a run that was trained on validation images: where it stands, and where not. */
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/app/catalogues/en';
import { ko } from '../../../src/app/catalogues/ko';
import { defaultExperiment } from '../../../src/experiment/schema';
import { DataPanel } from '../../../src/panels/data';
import { EvaluatePanel } from '../../../src/panels/evaluate';
import { TrainPanel } from '../../../src/panels/train';
import type { LabState } from '../../../src/store/state';
import { renderPanel, textOf } from '../../helpers/render';
import { ready, split } from '../../helpers/states';
import { play, runStarted } from '../../store/fixtures';

/** After a run that leaked or not; the form asks for the opposite. */
const after = (leak: boolean): Partial<LabState> => {
  const { run } = play(runStarted({ ...defaultExperiment, leak, train: 300, val: 400, batch: 8 }));
  return { ...ready, run, hasModel: true, status: 'finished', experiment: { ...defaultExperiment, leak: !leak } };
}; // prettier-ignore

describe.each([
  ['Train', TrainPanel],
  ['Evaluate', EvaluatePanel],
])('%s', (_, Panel) => {
  it.each([
    ['en' as const, en],
    ['ko' as const, ko],
  ])('warns of the run at hand, whatever the form says: %s', (language, { leak }) => {
    const text = textOf(renderPanel(Panel, after(true), language));
    expect(text).toContain(leak.title);
    expect(text).toContain(leak.text.replace('{{n}}', '300').replace('{{val}}', '400'));
    expect(textOf(renderPanel(Panel, after(false), language))).not.toContain(leak.title);
  });
});

it('is announced in the form before the run', () => {
  expect(textOf(renderPanel(TrainPanel, after(false)))).toContain(en.leak.next);
  expect(textOf(renderPanel(TrainPanel, after(true)))).not.toContain(en.leak.next);
});

it('is told where the split is counted, in place of the proof', () => {
  const leaking = textOf(renderPanel(DataPanel, { ...ready, split: { ...split, sharedIndices: 300 } }));
  for (const words of [en.leak.split, en.leak.role]) expect(leaking).toContain(words);
  expect(leaking).not.toContain(en.data.split.disjoint);
  const apart = textOf(renderPanel(DataPanel, { ...ready, split }));
  expect(apart).toContain(en.data.split.disjoint);
  expect(apart).not.toContain(en.leak.split);
});
