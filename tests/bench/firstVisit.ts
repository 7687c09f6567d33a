/**
 * What a first visit is like: `npm run bench:visit [none|webgl|webgpu] [query]`. Opens the page in a
 * fresh Chromium, goes to Train, presses the button as soon as it can be pressed, and prints one
 * JSON object. Seconds since the page was opened: `ready` to be pressed; `curve`: drawn a second
 * time, so that it moves, null if it was not in sight by the first epoch's line; `epoch`: that
 * line. `idle`, per section, in its first view at 1280 × 800 px: its height in windows, and its
 * words on screen.
 */
import type { Page } from 'playwright-core';
import { sectionIds } from '../../src/experiment/classroom';
import { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker, playwrightTab } from '../helpers/launch';
import { startServer } from '../helpers/server';

const viewport = { width: 1280, height: 800 };
/** A run that is longer has to be measured with smaller settings. */
const longestMs = 1_800_000;

/** Milliseconds as seconds, in whole tenths; then those since the page was opened. */
const tenths = (ms: number): number => Math.round(ms / 100) / 10;
const since = async (page: Page): Promise<number> => tenths(await page.evaluate(() => performance.now()));

/** Height in windows and number of words of each section as it is now. */
async function sizes(page: Page): Promise<object> {
  const entries = await Promise.all(
    sectionIds.map(async (id) => {
      const section = page.locator(`#${id}`);
      const { height } = (await section.boundingBox()) ?? { height: Number.NaN };
      const words = (await section.innerText()).split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
      return [id, { windows: Math.round((100 * height) / viewport.height) / 100, words: words.length }];
    }),
  );
  return Object.fromEntries(entries) as object;
}

/** Runs in the page, before its own scripts: notes when the curve of the loss was drawn. */
function noteDrawings(): void {
  const drawings: number[] = [];
  Object.assign(window, { drawings });
  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name.startsWith('chart:loss')) drawings.push(startTime);
  }).observe({ type: 'measure', buffered: true });
}

type Backend = Parameters<typeof launchPlaywright>[0];
const isBackend = (name: string): name is Backend => ['none', 'webgl', 'webgpu'].includes(name);

async function visit(backend: Backend, query: string): Promise<object> {
  const server = await startServer();
  const browser = await launchPlaywright(backend);
  try {
    const page = await browser.newPage({ viewport, ...noServiceWorker });
    await page.addInitScript(noteDrawings);
    const lab = new Lab(playwrightTab(page), server.url);
    await lab.open(`?lang=en${query}`);
    const train = page.locator('button:enabled', { hasText: /^Train$/ });
    await train.waitFor({ timeout: longestMs });
    const ready = await since(page);
    const idle = await sizes(page);
    const { search } = new URL(page.url());
    await page.evaluate(() => document.querySelector('#train')?.scrollIntoView({ behavior: 'instant' }));
    await train.click();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="epoch-log"]')?.textContent !== '',
      undefined,
      { timeout: longestMs },
    );
    const epoch = await since(page);
    const drawings = await page.evaluate(() => (window as unknown as { drawings: number[] }).drawings);
    const curve = drawings[1] === undefined ? null : tenths(drawings[1]);
    return { browser: browser.version(), backend, search, ready, curve, epoch, idle };
  } finally {
    await browser.close();
    await server.close();
  }
}

const [backend = 'none', query = ''] = process.argv.slice(2);
if (!isBackend(backend)) throw new Error(`Not none, webgl or webgpu: ${backend}`);
console.log(JSON.stringify(await visit(backend, query), null, 2));
