/** What a run warns of, and the card of one that diverged. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { FailureCard } from '../../../src/ui/train/FailureCard';
import { Warnings } from '../../../src/ui/train/Warnings';
import type { EngineError } from '../../../src/protocol/errors';
import type { SavedRunReport } from '../../../src/protocol/run';
import { goodSnapshot } from '../../../src/store/selectors';
import { freshWatch } from '../../../src/store/memoryWatch';
import type { LabState } from '../../../src/store/state';
import { buttonsOf, renderDom, words } from '../../helpers/renderDom';
import { ready, run } from '../../helpers/states';

const epoch = { epochs: 10, steps: 625, acc: 0.3, val_acc: 0.3, lr: 0.003, seconds: 60, secondsPerStep: 0.1 };
const withLosses = (losses: readonly number[]): Partial<LabState> => ({
  ...ready,
  run: { ...run, epochs: losses.map((loss, i) => ({ ...epoch, epoch: i + 1, loss, val_loss: loss })) },
});
const climbing = [2.1, 1.4, 1.1, 1.5, 1.9, 2.25];

describe('warnings', () => {
  it('tell what the losses show, from what to what, and what to change', () => {
    const { set, container } = renderDom(Warnings, withLosses(climbing));
    const diagnosis = screen.getByTestId('diagnosis');
    expect(diagnosis.dataset['sign']).toBe('climbing');
    expect(diagnosis.textContent).toBe('It was lowest in epoch 3: 1.1000. After epoch 6 it is 2.2500.');
    screen.getByText(/the learning rate of 0\.003 is too high/);
    set(withLosses(climbing.slice(0, 3)));
    expect(container.innerHTML).toBe('');
  });

  it('speak Korean', () => {
    const { container } = renderDom(Warnings, withLosses(climbing), { language: 'ko' });
    expect(words(container)).toContain('훈련 손실이 올라가고');
  });

  it('tell that memory grows, with numbers', () => {
    const climb = { quantity: 'tensors', from: 312, to: 480, over: 3, unit: 'epochs' } as const;
    const { set } = renderDom(Warnings, { ...ready, run: { ...run, memoryWatch: { ...freshWatch, climb } } });
    expect(screen.getByTestId('memory-climb').textContent).toMatch(/^Tensors: 312 → 480 over 3 epochs/);
    set({ run });
    expect(screen.queryByTestId('memory-climb')).toBeNull();
  });
});

const snapshot: SavedRunReport = {
  id: 'a-saved-run',
  name: '',
  experiment: defaultExperiment,
  startedAt: 1,
  savedAt: 1_764_000_000_000,
  finished: false,
  epochs: 2,
  lastEpoch: 10,
  stepInEpoch: 12,
  stepsPerEpoch: 625,
  bestValAcc: null,
  bytes: 1,
  adapter: '',
};
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
  code: 'not-finite',
  detail: 'said',
  divergence: { step: 1_300, loss: Number.NaN, location: place },
};

describe('the card of a run that diverged', () => {
  const back = 'Go back to the last good snapshot with a tenth of the learning rate';
  const anew = 'Train anew with a tenth of the learning rate';

  it('names step and layer, and offers the way back with the place of the snapshot', async () => {
    const { user, intents, set } = renderDom(FailureCard, failedWith(error, [snapshot]));
    const alert = screen.getByRole('alert');
    within(alert).getByText('The loss at step 1,300 is nan.');
    expect(screen.getByTestId('not-finite').textContent).toMatch(
      /: conv2d_1, the output of conv2d_1; the weights before it are finite\. NaN: 3, infinite: 40, of 12,800 values\.$/,
    );
    expect(words(alert)).toContain('epoch 3, step 12 of 625');
    expect(buttonsOf(alert)).toEqual({ on: [back], off: [] });
    await user.click(screen.getByRole('button', { name: back }));
    expect(intents).toEqual([['lowerRate', snapshot]]);
    // Not while it is gone back to.
    set({ status: 'loading' });
    expect(buttonsOf(alert)).toEqual({ on: [], off: [back] });
  });

  it('keeps the library’s own words folded until they are asked for', async () => {
    const { user, set } = renderDom(FailureCard, failedWith(error, [snapshot]));
    const said = screen.getByText('said').closest('details')!;
    expect(said.open).toBe(false);
    await user.click(screen.getByText('What the library said'));
    expect(said.open).toBe(true);
    set(failedWith({ ...error, detail: '' }, [snapshot]));
    expect(screen.queryByText('What the library said')).toBeNull();
  });

  it('offers to train anew where there is no snapshot to go back to, or one of a run that had ended', async () => {
    for (const runs of [[], [{ ...snapshot, finished: true }], [{ ...snapshot, id: 'another-run' }]]) {
      const { user, intents, container, set } = renderDom(FailureCard, failedWith(error, runs));
      expect(buttonsOf(container).on).toEqual([anew]);
      within(container).getByText('No snapshot of this run was saved before that.');
      await user.click(within(container).getByRole('button', { name: anew }));
      expect(intents).toEqual([['lowerRate', null]]);
      set({ failure: null });
      expect(container.innerHTML).toBe('');
    }
  });

  it('tells of a weight that was to be saved, and of nothing found', () => {
    const weight = { ...error, divergence: { step: 7, loss: null, location: null } };
    renderDom(FailureCard, failedWith(weight, [snapshot]));
    screen.getByText('The losses up to step 7 are finite, but a weight that was about to be saved is not.');
    screen.getByText(/^All weights are finite now/);
    expect(screen.queryByTestId('not-finite')).toBeNull();
  });

  it('offers no such thing after another failure', () => {
    const lost = failedWith({ code: 'device-lost', detail: '' }, [snapshot]);
    const { container, store } = renderDom(FailureCard, lost);
    screen.getByRole('alert');
    expect(buttonsOf(container)).toEqual({ on: [], off: [] });
    expect(words(container)).not.toContain('a tenth');
    expect(goodSnapshot(store.getState())).toBeNull();
  });
});
