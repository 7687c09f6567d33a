/**
 * The warning at the figures of a run that was trained on validation images: where it stands, and
 * where not.
 */
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { ko } from '../../../src/i18n/ko';
import { defaultExperiment } from '../../../src/experiment/schema';
import { DataPanel } from '../../../src/ui/data/DataPanel';
import { EvaluatePanel } from '../../../src/ui/evaluate';
import { TrainPanel } from '../../../src/ui/train';
import type { LabState } from '../../../src/store/state';
import { renderDom, words } from '../../helpers/renderDom';
import { ready, split } from '../../helpers/states';
import { play, runStarted } from '../../store/fixtures';

/** After a run that leaked or not; the form asks for the opposite. */
const after = (leak: boolean): Partial<LabState> => {
  const { run } = play(runStarted({ ...defaultExperiment, leak, train: 300, val: 400, batch: 8 }));
  return {
    ...ready,
    run,
    hasModel: true,
    status: 'finished',
    experiment: { ...defaultExperiment, leak: !leak },
  };
};

describe.each([
  ['Train', TrainPanel],
  ['Evaluate', EvaluatePanel],
])('%s', (_, Panel) => {
  it.each([
    ['en' as const, en],
    ['ko' as const, ko],
  ])('warns of the run at hand, whatever the form says: %s', (language, { leak }) => {
    const { container, set } = renderDom(Panel, after(true), { language });
    expect(words(container)).toContain(leak.title);
    expect(words(container)).toContain(leak.text.replace('{{n}}', '300').replace('{{val}}', '400'));
    set(after(false));
    expect(words(container)).not.toContain(leak.title);
  });
});

it('is announced in the form before the run', () => {
  const { container, set } = renderDom(TrainPanel, after(false));
  expect(words(container)).toContain(en.leak.next);
  set(after(true));
  expect(words(container)).not.toContain(en.leak.next);
});

it('is told where the split is counted, in place of the proof', () => {
  const { container, set } = renderDom(DataPanel, { ...ready, split: { ...split, sharedIndices: 300 } });
  for (const said of [en.leak.split, en.leak.role]) expect(words(container)).toContain(said);
  expect(words(container)).not.toContain(en.data.split.disjoint);
  set({ split });
  expect(words(container)).toContain(en.data.split.disjoint);
  expect(words(container)).not.toContain(en.leak.split);
});
