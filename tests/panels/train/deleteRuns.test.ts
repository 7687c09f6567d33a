/** Which saved runs can be deleted when. */
import { expect, it } from 'vitest';
import { presets } from '../../../src/experiment/presets';
import { SavedRuns } from '../../../src/panels/train/SavedRuns';
import type { LabState } from '../../../src/store/state';
import { ready, run } from '../../helpers/states';
import { buttonsNamed, renderPanel } from '../../helpers/render';

const saved = (id: string) => ({
  id, name: '', experiment: presets.lenet, startedAt: 1, savedAt: 2, finished: true, epochs: 1, lastEpoch: 1, stepInEpoch: 0,
  stepsPerEpoch: 1, bestValAcc: null, bytes: 10, adapter: '',
}); // prettier-ignore
const state: Partial<LabState> = {
  ...ready,
  runs: {
    type: 'runs',
    runs: [saved('the-running-one'), saved('an-older-one')],
    damaged: 0,
    space: null,
    elsewhere: null,
  },
  run: { ...run, id: 'the-running-one' },
};
const disabled = (patch: Partial<LabState>, name: string): boolean[] =>
  buttonsNamed(renderPanel(SavedRuns, { ...state, ...patch }), name).map((attributes) =>
    attributes.includes('disabled'),
  );

it('can be deleted while a run goes on, which makes room for its saves; the running one cannot, nor is one opened', () => {
  expect(disabled({ status: 'training' }, 'Delete')).toEqual([true, false]);
  expect(disabled({ status: 'training' }, 'Open')).toEqual([true, true]);
  expect(disabled({ status: 'finished' }, 'Delete')).toEqual([false, false]);
});
