/**
 * The files that a model leaves as, opened by those who read them: tfjs-layers, a zip library, and
 * plain arithmetic. Keras: tests/keras.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { exportModel, exportTotal, type ExportOptions } from '../../src/formats/export';
import { memoryFiles } from '../../src/storage/memoryFiles';
import { disposeTrainState } from '../../src/engine/core/trainState';
import { weightsOf } from '../../src/network';
import { lenet5 } from '../../src/network/lenet5';
import { madeUpModel, withState } from '../helpers/exportedModel';
import { fakeFiles } from '../helpers/fakeFiles';
import { tiny } from '../helpers/runs';
import { exportedOf, imagesFor, probabilitiesOf, trained } from '../helpers/trainedModel';

type Bytes = Uint8Array<ArrayBuffer>;

/** The file's bytes; what was told of its progress must be what was said before. */
async function fileOf(model: ReturnType<typeof madeUpModel>, options: ExportOptions): Promise<Bytes> {
  const files = memoryFiles();
  let told = 0;
  await exportModel(files, 'x', model, options, async (bytes) => void (told += bytes));
  expect(Math.abs(told - exportTotal(model, options))).toBeLessThan(1e6);
  expect(await files.list()).toEqual(['x']);
  return new Uint8Array(await (await files.blob('x')).arrayBuffer());
}

const join = (parts: readonly Bytes[]): ArrayBuffer => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
};

/** What `tf.loadLayersModel` makes of an archive's entries. */
function loaded(entries: Record<string, Bytes>) {
  const json = JSON.parse(new TextDecoder().decode(entries['model.json']));
  const [group] = json.weightsManifest;
  return loadLayersModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      format: json.format,
      weightSpecs: group.weights,
      weightData: join(group.paths.map((path: string) => entries[path])),
    }),
  });
}

describe('a tfjs layers model', () => {
  it.each([
    ['LeNet-5', lenet5],
    ['layers with batch normalisation', tiny],
  ] as const)('of %s predicts the same', async (_, network) => {
    const trainState = await trained(network, 3);
    const entries = unzipSync(await fileOf(exportedOf(trainState), withState('tfjs'))) as Record<
      string,
      Bytes
    >;
    const images = imagesFor(trainState, 1);
    const ours = await probabilitiesOf(trainState, 1);
    const predict = async (): Promise<number> => {
      const net = await loaded(entries);
      const theirs = await (net.predict(images) as tf.Tensor).data();
      net.dispose();
      return Math.max(...ours.map((p, i) => Math.abs(p - (theirs[i] ?? Number.NaN))));
    };
    expect(await predict()).toBeLessThan(1e-5);
    // Negative control: the last layer's biases, the last bytes of the last shard, are others.
    const last = Object.keys(entries).findLast((name) => name.endsWith('.bin'))!;
    entries[last] = entries[last]!.slice();
    entries[last].set(new Uint8Array(Float32Array.of(5).buffer), entries[last].length - 40);
    expect(await predict()).toBeGreaterThan(1e-2);
    images.dispose();
    disposeTrainState(trainState);
  });

  it('has shards of at most 4 MB and all weights by name', async () => {
    const model = madeUpModel({ model: 'alexnet-small' });
    const entries = unzipSync(await fileOf(model, withState('tfjs')));
    const shards = Object.entries(entries).filter(([name]) => name !== 'model.json');
    expect(shards.length).toBeGreaterThan(10);
    expect(shards.map(([name]) => name)[0]).toBe(`weights-001of0${shards.length}.bin`);
    expect(Math.max(...shards.map(([, { length }]) => length))).toBe(4_000_000);
    const json = JSON.parse(new TextDecoder().decode(entries['model.json']));
    expect(json.weightsManifest[0].weights).toEqual(
      weightsOf(model.network).map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
    );
  });

  it('is refused for a network of layers that tfjs does not have, and names the layer', async () => {
    const refused = fileOf(madeUpModel({ model: 'alexnet2012' }), withState('tfjs'));
    await expect(refused).rejects.toThrow('tfjs-layers has no layer as lrn');
  });
});

describe('safetensors', () => {
  it('has its header, aligned, and each tensor where that says', async () => {
    const model = madeUpModel({ model: 'lenet5', optimizer: 'momentum' });
    const bytes = await fileOf(model, withState('safetensors'));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const { __metadata__: metadata, ...tensors } = header;
    expect(metadata).toMatchObject({ network: 'lenet5', iterations: '625' });
    expect(JSON.parse(metadata.experiment)).toEqual(model.experiment);
    expect(Object.keys(tensors)).toHaveLength(20);
    for (const [name, { shape, data_offsets }] of Object.entries<{ shape: number[]; data_offsets: number[] }>(
      tensors,
    )) {
      const [begin, end] = data_offsets as [number, number];
      const source = name.startsWith('optimizer/') ? name.replace('optimizer', 'slot') : `weight/${name}`;
      const values = await model.read(source);
      expect(shape.reduce((a, b) => a * b, 1)).toBe(values.length);
      expect(
        Buffer.compare(bytes.subarray(8 + length + begin, 8 + length + end), new Uint8Array(values.buffer)),
      ).toBe(0);
    }
  });

  it('has no slots unless they are asked for, nor before the first update', async () => {
    const sizes = [
      await fileOf(madeUpModel({ model: 'lenet5' }), { ...withState('safetensors'), optimizer: false }),
      await fileOf(madeUpModel({ model: 'lenet5' }, 0), withState('safetensors')),
      await fileOf(madeUpModel({ model: 'lenet5' }), withState('safetensors')),
    ].map(({ length }) => Math.round(length / 248_024));
    expect(sizes).toEqual([1, 1, 3]);
  });
});

describe('a .keras file', () => {
  it('is a zip of three stored entries with the time of saving and what it comes from', async () => {
    const model = madeUpModel({ model: 'lenet5' });
    const bytes = await fileOf(model, withState('keras'));
    const entries = unzipSync(bytes);
    expect(Object.keys(entries)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    const text = (name: string): unknown => JSON.parse(new TextDecoder().decode(entries[name]));
    const none = { best: null, wait: 0 };
    const memory = { epochsBefore: 0, lrFactor: 1, stopper: none, reducer: none, bestEpoch: 0 };
    expect(text('metadata.json')).toEqual({
      keras_version: '3.15.1',
      date_saved: '2026-11-24@22:44:35',
      alexnet_lab: { format: 1, experiment: model.experiment, name: 'A run', epochs: [], memory },
    });
    expect(text('config.json')).toMatchObject({ compile_config: { metrics: ['acc'] } });
    // Stored: the bytes of HDF5's signature stand in the archive as they are.
    expect(Buffer.from(bytes).indexOf('\u0089HDF\r\n\u001a\n', 0, 'latin1')).toBeGreaterThan(0);
  });
});

describe('whatever the format', () => {
  const formats = ['keras', 'weights', 'safetensors', 'tfjs'] as const;

  it.each(formats)('%s leaves nothing behind when it is cancelled, or the disk is full', async (format) => {
    const files = fakeFiles();
    const model = madeUpModel({ model: 'lenet5' });
    const stop = new DOMException('', 'AbortError');
    let calls = 0;
    const cancelled = exportModel(files, 'x', model, withState(format), async () => {
      if (++calls === 5) throw stop;
    });
    await expect(cancelled).rejects.toBe(stop);
    files.room = 150_000;
    const full = exportModel(files, 'x', model, withState(format), async () => {});
    await expect(full).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(await files.list()).toEqual([]);
  });

  it.each(formats)('%s refuses a tensor that is not what its shape says', async (format) => {
    const model = madeUpModel({ model: 'lenet5' });
    const short = { ...model, read: async (name: string) => (await model.read(name)).subarray(1) };
    await expect(fileOf(short, withState(format))).rejects.toThrow(
      'weight/conv2d/kernel has 449 values, its shape [5,5,3,6] 450',
    );
  });
});
