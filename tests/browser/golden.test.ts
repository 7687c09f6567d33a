/** The golden checks against Keras on WebGL, which only a browser has: tests/golden/page.ts in Chromium. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type ViteDevServer } from 'vite';
import type { Options } from '../golden/check';
import type { PageReport } from '../golden/page';
import { findBrowser } from '../helpers/browsers';
import { launchPlaywright } from '../helpers/launch';
import { missing } from './lenet';

const minutes = 60_000;
const absent = missing('chromium');

describe.skipIf(absent)(`Keras, on WebGL${absent}`, () => {
  let server: ViteDevServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    const root = fileURLToPath(new URL('../..', import.meta.url));
    server = await createServer({
      root,
      configFile: false,
      logLevel: 'warn',
      cacheDir: `${root}/.cache/golden-page`,
      server: { host: '127.0.0.1', port: 0 },
    });
    await server.listen();
    browser = await launchPlaywright('webgl');
    page = await browser.newPage();
    page.setDefaultTimeout(20 * minutes);
    await page.goto(`${server.resolvedUrls?.local[0]}tests/golden/page.html`);
    await page.waitForFunction('window.checkOnWebGl');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const check = (id: string, options: Pick<Options, 'mostSteps' | 'oneStep'>): Promise<PageReport> =>
    page.evaluate<PageReport>(`window.checkOnWebGl('${id}', ${JSON.stringify(options)})`);

  it('computes LeNet-5 as we do, 10 steps', { timeout: 10 * minutes }, async () => {
    expect(await check('lenet5', { mostSteps: 10 })).toEqual({ backend: 'webgl', compared: 150, tooFar: [] });
  });

  it('computes AlexNet at 67 px as we do, 10 steps', { timeout: 15 * minutes }, async () => {
    expect(await check('alexnet-67', { mostSteps: 10 })).toEqual({
      backend: 'webgl',
      compared: 367,
      tooFar: [],
    });
  });

  it('computes AlexNet at 227 px as we do, and its Adam step', { timeout: 15 * minutes }, async () => {
    expect(await check('alexnet-227', {})).toEqual({ backend: 'webgl', compared: 119, tooFar: [] });
  });

  it('computes AlexNet of 2012 as we do', { timeout: 15 * minutes }, async () => {
    expect(await check('alexnet2012-227', {})).toEqual({ backend: 'webgl', compared: 34, tooFar: [] });
  });
});
