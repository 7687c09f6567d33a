/**
 * Models from elsewhere come in as runs, bit for bit; what cannot come in is refused with what is
 * wrong, and nothing is changed. What Keras itself writes: tests/keras.
 */
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ExportedModel } from '../../src/formats/export';
import { readBlock } from '../../src/storage/snapshotFormat';
import { defaultExperiment, stepsPerEpoch } from '../../src/experiment/schema';
import { optimizerState, weightsOf } from '../../src/network';
import { madeUpModel, withState } from '../helpers/exportedModel';
import { fakeFiles } from '../helpers/fakeFiles';
import { exportedBytes, fileOf, importBench, refusalOf, takenId } from '../helpers/importedModel';
import { epochLog } from '../store/fixtures';

const epoch = (n: number, epochs: number) =>
  epochLog({ epoch: n, epochs, loss: 2 / n, acc: n / 10, val_loss: Number.NaN, val_acc: n / 11 }).log;

/** Every tensor of the run that was taken in against the model that it was made of. */
async function expectSame(
  bench: ReturnType<typeof importBench>,
  id: string,
  model: ExportedModel,
  slots: boolean,
) {
  const tensors = [
    ...weightsOf(model.network).map(({ name }) => `weight/${name}`),
    ...(slots ? optimizerState(model.network, model.experiment.optimizer) : []).map(
      ({ name }) => `slot/${name}`,
    ),
  ];
  return bench.archive.load(id, async ({ index, source, state }) => {
    expect(index.blocks.map(({ name }) => name)).toEqual(tensors);
    for (const block of index.blocks) {
      const read = await readBlock(source, block);
      const expected = await model.read(block.name);
      const same = Buffer.from(read.buffer, read.byteOffset, read.byteLength).equals(
        Buffer.from(expected.buffer),
      );
      expect([block.name, same]).toEqual([block.name, true]);
    }
    return state;
  });
}

const lenet = madeUpModel({ model: 'lenet5' });
const keras = await exportedBytes(lenet, withState('keras'));
const entries = unzipSync(keras) as Record<string, Uint8Array<ArrayBuffer>>;
const first = (await lenet.read('weight/conv2d/kernel')).slice(0, 4);
const jsonOf = (name: string) => JSON.parse(new TextDecoder().decode(entries[name]));
const bytesOf = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
/** The `.keras` file with entries of it changed or, where undefined, left out. */
const rezipped = (change: Record<string, Uint8Array | undefined>, level: 0 | 6 = 0): File => {
  const all = Object.entries({ ...entries, ...change }).filter(
    (entry): entry is [string, Uint8Array<ArrayBuffer>] => entry[1] !== undefined,
  );
  return fileOf(zipSync(Object.fromEntries(all), { level }));
};

describe('a .keras file', () => {
  it.each([
    { model: 'lenet5', lr: 0.003 },
    { model: 'lenet5', optimizer: 'momentum', momentum: 0.8 },
    { model: 'lenet5', optimizer: 'sgd' },
    { model: 'alexnet-small' },
  ] as const)('comes back with its optimizer’s state: %o', async (change) => {
    const model = madeUpModel(change);
    const epochs = [1, 2].map((n) => epoch(n, 10));
    const bench = importBench();
    const file = fileOf(await exportedBytes(model, { ...withState('keras'), epochs }));
    const id = takenId(await bench.take([file]));
    const state = await expectSame(bench, id, model, true);
    expect(state).toMatchObject({
      name: 'A run',
      experiment: model.experiment,
      iterations: 625,
      finished: false,
      adapter: 'Keras 3.15.1',
      cursor: { epochs: 2, stepInEpoch: 0 },
      memory: { epochsBefore: 0, lrFactor: 1 },
    });
    expect(state.history.epochs).toEqual(epochs);
    expect(state.history.notes).toEqual([{ note: 'imported', epoch: 2, value: 625 }]);
    expect(await bench.left()).toEqual([`${id}.a`]);
    expect(bench.events.at(-1)).toMatchObject({ kind: 'import' });
  });

  it('is what Keras made of it where the record is gone: the form says the rest', async () => {
    const bench = importBench();
    const { alexnet_lab: _, ...metadata } = jsonOf('metadata.json');
    const other = { model: 'alexnet', train: 2000, val: 500, epochs: 3, optimizer: 'sgd' } as const;
    const guess = { ...defaultExperiment, ...other };
    const answer = await bench.take([rezipped({ 'metadata.json': bytesOf(metadata) }, 6)], guess);
    const state = await expectSame(bench, takenId(answer), lenet, true);
    const fromKeras = { format: 'keras', writer: 'Keras 3.15.1', recorded: false, notes: [] };
    expect(answer).toMatchObject({ model: { ...fromKeras, model: 'lenet5', slots: true, iterations: 625 } });
    expect(state.experiment).toEqual({ ...guess, model: 'lenet5', optimizer: 'adam' });
    expect(state).toMatchObject({ name: 'model', finished: true, cursor: { epochs: 0, steps: 625 } });
  });

  it('goes on at the rate that callbacks had left, and at one that was raised', async () => {
    for (const [rate, lrFactor, lr] of [
      [1e-5, 0.1, 1e-4],
      [1e-3, 1, 1e-3],
    ] as const) {
      const bench = importBench();
      const file = fileOf(await exportedBytes({ ...lenet, learningRate: rate }, withState('keras')));
      const state = await expectSame(bench, takenId(await bench.take([file])), lenet, true);
      expect(state.experiment.lr).toBeCloseTo(lr, 9);
      expect(state.memory.lrFactor).toBeCloseTo(lrFactor, 6);
    }
  });

  it('of a second run has the epochs before it', async () => {
    const bench = importBench();
    const model = madeUpModel({ model: 'lenet5', epochs: 2 });
    const epochs = [epoch(1, 2), epoch(2, 2), epoch(3, 4)];
    const common = withState('keras');
    const memory = { ...common.memory, epochsBefore: 2 };
    const file = fileOf(await exportedBytes(model, { ...common, epochs, memory }));
    const state = await expectSame(bench, takenId(await bench.take([file])), model, true);
    expect(state).toMatchObject({
      finished: false,
      cursor: { epochs: 3, steps: 3 * stepsPerEpoch(model.experiment) },
    });
    expect(state.memory.epochsBefore).toBe(2);
  });

  it('has what callbacks have counted, and the factor that a schedule’s rate does not show', async () => {
    const model = madeUpModel({ model: 'lenet5', schedule: 'cosine', reduceLr: 2 });
    const common = withState('keras');
    const memory = { ...common.memory, lrFactor: 0.01, stopper: { best: 2.5, wait: 1 } };
    const bench = importBench();
    const file = fileOf(await exportedBytes(model, { ...common, memory, epochs: [epoch(1, 10)] }));
    const state = await expectSame(bench, takenId(await bench.take([file])), model, true);
    expect(state.memory).toEqual({ ...memory, bestEpoch: 0 });
  });

  it('of a run that was to go on for fewer epochs than the one before, and had not had one yet', async () => {
    const model = madeUpModel({ model: 'lenet5', epochs: 5 });
    const common = withState('keras');
    const memory = { ...common.memory, epochsBefore: 3 };
    const epochs = [1, 2, 3].map((n) => epoch(n, 10));
    const bench = importBench();
    const file = fileOf(await exportedBytes(model, { ...common, epochs, memory }));
    const state = await expectSame(bench, takenId(await bench.take([file])), model, true);
    expect(state).toMatchObject({ finished: false, cursor: { epochs: 3 }, memory: { epochsBefore: 3 } });
  });

  it('without an optimizer, or with a foreign one, begins with a fresh one, and says so', async () => {
    const plain = fileOf(await exportedBytes(lenet, { ...withState('keras'), optimizer: false }));
    const bench = importBench();
    expect(await bench.take([plain])).toMatchObject({ model: { slots: false, iterations: 0, notes: [] } });
    const config = jsonOf('config.json');
    config.compile_config.optimizer.class_name = 'RMSprop';
    const foreign = await bench.take([rezipped({ 'config.json': bytesOf(config) })]);
    expect(foreign).toMatchObject({
      model: { slots: false, notes: [{ kind: 'optimizer-left', optimizer: 'RMSprop' }] },
    });
    config.compile_config.optimizer = { class_name: 'Adam', config: { beta_1: 0.95, learning_rate: 0.1 } };
    const other = await bench.take([rezipped({ 'config.json': bytesOf(config) })]);
    expect(other).toMatchObject({
      model: { slots: false, notes: [{ kind: 'optimizer-left', optimizer: 'Adam' }] },
    });
    const state = await expectSame(bench, takenId(other), lenet, false);
    expect(state.iterations).toBe(0);
  });
});

describe('other files', () => {
  it.each(['alexnet-small', 'lenet5'] as const)(
    'weights alone of %s are known by their shapes',
    async (model) => {
      const made = madeUpModel({ model });
      const bench = importBench();
      const answer = await bench.take([
        fileOf(await exportedBytes(made, withState('weights')), 'my.weights.h5'),
      ]);
      expect(answer).toMatchObject({ model: { format: 'weights', model, slots: true } });
      expect(await expectSame(bench, takenId(answer), made, true)).toMatchObject({
        name: 'my',
        iterations: 625,
      });
    },
  );

  it('a tfjs layers model comes in as a zip, and as its files', async () => {
    const made = madeUpModel({ model: 'alexnet-small' });
    const zip = await exportedBytes(made, withState('tfjs'));
    const bench = importBench();
    const answer = await bench.take([fileOf(zip, 'alexnet-small-tfjs.zip')]);
    expect(answer).toMatchObject({
      model: { format: 'tfjs', model: 'alexnet-small', writer: 'AlexNet Lab', slots: false },
    });
    expect(await expectSame(bench, takenId(answer), made, false)).toMatchObject({ name: 'alexnet-small' });
    const loose = Object.entries(unzipSync(zip)).map(([name, bytes]) => fileOf(bytes, name));
    await expectSame(bench, takenId(await bench.take(loose.toReversed())), made, false);
    const { reason, detail } = refusalOf(await bench.take(loose.slice(0, -1)));
    expect([reason, detail]).toEqual(['missing-shard', expect.stringMatching(/^weights-\d+of\d+\.bin$/)]);
    // A shard that is named again and again would fill the disk.
    const json = JSON.parse(new TextDecoder().decode(unzipSync(zip)['model.json']));
    json.weightsManifest[0].paths.push(
      ...Array.from({ length: 200 }, () => json.weightsManifest[0].paths[0]),
    );
    const again = [
      new File([JSON.stringify(json)], 'model.json'),
      ...loose.filter(({ name }) => name !== 'model.json'),
    ];
    expect(refusalOf(await bench.take(again))).toMatchObject({
      reason: 'damaged',
      detail: expect.stringContaining('Its shards have'),
    });
  });
});

describe('a refusal names what is wrong, and changes nothing', () => {
  const config = (
    change: (config: {
      config: { layers: { class_name: string; config: Record<string, unknown> }[] };
    }) => void,
  ): File => {
    const json = jsonOf('config.json');
    change(json);
    return rezipped({ 'config.json': bytesOf(json) });
  };
  const weights = entries['model.weights.h5']!;
  const notFinite = weights.slice();
  notFinite.set(
    new Uint8Array(Float32Array.of(Number.NaN).buffer),
    Buffer.from(weights).indexOf(Buffer.from(first.buffer)),
  );
  const damaged = keras.slice();
  damaged[Buffer.from(keras).indexOf(Buffer.from(first.buffer))]! ^= 1;

  it.each<[string, string, () => File | Promise<File>]>([
    ['not-a-model', 'text', () => new File(['hello'], 'a.txt')],
    ['not-a-model', 'nothing', () => new File([], 'a.keras')],
    ['not-a-model', 'a zip without a model', () => fileOf(zipSync({ 'a.png': new Uint8Array(9) }))],
    [
      'not-a-model',
      'a configuration of something else',
      () => rezipped({ 'config.json': bytesOf({ a: 1 }) }),
    ],
    ['damaged', 'a file that was cut off', () => fileOf(keras.slice(0, keras.length - 2_000))],
    ['damaged', 'one bit of a weight', () => fileOf(damaged)],
    ['damaged', 'weights that are no HDF5', () => rezipped({ 'model.weights.h5': new Uint8Array(5_000) })],
    ['damaged', 'an HDF5 file that was cut off', () => fileOf(weights.slice(0, 40_000), 'a.weights.h5')],
    [
      'old-keras',
      'an older Keras',
      () => rezipped({ 'metadata.json': bytesOf({ keras_version: '2.15.0' }) }),
    ],
    ['not-finite', 'a weight that is not a number', () => rezipped({ 'model.weights.h5': notFinite })],
    [
      'differs',
      'a setting of a layer',
      () => config(({ config: { layers } }) => (layers[1]!.config['filters'] = 8)),
    ],
    [
      'differs',
      'other weights than its layers have',
      async () =>
        rezipped({
          'model.weights.h5': unzipSync(
            await exportedBytes(madeUpModel({ model: 'alexnet-small' }), withState('keras')),
          )['model.weights.h5']!,
        }),
    ],
    [
      'not-offered',
      'a layer of its own',
      () => config(({ config: { layers } }) => (layers[2]!.class_name = 'LSTM')),
    ],
    [
      'implausible',
      'a record that contradicts itself',
      () => {
        const json = jsonOf('metadata.json');
        json.alexnet_lab.epochs = [epoch(2, 10), epoch(1, 10)];
        return rezipped({ 'metadata.json': bytesOf(json) });
      },
    ],
  ])('%s: %s', async (reason, _, make) => {
    const bench = importBench();
    expect(refusalOf(await bench.take([await make()]))).toMatchObject({ reason });
    expect(await bench.left()).toEqual([]);
  });

  it('the place, and layer by layer what differs from the network that comes closest', async () => {
    const bench = importBench();
    const told = async (file: File) => refusalOf(await bench.take([file]));
    expect((await told(rezipped({ 'model.weights.h5': notFinite }))).detail).toBe('weight/conv2d/kernel');
    expect(await told(config(({ config: { layers } }) => (layers[1]!.config['filters'] = 8)))).toMatchObject({
      closest: 'lenet5',
      differences: [{ kind: 'setting', layer: 'conv2d', setting: 'filters', actual: '8', expected: '6' }],
    });
    const foreign = await told(config(({ config: { layers } }) => (layers[2]!.class_name = 'LSTM')));
    expect(foreign.differences?.[0]).toEqual({ kind: 'foreign-layer', layer: 'max_pooling2d', type: 'LSTM' });
  });

  it('no room, no place, cancelled', async () => {
    expect(refusalOf(await importBench(1_000_000).take([fileOf(keras)]))).toMatchObject({
      reason: 'no-space',
      free: 1_000_000,
    });
    const files = fakeFiles();
    files.room = 100_000;
    const full = importBench(null, files);
    expect(refusalOf(await full.take([fileOf(keras)])).reason).toBe('no-space');
    expect(await full.left()).toEqual([]);
    const bench = importBench();
    const going = bench.take([fileOf(keras)]);
    bench.transfers.cancel();
    expect(refusalOf(await going).reason).toBe('cancelled');
    expect(await bench.left()).toEqual([]);
  });
});
