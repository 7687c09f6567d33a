/** Differences in the page's words, where the outcomes of the runs stand. */
import { expect, it } from 'vitest';
import { defaultExperiment as lab, type Experiment } from '../../../../src/experiment/schema';
import { Outcomes } from '../../../../src/ui/explore/runs/Outcomes';
import { recordOf } from '../../../../src/engine/runs/runHistory';
import { renderDom, words } from '../../../helpers/renderDom';
import { epochLog } from '../../../store/fixtures';

it('stands beside the outcomes, against the first', () => {
  const run = (label: string, change: Partial<Experiment>, epochs = 0) => ({
    mark: label.slice(0, 1),
    label,
    colour: '#000',
    experiment: { ...lab, ...change },
    record: recordOf(
      label,
      Array.from({ length: epochs }, (_, i) => epochLog({ epoch: i + 1 }).log),
    ),
  });
  const runs = [
    run('1 · a', {}),
    run('2 · b', { lr: 1e-2 }),
    run('3 · c', { input: 99 }),
    run('4 · d', {}, 2),
  ];
  const text = words(renderDom(() => <Outcomes runs={runs} />).container);
  for (const said of ['1 · a the first', '2 · b lr 1e-4 → 0.01', '3 · c the same experiment 0'])
    expect(text).toContain(said);
  // One that was continued has the experiment of its last part.
  expect(text).toContain('4 · d the same experiment, finished epochs 0 → 2');
});
