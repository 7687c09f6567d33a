/**
 * The archive that a program goes on with elsewhere: all that it reads is in it, and says what it
 * is meant to. The program: tests/keras.
 */
import { unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { exportModel, exportTotal, type ExportOptions } from '../../src/formats/export';
import { clusterProgram } from '../../src/formats/cluster/program';
import { memoryFiles } from '../../src/storage/memoryFiles';
import type { Experiment } from '../../src/experiment/schema';
import { freshCursor } from '../../src/training/run';
import { madeUpModel, withState } from '../helpers/exportedModel';
import { fakeFiles } from '../helpers/fakeFiles';
import { programOnDisk } from '../helpers/packedRun';

const split = { train: Uint32Array.of(49_999, 3, 0), val: Uint32Array.of(7), test: Uint32Array.of(9_999, 1) };
const cursor = {
  ...freshCursor(),
  epochs: 2,
  stepInEpoch: 5,
  lossSum: 1.5,
  accSum: 0.25,
  seconds: 3,
  steps: 55,
};
const fresh = { best: Number.POSITIVE_INFINITY, wait: 0 };
const memory = {
  epochsBefore: 1,
  lrFactor: 0.1,
  stopper: fresh,
  reducer: { best: 2, wait: 3 },
  bestEpoch: 0,
};
const common = { optimizer: true, savedAt: 1_795_560_275_000, name: 'A run', epochs: [], memory };
const options: ExportOptions = {
  ...common,
  format: 'cluster',
  cluster: { cursor, split, program: clusterProgram },
};

/**
 * The archive's entries. What was told of its progress must be what was said before, and its parts
 * must be gone.
 */
async function packed(change: Partial<Experiment>, iterations?: number): Promise<Record<string, Uint8Array>> {
  const files = memoryFiles();
  const model = madeUpModel(change, iterations);
  let told = 0;
  await exportModel(files, 'x', model, options, async (bytes) => void (told += bytes));
  expect(Math.abs(told - exportTotal(model, options))).toBeLessThan(1e6);
  expect(await files.list()).toEqual(['x']);
  return unzipSync(new Uint8Array(await (await files.blob('x')).arrayBuffer()));
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('a package for a cluster', () => {
  it('has the program as it stands in the sources, the split, and where the run stands', async () => {
    const { epochs } = madeUpModel({}).experiment;
    const entries = await packed({ model: 'lenet5' });
    expect(Object.keys(entries)).toEqual([
      'train.py',
      'lab_model.py',
      'lab_data.py',
      'requirements.txt',
      'experiment.json',
      'split.json',
      'model.keras',
    ]);
    for (const [name, written] of Object.entries(programOnDisk)) expect(text(entries[name])).toBe(written);
    expect(JSON.parse(text(entries['split.json']))).toEqual({
      train: [49_999, 3, 0],
      val: [7],
      test: [9_999, 1],
    });
    expect(JSON.parse(text(entries['experiment.json']))).toEqual({
      format: 1,
      experiment: madeUpModel({ model: 'lenet5' }).experiment,
      iterations: 625,
      cursor: { epochs: 2, stepInEpoch: 5, lossSum: 1.5, accSum: 0.25, seconds: 3 },
      epochsBefore: 1,
      lastEpoch: 1 + epochs,
      lrFactor: 0.1,
      stopper: { best: null, wait: 0 },
      reducer: { best: 2, wait: 3 },
      bestEpoch: 0,
    });
  });

  it('holds the very file that a download as .keras is', async () => {
    // HDF5 notes the second in which a dataset was made.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const files = memoryFiles();
    await exportModel(
      files,
      'x',
      madeUpModel({ model: 'lenet5' }),
      { ...withState('keras'), memory },
      async () => {},
    );
    const alone = new Uint8Array(await (await files.blob('x')).arrayBuffer());
    const { 'model.keras': inside } = await packed({ model: 'lenet5' });
    expect(Buffer.compare(inside!, alone)).toBe(0);
  });

  it('has an optimizer before the first step too, and the code of a layer that Keras does not have', async () => {
    const config = (entries: Record<string, Uint8Array>) =>
      JSON.parse(text(unzipSync(entries['model.keras']!)['config.json'])) as { compile_config?: object };
    const fresh = await packed({ model: 'lenet5', optimizer: 'momentum' }, 0);
    expect(config(fresh).compile_config).toMatchObject({ optimizer: { class_name: 'SGD' } });
    expect(fresh['lab_layers.py']).toBeUndefined();
    const entries = await packed({ model: 'alexnet2012', optimizer: 'sgd' });
    expect(text(entries['lab_layers.py'])).toContain('class LocalResponseNormalization(keras.layers.Layer):');
  });

  it('leaves nothing where its end is not reached', async () => {
    const files = fakeFiles();
    let inside = false;
    const failing = exportModel(files, 'x', madeUpModel({ model: 'lenet5' }), options, async () => {
      if (files.contents.has('x.keras.h5')) inside = true;
      // The weights' own file is gone: the .keras file is copied into the archive.
      else if (inside) throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(files.contents.size).toBe(0);
  });
});
