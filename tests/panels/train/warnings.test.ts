import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { FailureCard } from '../../../src/panels/train/FailureCard';
import { Warnings } from '../../../src/panels/train/Warnings';
import type { EngineError, SavedRunReport } from '../../../src/protocol/events';
import { goodSnapshot } from '../../../src/store/selectors';
import { freshWatch } from '../../../src/store/memoryWatch';
import type { LabState } from '../../../src/store/state';
import { buttonsNamed, labWith, renderPanel, textOf } from '../../helpers/render';
import { ready, run } from '../../helpers/states';

const epoch = { epochs: 10, steps: 625, acc: 0.3, val_acc: 0.3, lr: 0.003, seconds: 60, secondsPerStep: 0.1 };
const withLosses = (losses: readonly number[]): Partial<LabState> => ({
  ...ready,
  run: { ...run, epochs: losses.map((loss, i) => ({ ...epoch, epoch: i + 1, loss, val_loss: loss })) },
});

describe('warnings', () => {
  it('tell what the losses show, from what to what, and what to change', () => {
    const html = renderPanel(Warnings, withLosses([2.1, 1.4, 1.1, 1.5, 1.9, 2.25]));
    expect(html).toContain('data-sign="climbing"');
    const text = textOf(html);
    expect(text).toContain('It was lowest in epoch 3: 1.1000. After epoch 6 it is 2.2500.');
    expect(text).toContain('the learning rate of 0.003 is too high');
    expect(textOf(renderPanel(Warnings, withLosses([2.1, 1.4, 1.1, 1.5, 1.9, 2.25]), 'ko'))).toContain('훈련 손실이 올라가고');
    expect(renderPanel(Warnings, withLosses([2.1, 1.4, 1.1]))).toBe('');
  }); // prettier-ignore

  it('tell that memory grows, with numbers', () => {
    const climb = { quantity: 'tensors', from: 312, to: 480, over: 3, unit: 'epochs' } as const;
    const html = renderPanel(Warnings, { ...ready, run: { ...run, memoryWatch: { ...freshWatch, climb } } });
    expect(textOf(html)).toContain('Tensors: 312 → 480 in 3 epochs');
  });
});

const snapshot: SavedRunReport = {
  id: 'a-saved-run', name: '', experiment: defaultExperiment, startedAt: 1, savedAt: 1_764_000_000_000, finished: false, epochs: 2,
  lastEpoch: 10, stepInEpoch: 12, stepsPerEpoch: 625, bestValAcc: null, bytes: 1, adapter: '',
}; // prettier-ignore
const place = {
  layer: 'conv2d_1',
  kind: 'output',
  tensor: 'conv2d_1',
  values: 12_800,
  nan: 3,
  infinite: 40,
} as const;
const failedWith = (error: EngineError, runs: readonly SavedRunReport[]): Partial<LabState> => ({
  ...ready,
  status: 'failed',
  run: { ...run, id: snapshot.id },
  failure: { error, modelKept: false },
  runs: { type: 'runs', runs, damaged: 0, space: null, elsewhere: null },
});
const error: EngineError = {
  code: 'not-finite', detail: 'said', divergence: { step: 1_300, loss: Number.NaN, place },
}; // prettier-ignore

describe('the card of a run that diverged', () => {
  const back = 'Go back to the last good snapshot with a tenth of the learning rate';
  const anew = 'Train anew with a tenth of the learning rate';

  it('names step and layer, and offers the way back with the place of the snapshot', () => {
    const html = renderPanel(FailureCard, failedWith(error, [snapshot]));
    const text = textOf(html);
    expect(text).toContain('The loss of step 1,300 is nan.');
    expect(text).toContain('conv2d_1, the output of conv2d_1; the weights before it are finite. NaN: 3, infinite: 40, of 12,800 values.');
    expect(text).toContain('epoch 3, step 12 of 625');
    expect(buttonsNamed(html, back)).toHaveLength(1);
    expect(buttonsNamed(html, anew)).toEqual([]);
  }); // prettier-ignore

  it('offers to train anew where there is no snapshot to go back to, or one of a run that had ended', () => {
    for (const runs of [[], [{ ...snapshot, finished: true }], [{ ...snapshot, id: 'another-run' }]]) {
      const html = renderPanel(FailureCard, failedWith(error, runs));
      expect(buttonsNamed(html, anew)).toHaveLength(1);
      expect(textOf(html)).toContain('No snapshot of this run was saved before that.');
    }
  });

  it('tells of a weight that was to be saved, and of nothing found', () => {
    const weight = { ...error, divergence: { step: 7, loss: null, place: null } };
    const text = textOf(renderPanel(FailureCard, failedWith(weight, [snapshot])));
    expect(text).toContain('The losses up to step 7 are finite, but a weight that was to be saved is not.');
    expect(text).toContain('All weights are finite now');
  });

  it('offers no such thing after another failure', () => {
    const lost = failedWith({ code: 'device-lost', detail: '' }, [snapshot]);
    expect(renderPanel(FailureCard, lost)).not.toContain('a tenth');
    expect(goodSnapshot(labWith(lost).store.getState())).toBeNull();
  });
});
