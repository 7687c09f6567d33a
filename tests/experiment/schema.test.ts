import { describe, expect, it } from 'vitest';
import { defaultExperiment, experimentSchema, stepsPerEpoch } from '../../src/experiment/schema';

describe('experimentSchema', () => {
  it('is the reference lab by default: 10 epochs of 625 steps', () => {
    expect(defaultExperiment).toMatchObject({ model: 'alexnet', train: 40_000, val: 10_000, test: 10_000 });
    expect(stepsPerEpoch(defaultExperiment)).toBe(625);
  });

  it('drops what is left over of an epoch', () => {
    expect(stepsPerEpoch({ ...defaultExperiment, train: 129, batch: 64 })).toBe(2);
  });

  it.each([
    [{ train: 45_000, val: 5_001 }, 'val'],
    [{ train: 10, batch: 11 }, 'batch'],
    [{ epochs: 0 }, 'epochs'],
    [{ lr: Number.NaN }, 'lr'],
  ])('names the field that breaks a rule: %o', (change, field) => {
    const parsed = experimentSchema.safeParse({ ...defaultExperiment, ...change });
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([field]);
  });
});
