/**
 * Models come into the page as files: a model of its own from Keras's format, weights alone, and
 * one that is refused. Chromium, LeNet-5 on real images.
 */
import { readFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import { ready, File as H5File, type Dataset } from 'h5wasm';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { missing } from './lenet';
import { openTab, passes, seriousFindings, sidewaysScroll, small, useVisitors, type Visitor } from './page';

const minute = 60_000;
const absent = missing('chromium');

interface File {
  readonly name: string;
  readonly buffer: Buffer;
}

/** The `.keras` file with one kernel of another number of filters in its configuration. */
function withFilters({ name, buffer }: File, filters: number): File {
  const entries = unzipSync(buffer);
  const config = new TextDecoder()
    .decode(entries['config.json'])
    .replace('"filters":6', `"filters":${filters}`);
  return {
    name,
    buffer: Buffer.from(
      zipSync({ ...entries, 'config.json': new TextEncoder().encode(config) }, { level: 0 }),
    ),
  };
}

const bytesOf = (values: Float32Array<ArrayBuffer>): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** The first kernel's values, and where they are in the file. */
async function firstKernel({ buffer }: File): Promise<{ kernel: Float32Array<ArrayBuffer>; at: number }> {
  const { FS } = await ready;
  FS.writeFile('/downloaded.h5', buffer);
  const file = new H5File('/downloaded.h5', 'r');
  const { value } = file.get('layers/conv2d/vars/0') as Dataset;
  file.close();
  const kernel = value as Float32Array<ArrayBuffer>;
  const at = buffer.indexOf(bytesOf(kernel));
  if (at < 0) throw new Error('The kernel is not in the file as it is');
  return { kernel, at };
}

/** The weights with the first kernel's signs turned, which leaves the file whole. */
async function withOtherKernel(file: File): Promise<File> {
  const { kernel, at } = await firstKernel(file);
  const buffer = Buffer.from(file.buffer);
  bytesOf(kernel.map((weight) => -weight)).copy(buffer, at);
  return { name: file.name, buffer };
}

/**
 * The weights with the first kernel as one that was never written: HDF5's layout message has no
 * address of it.
 */
async function withoutKernel(file: File): Promise<File> {
  const { kernel, at } = await firstKernel(file);
  const buffer = Buffer.from(file.buffer);
  const layout = Buffer.alloc(16);
  layout.writeBigUInt64LE(BigInt(at));
  layout.writeBigUInt64LE(BigInt(kernel.byteLength), 8);
  buffer.fill(0xff, buffer.indexOf(layout), buffer.indexOf(layout) + 8);
  return { name: file.name, buffer };
}

/** What the test images make of the model at hand, as the page writes it. */
async function evaluated({ lab, page }: Visitor): Promise<readonly (string | null)[]> {
  // The figures of the evaluation before stay until the next has ended, and are no answer to this
  // one.
  const end = passes(page, 'evaluating');
  await lab.click('Evaluate');
  await end;
  expect(await lab.status()).toBe('finished');
  expect(await lab.text('test-accuracy')).toMatch(/^\d\.\d+$/);
  return [await lab.text('test-accuracy'), await lab.text('test-loss')];
}

const buttons = { '#model': 'Open a model file', '.train-run': 'Import a run or model' } as const;

/**
 * Picks a file as a person does, by the button of a place; how that ended, as the page says it
 * there.
 */
async function pick(page: Page, place: keyof typeof buttons, file: File): Promise<Locator> {
  const button = page.locator(place).getByRole('button', { name: buttons[place], exact: true });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles({ ...file, mimeType: 'application/octet-stream' });
  const notice = page.locator(place).getByTestId('transfer');
  await notice.waitFor({ timeout: minute });
  expect(await seriousFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1200, height: 900 });
  return notice;
}

describe.skipIf(absent)(`a model that comes into Chromium${absent}`, () => {
  const visit = useVisitors();
  let keras: File;
  let weights: File;
  let wanted: readonly (string | null)[];
  let visitor: Visitor;
  /** Another tab of the same visitor. */
  let other: Page;
  const rows = (): Promise<string[]> =>
    visitor.page.locator('[data-testid="saved-runs"] tbody tr').allInnerTexts();
  const close = (notice: Locator): Promise<void> => notice.getByRole('button', { name: 'Close' }).click();

  beforeAll(async () => {
    if (absent) return;
    const author = await visit();
    const { lab, page } = author;
    await lab.open(small);
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 5 * minute);
    wanted = await evaluated(author);
    const formats = page.locator('#model').getByTestId('download');
    await formats.getByText('With the optimizer’s state').click();
    const taken = async (format: string): Promise<File> => {
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: minute }),
        formats.getByRole('button', { name: `Download as ${format}`, exact: true }).click(),
      ]);
      return { name: download.suggestedFilename(), buffer: readFileSync(await download.path()) };
    };
    keras = await taken('Keras');
    weights = await taken('Keras weights');
    await author.context.close();
    visitor = await visit();
    other = (await openTab(visitor.context)).page;
    await other.goto(inject('labUrl') + small);
    await other.getByTestId('dataset-status').getByText('ready').waitFor({ timeout: minute });
    await visitor.page.bringToFront();
    // A form that is another experiment's.
    await visitor.lab.open(small.replace('seed=7', 'seed=8').replace('lenet5', 'alexnet-small'));
    await visitor.lab.waitForText('backend', (text) => text.startsWith('wasm'), minute);
  }, 8 * minute);
  afterAll(() => visitor?.context.close());

  it('is opened at once with its run: the same test loss to the digit, its epochs, its filters; and trains on', async () => {
    const { page, lab } = visitor;
    const filters = page.locator('#explore :is(canvas, img)');
    expect(await filters.count()).toBe(0);
    const notice = await pick(page, '#model', keras);
    expect(await notice.getAttribute('data-end')).toBe('imported');
    expect(await notice.innerText()).toContain('LeNet-5, trained in this lab, was opened');
    expect(await notice.innerText()).toContain('8 updates so far');
    expect(await notice.innerText()).not.toContain('taken from the form');
    await close(notice);
    expect(await evaluated(visitor)).toEqual(wanted);
    expect(await page.locator('.activity').innerText()).toContain('Opened as it was saved, after 8 steps');
    expect(await lab.epochs()).toHaveLength(2);
    // They are asked for where they can be seen.
    await lab.view('explore/layers');
    await filters.first().waitFor({ timeout: minute });
    expect(await rows()).toEqual([expect.stringContaining('2 of 2')]);
    await other
      .locator('[data-testid="saved-runs"] tbody tr', { hasText: '2 of 2' })
      .waitFor({ timeout: minute });
    await other.close();
    const trained = passes(page, 'training');
    await lab.click('Train');
    await trained;
    await lab.waitForStatus(['finished'], 5 * minute);
    expect(await lab.epochs()).toHaveLength(4);
    // Negative control: a model that has learnt more has another loss.
    expect(await evaluated(visitor)).not.toEqual(wanted);
    expect(lab.tab.problems).toEqual([]);
  });

  it('as weights alone takes the rest from the form', async () => {
    const { page } = visitor;
    const notice = await pick(page, '.train-run', weights);
    expect(await notice.getAttribute('data-end')).toBe('imported');
    expect(await notice.innerText()).toContain('taken from the form');
    await close(notice);
    expect(await evaluated(visitor)).toEqual(wanted);
    expect(await rows()).toEqual(
      expect.arrayContaining([expect.stringContaining('from a file, no epochs here yet')]),
    );
    // Negative control: a file of the same size and form, with another first kernel.
    await close(await pick(page, '.train-run', await withOtherKernel(weights)));
    expect(await evaluated(visitor)).not.toEqual(wanted);
    await close(await pick(page, '.train-run', weights));
    expect(await evaluated(visitor)).toEqual(wanted);
  });

  it('is refused layer by layer where it is another network, and nothing changes', async () => {
    const { page, lab } = visitor;
    const before = await rows();
    const notice = await pick(page, '#model', withFilters(keras, 8));
    expect(await notice.getAttribute('data-end')).toBe('refused');
    expect(await notice.innerText()).toContain('It is not one of this lab’s networks');
    expect(await notice.getByTestId('differences').locator('li').allInnerTexts()).toEqual([
      'conv2d: filters is 8, not 6',
    ]);
    await close(notice);
    expect(await rows()).toEqual(before);
    expect(await evaluated(visitor)).toEqual(wanted);
    const half = { name: 'half.keras', buffer: keras.buffer.subarray(0, keras.buffer.length / 2) };
    const damaged = await pick(page, '.train-run', half);
    expect(await damaged.innerText()).toContain('It is damaged');
    await close(damaged);
    const unwritten = await (await pick(page, '.train-run', await withoutKernel(weights))).innerText();
    expect(unwritten).toContain('It is damaged');
    expect(unwritten).toContain('layers/conv2d/vars/0 has no values: it was never written');
    expect(await rows()).toEqual(before);
    expect(lab.tab.problems).toEqual([]);
  });
});
