/**
 * What a first visit is like: `npm run bench:visit [none|webgl|webgpu] [query]`. Opens the page in a
 * fresh Chromium, presses Train as soon as it can be pressed, and prints one JSON object. Seconds
 * since the page was opened: until the curves move, and until the first epoch's line; per section,
 * in its first view at 1280 × 800 px: its height in windows, and its words on screen.
 */
import type { Page } from 'playwright-core';
import { sectionIds } from '../../src/experiment/classroom';
import { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker, playwrightTab } from '../helpers/launch';
import { startServer } from '../helpers/server';

const viewport = { width: 1280, height: 800 };
/** A run that is longer has to be measured with smaller settings. */
const longestMs = 1_800_000;

/** Whole tenths of seconds. */
const seconds = (ms: number): number => Math.round(ms / 100) / 10;

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

/** Runs in the page, before its own scripts: counts how often the curve of the loss is drawn. */
function countDrawings(): void {
  Object.assign(window, { drawings: 0 });
  new PerformanceObserver((list) => {
    const added = list.getEntries().filter(({ name }) => name.startsWith('chart:loss')).length;
    Object.assign(window, { drawings: (window as unknown as { drawings: number }).drawings + added });
  }).observe({ type: 'measure', buffered: true });
}

/** Runs in the page: the curve has been drawn again, so with more points than at first. */
const moves = (): boolean => (window as unknown as { drawings: number }).drawings >= 2;

type Backend = Parameters<typeof launchPlaywright>[0];
const isBackend = (name: string): name is Backend => ['none', 'webgl', 'webgpu'].includes(name);

async function visit(backend: Backend, query: string): Promise<object> {
  const server = await startServer();
  const browser = await launchPlaywright(backend);
  try {
    const page = await browser.newPage({ viewport, ...noServiceWorker });
    await page.addInitScript(countDrawings);
    const lab = new Lab(playwrightTab(page), server.url);
    const opened = performance.now();
    const since = (): number => seconds(performance.now() - opened);
    await lab.open(`?lang=en${query}`);
    const train = page.locator('button:enabled', { hasText: /^Train$/ });
    await train.waitFor({ timeout: longestMs });
    const ready = since();
    const idle = await sizes(page);
    const { search } = new URL(page.url());
    await page.evaluate(() => document.querySelector('#train')?.scrollIntoView({ behavior: 'instant' }));
    const measured = performance.now();
    await train.click();
    // Measuring the sizes is no part of a visit.
    const pause = seconds(measured - opened) - ready;
    await page.waitForFunction(moves, undefined, { timeout: longestMs });
    const curve = since() - pause;
    await page.waitForFunction(
      () => document.querySelector('[data-testid="epoch-log"]')?.textContent !== '',
      undefined,
      { timeout: longestMs },
    );
    return { browser: browser.version(), backend, search, ready, curve, epoch: since() - pause, idle };
  } finally {
    await browser.close();
    await server.close();
  }
}

const [backend = 'none', query = ''] = process.argv.slice(2);
if (!isBackend(backend)) throw new Error(`Not none, webgl or webgpu: ${backend}`);
console.log(JSON.stringify(await visit(backend, query), null, 2));
