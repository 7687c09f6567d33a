/**
 * How smooth the page stays while it trains: `npm run bench:jank [webgl|webgpu|wasm] [seconds]`, 60
 * s of LeNet-5 by default. Prints one JSON object; times in milliseconds. A long task is the
 * browser's own measure: one of 50 ms or more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from '../helpers/lab';
import { launchPlaywright, playwrightTab } from '../helpers/launch';
import { startServer } from '../helpers/server';

/** One entry of the page's performance timeline. */
interface Entry {
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
}

/** What the page has told so far. */
interface Kept {
  readonly longtask: Entry[];
  readonly measure: Entry[];
}

/** Runs in the page, before its own scripts. */
function observe(): void {
  const kept: Kept = { longtask: [], measure: [] };
  Object.assign(window, { kept });
  for (const type of ['longtask', 'measure'] as const) {
    new PerformanceObserver((list) => {
      for (const { name, startTime, duration } of list.getEntries())
        kept[type].push({ name, startTime, duration });
    }).observe({ type, buffered: true });
  }
}

const longest = (entries: readonly Entry[]): number =>
  Math.round(entries.reduce((max, { duration }) => Math.max(max, duration), 0));

const overlaps = (a: Entry, b: Entry): boolean =>
  a.startTime < b.startTime + b.duration && b.startTime < a.startTime + a.duration;

/** The figures from the entries that began at `since` or later. */
function summarize(kept: Kept, since: number) {
  const tasks = kept.longtask.filter(({ startTime }) => startTime >= since);
  const charts = kept.measure.filter(
    ({ name, startTime }) => name.startsWith('chart:') && startTime >= since,
  );
  const apart = tasks.filter((task) => !charts.some((chart) => overlaps(task, chart)));
  const names = [...new Set(charts.map(({ name }) => name))];
  return {
    longTasks: tasks.length,
    longestTask: longest(tasks),
    longestTaskApartFromCharts: longest(apart),
    redraws: charts.length,
    longestRedraw: longest(charts),
    longestRedrawByChart: Object.fromEntries(
      names.map((name) => [name, longest(charts.filter((chart) => chart.name === name))]),
    ),
  };
}

type Measured = 'webgl' | 'webgpu' | 'wasm';
const isMeasured = (name: string): name is Measured => ['webgl', 'webgpu', 'wasm'].includes(name);

async function measure(backend: Measured, seconds: number): Promise<object> {
  const server = await startServer();
  const browser = await launchPlaywright(backend === 'wasm' ? 'none' : backend);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(observe);
    const lab = new Lab(playwrightTab(page), server.url);
    await lab.open(
      `?model=lenet5&train=2000&val=500&test=500&epochs=1000&batch=64&lr=0.001&seed=7&lang=en&backend=${backend}`,
    );
    await lab.click('Train');
    await lab.waitForStatus(['training'], 300_000);
    // The charts draw only what is in sight.
    await page.evaluate(() => document.querySelector('#train')?.scrollIntoView());
    const since = await page.evaluate(() => performance.now());
    await sleep(seconds * 1_000);
    const kept = await page.evaluate(() => (window as unknown as { kept: Kept }).kept);
    const epochs = (await lab.epochs()).length;
    return { browser: browser.version(), backend, seconds, epochs, ...summarize(kept, since) };
  } finally {
    await browser.close();
    await server.close();
  }
}

const [backend = 'webgl', seconds = '60'] = process.argv.slice(2);
if (!isMeasured(backend)) throw new Error(`Not webgl, webgpu or wasm: ${backend}`);
if (!(Number(seconds) >= 1 && Number(seconds) <= 3_600)) throw new Error(`Not 1 … 3600 seconds: ${seconds}`);
console.log(JSON.stringify(await measure(backend, Number(seconds)), null, 2));
