/**
 * Models that tfjs-layers itself has saved come in: `model.json` and its weights, as `model.save`
 * makes them.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBlock } from '../../src/storage/snapshotFormat';
import { importBench, refusalOf, takenId } from '../helpers/importedModel';
import { useCpuEngine } from '../helpers/cpuEngine';

beforeAll(() => useCpuEngine());

const conv = (filters: number) => layers.conv2d({ filters, kernelSize: 5, activation: 'relu' });
const pool = (name: string) => layers.maxPooling2d({ poolSize: 2, strides: 2, name });

/** LeNet-5 as a person builds it, with names of their own. */
const lenet = (units = 84): Sequential =>
  sequential({
    layers: [
      layers.conv2d({
        inputShape: [32, 32, 3],
        filters: 6,
        kernelSize: 5,
        activation: 'relu',
        name: 'first',
      }),
      pool('p1'),
      conv(16),
      pool('p2'),
      layers.flatten(),
      layers.dense({ units: 120, activation: 'relu' }),
      layers.dense({ units, activation: 'relu' }),
      layers.dense({ units: 10, activation: 'softmax', name: 'classes' }),
    ],
  });

/** The files of `model.save('downloads://model')`. */
async function saved(model: Sequential): Promise<File[]> {
  let made: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      made = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  const { modelTopology, weightSpecs, weightData, ...rest } = made!;
  const weightsManifest = [{ paths: ['./model.weights.bin'], weights: weightSpecs }];
  return [
    new File([JSON.stringify({ modelTopology, weightsManifest, ...rest })], 'model.json'),
    new File([tf.io.CompositeArrayBuffer.join(weightData)], 'model.weights.bin'),
  ];
}

describe('a model that tfjs-layers has saved', () => {
  it('has the same weights to the bit, whatever its layers are called', async () => {
    const model = lenet();
    const bench = importBench();
    const answer = await bench.take(await saved(model));
    expect(answer).toMatchObject({ model: { format: 'tfjs', model: 'lenet5', slots: false, iterations: 0 } });
    const wanted = model.getWeights().map((weight) => [...weight.dataSync()]);
    expect(wanted).toHaveLength(10);
    const found = await bench.archive.load(takenId(answer), ({ index, source }) =>
      Promise.all(index.blocks.map(async (block) => [...(await readBlock(source, block))])),
    );
    expect(found).toEqual(wanted);
    // Negative control: another model of the same kind begins with other weights.
    expect(
      lenet()
        .getWeights()
        .map((weight) => [...weight.dataSync()])[0],
    ).not.toEqual(wanted[0]);
  });

  it('is refused where it names more files than a model has', async () => {
    const [json, bin] = await saved(lenet());
    const model = JSON.parse(await json!.text()) as { weightsManifest: { paths: string[] }[] };
    const [group] = model.weightsManifest;
    const many = Array.from({ length: 300 }, () => ({ paths: Array(2_000).fill('empty.bin'), weights: [] }));
    const all = { ...model, weightsManifest: [group, ...many] };
    const files = [new File([JSON.stringify(all)], 'model.json'), bin!, new File([], 'empty.bin')];
    expect(refusalOf(await importBench().take(files))).toMatchObject({
      reason: 'not-a-model',
      detail: 'Its model.json names 600001 files',
    });
  });

  it('is given up between empty files too', async () => {
    const [json, bin] = await saved(lenet());
    const model = JSON.parse(await json!.text()) as { weightsManifest: { paths: string[] }[] };
    model.weightsManifest[0]!.paths.unshift(...Array<string>(1_000).fill('empty.bin'));
    let read = 0;
    class Empty extends File {
      override stream(): ReturnType<File['stream']> {
        if (++read === 3) bench.transfers.cancel();
        return super.stream();
      }
    }
    const bench = importBench();
    const files = [new File([JSON.stringify(model)], 'model.json'), bin!, new Empty([], 'empty.bin')];
    expect(refusalOf(await bench.take(files)).reason).toBe('cancelled');
    expect(read).toBe(3);
    expect(await bench.left()).toEqual([]);
  });

  it('is refused where a layer has another size, and the layer is named as its builder named it', async () => {
    const refusal = refusalOf(await importBench().take(await saved(lenet(85))));
    expect(refusal).toMatchObject({ reason: 'differs', closest: 'lenet5' });
    expect(refusal.differences).toContainEqual(
      expect.objectContaining({ kind: 'setting', setting: 'units', actual: '85', expected: '84' }),
    );
  });
});
