/**
 * How smooth the page stays while 10,000 images are evaluated, and how soon a cell of the confusion
 * matrix opens its images: `npm run bench:evaluate [webgl|webgpu]`, LeNet-5. Prints one JSON
 * object; times in milliseconds. A long task is the browser's own measure: one of 50 ms or more.
 */
import type { Page } from 'playwright-core';
import { Lab } from '../helpers/lab';
import { launchPlaywright, playwrightTab } from '../helpers/launch';
import { startServer } from '../helpers/server';

const images = 10_000;
const minute = 60_000;

/** Runs in the page, before its own scripts. */
function observe(): void {
  const tasks: { startTime: number; duration: number }[] = [];
  Object.assign(window, { tasks });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
}

const now = (page: Page): Promise<number> => page.evaluate(() => performance.now());

/** The longest task that began from `since` to `until`, and how many there were. */
const longTasks = (page: Page, since: number, until: number) =>
  page.evaluate(
    ([from, to]) => {
      const all = (window as unknown as { tasks: { startTime: number; duration: number }[] }).tasks;
      const within = all.filter(({ startTime }) => startTime >= from && startTime < to);
      return { count: within.length, longest: Math.max(0, ...within.map(({ duration }) => duration)) };
    },
    [since, until] as const,
  );

/** From the press on a cell to its images drawn, in the page's own clock. */
const openCell = (page: Page, cell: number): Promise<number> =>
  page.evaluate(async (place) => {
    const began = performance.now();
    document.querySelectorAll<HTMLElement>('.matrix-cell')[place]?.click();
    while (!document.querySelector('[role="dialog"] .evaluated-tile'))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const took = performance.now() - began;
    document.querySelector<HTMLElement>('[role="dialog"] [slot="close"]')?.click();
    while (document.querySelector('[role="dialog"]'))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return took;
  }, cell);

async function measure(backend: 'webgl' | 'webgpu'): Promise<object> {
  const server = await startServer();
  const browser = await launchPlaywright(backend);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    await page.addInitScript(observe);
    const lab = new Lab(playwrightTab(page), server.url);
    await lab.open(
      `?model=lenet5&train=1000&val=200&test=${images}&epochs=1&batch=64&lr=0.001&seed=7&lang=en&backend=${backend}`,
    );
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 10 * minute);
    await page.evaluate(() => document.querySelector('#evaluate')?.scrollIntoView());
    await lab.allViews();
    const began = await now(page);
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 30 * minute);
    const shown = await now(page);
    // Its figures, charts and first images are drawn then.
    await page.waitForTimeout(5_000);
    const running = await longTasks(page, began, shown - 250);
    const drawing = await longTasks(page, shown - 250, await now(page));
    const cells: number[] = [];
    const count = await page.locator('.matrix-cell').count();
    for (let i = 0; i < 10; i++) cells.push(await openCell(page, Math.floor((i * count) / 10)));
    const [smallest, middle, max] = [0, 5, 9].map((i) => Math.round(cells.toSorted((a, b) => a - b)[i] ?? 0));
    return {
      browser: browser.version(),
      backend,
      images,
      seconds: Math.round((shown - began) / 1000),
      whileEvaluating: running,
      whileDrawing: drawing,
      openingACell: { min: smallest, middle, max },
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

const [backend = 'webgl'] = process.argv.slice(2);
if (backend !== 'webgl' && backend !== 'webgpu') throw new Error(`Not webgl or webgpu: ${backend}`);
console.log(JSON.stringify(await measure(backend), null, 2));
