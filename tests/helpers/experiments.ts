/** Experiments of every kind, for property tests. */
import * as fc from 'fast-check';
import { modelIds, normIds, optimizerIds, scheduleIds, type Experiment } from '../../src/experiment/schema';

const integer = (min: number, max: number) => fc.integer({ min, max });
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Every experiment that the schema allows. */
export const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    model: fc.constantFrom(...modelIds),
    input: integer(67, 227),
    train: integer(1, 49_999),
    val: integer(1, 50_000),
    test: integer(1, 10_000),
    epochs: integer(1, 1_000),
    batch: integer(1, 1_024),
    optimizer: fc.constantFrom(...optimizerIds),
    lr: real(1e-8, 10),
    momentum: real(0, 0.9999),
    schedule: fc.constantFrom(...scheduleIds),
    stepEvery: integer(1, 1_000),
    stepFactor: real(0.001, 1),
    flip: fc.boolean(),
    shift: integer(0, 8),
    scale: fc.constantFrom('unit' as const, 'standard' as const),
    dropout: real(0, 0.95),
    norm: fc.constantFrom(...normIds),
    convs: integer(2, 5),
    earlyStopping: integer(0, 1_000),
    reduceLr: integer(0, 1_000),
    labels: fc.constantFrom('true' as const, 'shuffled' as const),
    leak: fc.boolean(),
    seed: integer(0, 0xffff_ffff),
  })
  .map((e) => ({ ...e, val: Math.min(e.val, 50_000 - e.train), batch: Math.min(e.batch, e.train) }));
