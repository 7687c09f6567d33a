/** Models come into the page as files: a model of its own from Keras's format, weights alone, and one that is refused. Chromium, LeNet-5 on real images. */
import { readFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from './lenet';
import { seriousFindings, sidewaysScroll, small, useVisitors, type Visitor } from './page';

const minute = 60_000;
const absent = missing('chromium');

interface File {
  readonly name: string;
  readonly buffer: Buffer;
}

/** The `.keras` file with one kernel of another number of filters in its configuration. */
function withFilters({ name, buffer }: File, filters: number): File {
  const entries = unzipSync(buffer);
  const config = new TextDecoder().decode(entries['config.json']).replace('"filters":6', `"filters":${filters}`);
  return { name, buffer: Buffer.from(zipSync({ ...entries, 'config.json': new TextEncoder().encode(config) }, { level: 0 })) };
} // prettier-ignore

/** What the test images make of the model at hand, as the page writes it. */
async function evaluated({ lab }: Visitor): Promise<readonly string[]> {
  await lab.click('Evaluate');
  const accuracy = await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), minute);
  return [accuracy, (await lab.text('test-loss')) ?? ''];
}

/** Picks a file in a place; how that ended, as the page says it there. */
async function pick(page: Page, place: '#model' | '.train-run', file: File): Promise<Locator> {
  const input = page.locator(place).locator('input[type="file"]');
  await input.setInputFiles({ ...file, mimeType: 'application/octet-stream' });
  const notice = page.getByTestId('transfer');
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
  let wanted: readonly string[];
  let visitor: Visitor;
  const rows = (): Promise<string[]> => visitor.page.locator('[data-testid="saved-runs"] tbody tr').allInnerTexts();
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
    // A form that is another experiment's.
    await visitor.lab.open(small.replace('seed=7', 'seed=8').replace('lenet5', 'alexnet-small'));
    await visitor.lab.waitForText('backend', (text) => text.startsWith('webgl'), minute);
  }, 8 * minute);
  afterAll(() => visitor?.context.close());

  it('is opened at once with its run: the same test loss to the digit, its epochs, its filters; and trains on', async () => {
    const { page, lab } = visitor;
    const notice = await pick(page, '#model', keras);
    expect(await notice.getAttribute('data-end')).toBe('imported');
    expect(await notice.innerText()).toContain('LeNet-5, written by Keras 3.15.1, was opened');
    expect(await notice.innerText()).toContain('8 updates so far');
    await close(notice);
    expect(await evaluated(visitor)).toEqual(wanted);
    expect(await page.locator('.activity').innerText()).toContain('Opened as it was saved, after 8 steps');
    expect(await lab.epochs()).toHaveLength(2);
    expect(await page.locator('#explore canvas, #explore img').count()).toBeGreaterThan(0);
    expect(await rows()).toEqual([expect.stringContaining('2 of 2')]);
    await lab.click('Train');
    await lab.waitForStatus(['training'], minute);
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
    await close(notice);
    expect(await evaluated(visitor)).toEqual(wanted);
    expect(await rows()).toEqual(expect.arrayContaining([expect.stringContaining('from a file, no epoch here yet')]));
  });

  it('is refused layer by layer where it is another network, and nothing changes', async () => {
    const { page, lab } = visitor;
    const before = await rows();
    const notice = await pick(page, '#model', withFilters(keras, 8));
    expect(await notice.getAttribute('data-end')).toBe('refused');
    expect(await notice.innerText()).toContain('It is none of this lab’s networks');
    expect(await notice.getByTestId('differences').locator('li').allInnerTexts()).toEqual(['conv2d: filters is 8, not 6']);
    await close(notice);
    expect(await rows()).toEqual(before);
    expect(await evaluated(visitor)).toEqual(wanted);
    const half = { name: 'half.keras', buffer: keras.buffer.subarray(0, keras.buffer.length / 2) };
    expect(await (await pick(page, '.train-run', half)).innerText()).toContain('It is damaged');
    expect(await rows()).toEqual(before);
    expect(lab.tab.problems).toEqual([]);
  });
}); // prettier-ignore
