/** Differences in the page's words, where the outcomes of the runs stand. */
import { expect, it } from 'vitest';
import { defaultExperiment as lab, type Experiment } from '../../../src/experiment/schema';
import { Outcomes } from '../../../src/panels/runs/Outcomes';
import { recordOf } from '../../../src/engine/runHistory';
import { renderDom, words } from '../../helpers/renderDom';

it('stands beside the outcomes, against the first', () => {
  const run = (label: string, change: Partial<Experiment>) => ({
    mark: label.slice(0, 1), label, colour: '#000', experiment: { ...lab, ...change }, record: recordOf(label, []),
  }); // prettier-ignore
  const runs = [run('1 · a', {}), run('2 · b', { lr: 1e-2 }), run('3 · c', { input: 99 })];
  const text = words(renderDom(() => <Outcomes runs={runs} />).container);
  for (const said of ['1 · a the first', '2 · b lr 1e-4 → 0.01', '3 · c the same experiment'])
    expect(text).toContain(said);
});
