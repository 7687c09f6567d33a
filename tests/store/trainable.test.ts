/** When Train is offered, and when it can go on with the model that is there. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { canContinue, canTrain } from '../../src/store/selectors';
import { initialState } from '../../src/store/state';
import { passed, ready, run } from '../helpers/states';

const nothing = initialState(defaultExperiment, { backend: 'auto', kernels: 'auto', lang: 'en' }, []);
const error = { code: 'gpu-error', detail: '' } as const;

describe('canTrain', () => {
  it('needs images and a device that computes rightly', () => {
    expect(canTrain({ ...nothing, ...ready })).toBe(true);
    expect(canTrain(nothing)).toBe(false);
    expect(canTrain({ ...nothing, ...ready, split: null })).toBe(false);
    expect(canTrain({ ...nothing, ...ready, selfCheck: { ...passed, passed: false } })).toBe(false);
    expect(canTrain({ ...nothing, ...ready, startError: { error, attempts: [] } })).toBe(false);
  });

  it('waits while a model goes out as a file', () => {
    const transfer = { kind: 'model', origin: 'model', done: 0, total: 0, end: null } as const;
    expect(canTrain({ ...nothing, ...ready, transfer })).toBe(false);
    expect(canTrain({ ...nothing, ...ready, transfer: { ...transfer, kind: 'export' } })).toBe(true);
    const end = { type: 'exported', fileName: 'x.keras' } as const;
    expect(canTrain({ ...nothing, ...ready, transfer: { ...transfer, end } })).toBe(true);
  });
});

describe('canContinue', () => {
  const state = { ...nothing, run, hasModel: true };
  const edited = (fields: Partial<Experiment>) =>
    canContinue({ ...state, experiment: { ...defaultExperiment, ...fields } });

  it('needs a model', () => {
    expect(canContinue(state)).toBe(true);
    expect(canContinue({ ...state, hasModel: false })).toBe(false);
    expect(canContinue({ ...state, run: null })).toBe(false);
  });

  it('allows another course, not another network or split', () => {
    expect(edited({ lr: 1e-3, epochs: 3, optimizer: 'sgd', batch: 32 })).toBe(true);
    expect(edited({ model: 'lenet5' })).toBe(false);
    expect(edited({ train: 100 })).toBe(false);
    expect(edited({ seed: 1 })).toBe(false);
    // What has learnt from validation images must not go on as if it had not.
    expect(edited({ leak: true })).toBe(false);
    expect(edited({ scale: 'standard' })).toBe(false);
  });

  it('looks at the input side of the small network alone', () => {
    expect(edited({ input: 99 })).toBe(true);
    const small = { ...defaultExperiment, model: 'alexnet-small' } as const;
    const smallRun = { ...run, experiment: small };
    expect(canContinue({ ...state, run: smallRun, experiment: small })).toBe(true);
    expect(canContinue({ ...state, run: smallRun, experiment: { ...small, input: 99 } })).toBe(false);
  });
});
