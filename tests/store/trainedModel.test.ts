/** Which runs are the trained model that ships with the page. */
import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/protocol/run';
import {
  isTrainedModel,
  savedTrainedModel,
  trainedModel,
  trainedModelId,
} from '../../src/store/trainedModel';
import { run } from '../helpers/states';
import { savedRunReport } from './fixtures';

const { epochs } = trainedModel;

describe('the saved run of the trained model', () => {
  const found = (...runs: readonly ReturnType<typeof savedRunReport>[]) =>
    savedTrainedModel({ runs: { type: 'runs', runs, damaged: 0, space: null, elsewhere: null } })?.id ?? null;

  it('is known by its id, also where that was taken before', () => {
    const second = `${trainedModelId}-2`;
    expect(found(savedRunReport({ epochs }), savedRunReport({ id: trainedModelId, epochs }))).toBe(
      trainedModelId,
    );
    expect(found(savedRunReport({ id: second, epochs }))).toBe(second);
    expect(trainedModelId).toMatch(/^[0-9a-z-]{8,27}$/);
  });

  it('is not there before the list, nor of another file, nor once it was trained further', () => {
    expect(savedTrainedModel({ runs: null })).toBeNull();
    expect(found(savedRunReport({ id: 'trained-0000000000000000', epochs }))).toBeNull();
    expect(found(savedRunReport({ id: trainedModelId, epochs: epochs + 1 }))).toBeNull();
    expect(found(savedRunReport({ id: trainedModelId, epochs, stepInEpoch: 3 }))).toBeNull();
  });
});

describe('the model at hand', () => {
  const report: RunReport = { end: 'opened', epochs: [], steps: 6250, seconds: 0, restoredEpoch: null };
  const opened = { ...run, id: trainedModelId, report };

  it('is the trained one when it was opened as it came', () => {
    expect(isTrainedModel({ hasModel: true, run: opened })).toBe(true);
  });

  it.each([
    ['no model', { hasModel: false, run: opened }],
    ['another run', { hasModel: true, run: { ...opened, id: 'a-saved-run' } }],
    ['one that goes on', { hasModel: true, run: { ...opened, report: null } }],
    [
      'one that was stopped',
      { hasModel: true, run: { ...opened, report: { ...report, end: 'stopped' as const } } },
    ],
    [
      'one that was opened some steps later',
      { hasModel: true, run: { ...opened, report: { ...report, steps: 6255 } } },
    ],
    ['none yet', { hasModel: true, run: null }],
  ])('is not: %s', (_, state) => {
    expect(isTrainedModel(state)).toBe(false);
  });
});
