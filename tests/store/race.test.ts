/** The race's plan and its figures. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment as lab, experimentSchema } from '../../src/experiment/schema';
import { configDiff } from '../../src/experiment/diff';
import { imageSecondsOf, newRace, raceFigures, racePlan } from '../../src/store/race';
import { batchEvent } from './fixtures';

describe('the plan', () => {
  it('differs in the network and its learning rate alone, whatever the form says', () => {
    const form = { ...lab, model: 'alexnet2012', norm: 'none', convs: 2, seed: 7, train: 3_000 } as const;
    for (const opponent of ['alexnet', 'alexnet-small'] as const)
      for (const size of ['short', 'form'] as const) {
        const [first, second] = racePlan(form, opponent, size);
        const fields = configDiff(first!, second!).map(({ field }) => field);
        expect(fields).toEqual(['model', 'lr']);
        expect([first, second].map((e) => experimentSchema.safeParse(e).success)).toEqual([true, true]);
        expect(second).toMatchObject({
          model: opponent,
          norm: 'own',
          convs: 5,
          seed: 7,
          train: size === 'form' ? 3_000 : 1_000,
        });
      }
    expect(racePlan({ ...lab, optimizer: 'sgd', lr: 0.02 }, 'alexnet', 'form').map(({ lr }) => lr)).toEqual([
      0.02, 0.02,
    ]);
  });
});

describe('the figures', () => {
  const [entry] = newRace(racePlan(lab, 'alexnet', 'form')).entries;
  const [, alexnet] = newRace(racePlan(lab, 'alexnet', 'form')).entries;

  it('of the network are there at once, the others when they were measured', () => {
    expect(raceFigures(entry!)).toEqual({
      params: 62_006,
      macs: 651_720,
      bytes: 248_024,
      imageMs: null,
      accuracy: null,
      seconds: null,
      perMinute: null,
    });
    expect(raceFigures(alexnet!).params).toBe(58_324_746);
    const result = { epochs: 2, seconds: 120, imageSeconds: 0.002, accuracy: 0.5 };
    expect(raceFigures({ ...entry!, result })).toMatchObject({
      imageMs: 2,
      accuracy: 0.5,
      seconds: 120,
      perMinute: 0.25,
    });
    expect(raceFigures({ ...entry!, result: { ...result, seconds: 0 } }).perMinute).toBeNull();
  });

  it('the time of an image is taken where an epoch’s steps end, without its validation', () => {
    const { logs } = batchEvent({ step: 10, seconds: 5, secondsPerStep: 0.1 });
    const run = { live: logs, stepsPerEpoch: 10, experiment: { ...lab, batch: 50 } };
    expect(imageSecondsOf(run)).toBe(0.01);
    expect(imageSecondsOf({ ...run, stepsPerEpoch: 11 })).toBeNull();
    expect(imageSecondsOf({ ...run, live: null })).toBeNull();
  });
});
