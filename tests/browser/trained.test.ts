/**
 * The trained model that ships with the page: a first visit without training, in a Chromium without
 * a GPU, on all images.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { trainedModel } from '../../src/store/trainedModel';
import { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker, playwrightTab } from '../helpers/launch';
import { missing } from './lenet';
import { seriousFindings, sidewaysScroll } from './page';

const minute = 60_000;
const absent = missing('chromium');
const address = '?backend=wasm&lang=en';
const button = 'Open a trained model';
const modelFile = `**/models/${trainedModel.file}`;

/** What the page showed of the 10,000 test images when the run that wrote the file had ended. */
const measured = { accuracy: '0.5905', loss: '1.1854' };

/** Shades of the feature maps on show, the most of one. */
const shades = (page: Page): Promise<number> =>
  page
    .getByTestId('feature-maps')
    .locator('canvas')
    .evaluateAll((canvases) =>
      Math.max(
        0,
        ...canvases.map((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const image = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height);
          return new Set(new Uint32Array(image?.data.buffer ?? new ArrayBuffer())).size;
        }),
      ),
    );

describe.skipIf(absent)(`the trained model in Chromium${absent}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let lab: Lab;
  /** Addresses that were asked for. */
  const requests: string[] = [];
  const rows = (): Promise<number> => page.locator('[data-testid="saved-runs"] tbody tr').count();
  const open = (place: 'evaluate' | 'explore') =>
    page.locator(`#${place}`).getByRole('button', { name: button, exact: true }).click();
  const started = () => lab.waitForText('backend', (text) => text.startsWith('wasm'), minute);

  /** A new visitor's page. */
  async function visit(options: BrowserContextOptions = {}): Promise<void> {
    await context?.close();
    context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    context.on('request', (request) => requests.push(request.url()));
    page = await context.newPage();
    lab = new Lab(playwrightTab(page), inject('labUrl'));
    await lab.open(address);
    await started();
  }

  beforeAll(async () => {
    if (!absent) browser = await launchPlaywright('none');
  });
  afterAll(() => browser?.close());

  it('is told by its name where its file is missing or cut short, and nothing is kept', async () => {
    // A service worker keeps the true file.
    await visit(noServiceWorker);
    const notice = page.locator('#evaluate').getByTestId('transfer');
    for (const [answer, said] of [
      [{ status: 404, body: 'Not found' }, 'Its file is not on this server'],
      // Hosts that answer everything with the page.
      [{ status: 200, contentType: 'text/html', body: '<!doctype html>' }, 'Its file is not on this server'],
      [{ status: 200, body: 'PK' }, 'Its end is missing'],
    ] as const) {
      await page.route(modelFile, (route) => route.fulfill(answer));
      await open('evaluate');
      await notice.waitFor({ timeout: minute });
      expect(await notice.innerText()).toContain(said);
      expect(await notice.innerText()).toContain(`models/${trainedModel.file}: `);
      await notice.getByRole('button', { name: 'Close' }).click();
      await page.unroute(modelFile);
    }
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1200, height: 900 });
    expect(await seriousFindings(page)).toEqual([]);
    expect(await rows()).toBe(0);
    // The browser's own words on the answer above, and nothing of the page's.
    expect(lab.tab.problems.filter((problem) => !problem.includes('404'))).toEqual([]);
  });

  it('is evaluated on the test images of its own run, to the digits of then', async () => {
    await visit();
    await open('evaluate');
    await lab.waitForStatus(['finished'], 5 * minute);
    expect(await page.locator('#evaluate').getByTestId('trained-model').innerText()).toContain('is open');
    // The keyboard goes on where the button was.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('evaluate');
    const form = new URLSearchParams(new URL(page.url()).search);
    expect([form.get('model'), form.get('lr')]).toEqual([trainedModel.model, '0.001']);
    expect(await lab.epochs()).toHaveLength(trainedModel.epochs);
    await lab.click('Evaluate');
    expect(await lab.waitForText('test-accuracy', (text) => text !== '', 2 * minute)).toBe(measured.accuracy);
    expect(await lab.text('test-loss')).toBe(measured.loss);
    expect(await rows()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('is looked into, and nothing moves when the filters arrive', async () => {
    const card = page.locator('#explore .card').filter({ hasText: 'Filters of the first layer' });
    const height = (): Promise<number> =>
      card.evaluate(
        (element) =>
          new Promise((resolve) =>
            requestAnimationFrame(() => resolve(element.getBoundingClientRect().height)),
          ),
      );
    const filter = page.getByRole('img', { name: 'Filter 1', exact: true });
    expect(await filter.count()).toBe(0);
    await lab.view('explore/layers');
    const before = await height();
    await lab.click('Look inside');
    await filter.waitFor();
    expect(await height()).toBe(before);
    await page.getByTestId('inside').scrollIntoViewIfNeeded();
    // A picture that was never drawn has one shade.
    await expect.poll(() => shades(page), { timeout: minute }).toBeGreaterThan(10);
  });

  it('is opened again as the same run, on another visit and without a network', async () => {
    await lab.waitForText('offline', (text) => text.includes('opens offline'), 2 * minute);
    await context.setOffline(true);
    await page.reload();
    await started();
    // What the page keeps is the whole file; and it is not needed.
    const kept = await page.evaluate(
      async (file) => (await (await fetch(`./models/${file}`)).arrayBuffer()).byteLength,
      trainedModel.file,
    );
    expect(kept).toBe(trainedModel.bytes);
    requests.length = 0;
    await open('explore');
    await lab.waitForStatus(['finished'], 5 * minute);
    expect(requests.filter((url) => url.includes('/models/'))).toEqual([]);
    expect(await rows()).toBe(1);
    expect(await page.locator('#explore').getByTestId('trained-model').innerText()).toContain('is open');
  });
});
