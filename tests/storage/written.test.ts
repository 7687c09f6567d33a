/**
 * What the lab wrote on 30 November 2026 still opens: a saved run, byte for byte as it was, and an
 * address with every field of then. Neither may be written anew because a test fails.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { defaultExperiment } from '../../src/experiment/schema';
import { parseUrl } from '../../src/experiment/url';
import { fakeFiles } from '../helpers/fakeFiles';
import { restOf } from '../helpers/savedRun';

/** LeNet-5 on 16 images, cut off after the first step of the second of three epochs. */
const file = new Uint8Array(readFileSync(new URL('./written/lenet5-2026-11-30.alexlab', import.meta.url)));
const id = '97b1cee4-a5c2-44f0-95a2-f1ff0f8d5f40';

/** In the order of the schema; `lenet5` has some without an effect. */
const address =
  '?model=lenet5&input=99&train=16&val=8&test=9&epochs=3&batch=8&optimizer=momentum&lr=0.01&momentum=0.8' +
  '&schedule=step&stepEvery=2&stepFactor=0.5&flip=1&shift=2&scale=standard&dropout=0.25&norm=batch&convs=4' +
  '&earlyStopping=6&reduceLr=3&labels=shuffled&leak=1&seed=4294967295&backend=wasm&kernels=stock&lang=ko';

describe('what was written before', () => {
  it('a saved run is listed as it was, and goes on with the losses that it had', async () => {
    const files = fakeFiles();
    files.contents.set(`${id}.a`, file);
    const archive = new Archive(files);
    const state = await archive.load(id, async (saved) => saved.state);
    expect(state).toMatchObject({
      id,
      name: 'Written on 30 November 2026',
      startedAt: 1796066464837,
      savedAt: 1796066465012,
      sequence: 1,
      order: 1,
      finished: false,
      adapter: 'test',
      initialSeed: 7,
      iterations: 3,
      experiment: {
        model: 'lenet5',
        input: 67,
        train: 16,
        val: 8,
        test: 8,
        epochs: 3,
        batch: 8,
        optimizer: 'momentum',
        lr: 0.01,
        momentum: 0.9,
        schedule: 'constant',
        stepEvery: 5,
        stepFactor: 0.1,
        flip: true,
        shift: 2,
        scale: 'standard',
        dropout: 0.5,
        norm: 'own',
        convs: 5,
        earlyStopping: 0,
        reduceLr: 0,
        labels: 'true',
        leak: false,
        seed: 7,
      },
      cursor: { epochs: 1, steps: 3, stepInEpoch: 1, lossSum: 2.1851816177368164, accSum: 0.125 },
      memory: { epochsBefore: 0, lrFactor: 1, stopper: { best: 2.1796188056468964, wait: 0 }, bestEpoch: 0 },
      history: {
        epochs: [{ epoch: 1, epochs: 3, steps: 2, loss: 2.2656785249710083, val_acc: 0.125 }],
        notes: [],
      },
    });
    // Two steps and two validations more, computed by the version that wrote it; other processors
    // round otherwise.
    const losses = [
      2.1397995948791504, 2.0535056740045547, 2.049787998199463, 1.992003321647644, 1.9211559370160103,
    ];
    const rest = await restOf(archive, id);
    expect(rest).toHaveLength(losses.length);
    rest.forEach((loss, i) => expect(loss).toBeCloseTo(losses[i]!, 4));
  });

  it('an address with every field gives its experiment and settings', () => {
    const { experiment, settings, problems } = parseUrl(address);
    expect(problems).toEqual([]);
    expect(settings).toEqual({ backend: 'wasm', kernels: 'stock', lang: 'ko' });
    // Fields that came later have their defaults.
    expect(experiment).toEqual({
      ...defaultExperiment,
      model: 'lenet5',
      input: 99,
      train: 16,
      val: 8,
      test: 9,
      epochs: 3,
      batch: 8,
      optimizer: 'momentum',
      lr: 0.01,
      momentum: 0.8,
      schedule: 'step',
      stepEvery: 2,
      stepFactor: 0.5,
      flip: true,
      shift: 2,
      scale: 'standard',
      dropout: 0.25,
      norm: 'batch',
      convs: 4,
      earlyStopping: 6,
      reduceLr: 3,
      labels: 'shuffled',
      leak: true,
      seed: 4294967295,
    });
  });
});
