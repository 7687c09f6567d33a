/**
 * Models leave the page as files: of the model at hand and of a saved run, Chromium, LeNet-5 on
 * real images. What Keras makes of them: tests/keras.
 */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { ready, File as H5File, type Dataset } from 'h5wasm';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from './lenet';
import { seriousFindings, sidewaysScroll, small, useVisitors, type Visitor } from './page';

const minute = 60_000;
const absent = missing('chromium');

/** Names of the files that wait to be downloaded. */
const waiting = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('exports', { create: true });
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    return names;
  });

/** The tensor of a safetensors file, with its names in their order. */
function tensorOf(bytes: Buffer, name: string): { readonly names: string[]; readonly values: Buffer } {
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: _, ...header } = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const [begin, end] = header[name].data_offsets;
  return { names: Object.keys(header), values: bytes.subarray(8 + length + begin, 8 + length + end) };
}

/** The first kernel in a file of HDF5. */
async function kernelIn(hdf5: Uint8Array): Promise<Buffer> {
  const { FS } = await ready;
  FS.writeFile('/downloaded.h5', hdf5);
  const file = new H5File('/downloaded.h5', 'r');
  const { value } = file.get('layers/conv2d/vars/0') as Dataset;
  file.close();
  const { buffer, byteOffset, byteLength } = value as Float32Array<ArrayBuffer>;
  return Buffer.from(buffer, byteOffset, byteLength);
}

describe.skipIf(absent)(`a model in Chromium${absent}`, () => {
  const visit = useVisitors();
  let visitor: Visitor;
  const formats = (): Locator => visitor.page.locator('#model');

  /** Presses a format's button; the file's name and bytes. */
  async function download(inside: Locator, format: string): Promise<{ name: string; bytes: Buffer }> {
    const button = inside.getByRole('button', { name: `Download as ${format}`, exact: true });
    const [taken] = await Promise.all([
      visitor.page.waitForEvent('download', { timeout: minute }),
      button.click(),
    ]);
    await inside.getByText('The model is being downloaded as').waitFor();
    return { name: taken.suggestedFilename(), bytes: readFileSync(await taken.path()) };
  }

  beforeAll(async () => {
    if (absent) return;
    visitor = await visit();
    const { lab } = visitor;
    await lab.open(small);
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 5 * minute);
  }, 8 * minute);
  afterAll(() => visitor?.context.close());

  it('at hand is downloaded in every format, and the same weights are in each', async () => {
    const { bytes: tensors, name } = await download(formats(), 'safetensors');
    expect(name).toMatch(/^lenet5-[\dT-]+\.safetensors$/);
    const { names, values } = tensorOf(tensors, 'conv2d/kernel');
    expect(names).toHaveLength(10);
    expect(new Set(values).size).toBeGreaterThan(100);

    const keras = unzipSync((await download(formats(), 'Keras')).bytes);
    expect(Object.keys(keras)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    expect(values.equals(await kernelIn(keras['model.weights.h5']!))).toBe(true);
    const weights = await download(formats(), 'Keras weights');
    expect(weights.name).toMatch(/\.weights\.h5$/);
    expect(values.equals(await kernelIn(weights.bytes))).toBe(true);
    const tfjs = unzipSync((await download(formats(), 'TensorFlow.js layers')).bytes);
    expect(values.equals(tfjs['weights-001of001.bin']!.subarray(0, values.length))).toBe(true);
    const cluster = await download(formats(), 'Continue on a cluster');
    expect(cluster.name).toMatch(/-cluster\.zip$/);
    const packed = unzipSync(cluster.bytes);
    expect(values.equals(await kernelIn(unzipSync(packed['model.keras']!)['model.weights.h5']!))).toBe(true);
    const json = (entry: string) => JSON.parse(Buffer.from(packed[entry]!).toString());
    expect(json('experiment.json')).toMatchObject({
      cursor: { epochs: 2, stepInEpoch: 0 },
      lastEpoch: 2,
      experiment: { seed: 7 },
    });
    const split = json('split.json') as Record<string, number[]>;
    expect([split['train'], split['val'], split['test']].map((part) => new Set(part).size)).toEqual([
      64, 32, 32,
    ]);
    expect(Buffer.from(packed['train.py']!).toString()).toContain('--strategy multi-worker');
    const { bytes: history } = await download(formats(), 'History as CSV');
    expect(history.toString().split('\r\n')).toHaveLength(4);
    expect(visitor.lab.tab.problems).toEqual([]);
  });

  it('of a saved run is the same, with its optimizer’s state where that is wanted', async () => {
    const { page } = visitor;
    const { bytes: atHand } = await download(formats(), 'safetensors');
    await page
      .getByTestId('saved-runs')
      .getByRole('button', { name: /^Download LeNet-5/ })
      .click();
    const dialog = page.getByRole('dialog');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByText('With the optimizer’s state').click();
    const { bytes } = await download(dialog, 'safetensors');
    const kernel = tensorOf(bytes, 'conv2d/kernel');
    const slot = tensorOf(bytes, 'optimizer/conv2d/kernel/m');
    expect(kernel.values.equals(tensorOf(atHand, 'conv2d/kernel').values)).toBe(true);
    expect(kernel.names).toHaveLength(30);
    expect(slot.values.equals(kernel.values)).toBe(false);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1200, height: 900 });
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  });

  it('leaves no file behind: what a page that is gone was to hand out is removed by the next', async () => {
    const { page, lab } = visitor;
    expect((await waiting(page)).length).toBeGreaterThan(3);
    await page.reload();
    await lab.waitForText('backend', (text) => text.startsWith('wasm'), minute);
    await lab.waitFor('an empty folder', minute, async () =>
      (await waiting(page)).length === 0 ? true : null,
    );
    expect(lab.tab.problems).toEqual([]);
  });
});
