/**
 * What Explore costs training while it is open: `npm run bench:explore [webgl|webgpu] [rounds] [seconds]`, LeNet-5, five rounds of two
 * minutes by default. One run trains throughout; in each round Explore's image and numbers are open for half of it and closed for the other, by
 * turns which comes first. Everything is in sight, and an open half holds the looks that opening asked for. Prints one JSON object.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { Lab } from '../helpers/lab';
import { launchPlaywright, playwrightTab } from '../helpers/launch';
import { startServer } from '../helpers/server';

const minute = 60_000;

/** Notes the time of each finished epoch: runs in the page, once it trains. */
function noteEpochs(): void {
  const ends: number[] = [];
  Object.assign(window, { ends });
  let lines = 0;
  new MutationObserver(() => {
    const now = document.querySelector('[data-testid="epoch-log"]')?.textContent.split('\n').length ?? 0;
    for (; lines < now; lines++) ends.push(performance.now());
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** Epochs that were finished at this time, the one at work by its share. `ends`: when each ended; at least one after `time`. */
function epochsAt(time: number, ends: readonly number[]): number {
  const next = ends.findIndex((end) => end > time);
  const [from, to] = [ends[next - 1], ends[next]];
  if (from === undefined || to === undefined) throw new Error(`No epoch ended before and after ${time} ms`);
  return next - 1 + (time - from) / (to - from);
}

interface Half {
  readonly open: boolean;
  readonly from: number;
  readonly to: number;
}

async function setOpen(page: Page, open: boolean): Promise<void> {
  const names = open ? ['Look inside', 'Look at the numbers'] : ['Close the image', 'Close the numbers'];
  for (const name of names) await page.getByRole('button', { name, exact: true }).click();
}

async function halves(page: Page, rounds: number, seconds: number): Promise<Half[]> {
  const found: Half[] = [];
  const now = () => page.evaluate(() => performance.now());
  let isOpen = false;
  for (let half = 0; half < 2 * rounds; half++) {
    // Closed, open, open, closed, …: a drift of the machine falls on both.
    const open = half % 4 === 1 || half % 4 === 2;
    const from = await now();
    if (open !== isOpen) await setOpen(page, open);
    isOpen = open;
    await sleep((seconds * 1_000) / 2);
    found.push({ open, from, to: await now() });
  }
  return found;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The share of a round's open half that was lost against its closed half, and its standard error. */
function summarize(found: readonly Half[], ends: readonly number[]) {
  const pace = found.map(({ open, from, to }) => ({
    open,
    ms: (to - from) / (epochsAt(to, ends) - epochsAt(from, ends)),
  }));
  const lost = Array.from({ length: pace.length / 2 }, (_, round) => {
    const pair = pace.slice(2 * round, 2 * round + 2);
    const ms = (open: boolean): number => pair.find((half) => half.open === open)?.ms ?? Number.NaN;
    return (ms(true) / ms(false) - 1) * 100;
  });
  const spread = Math.sqrt(mean(lost.map((value) => (value - mean(lost)) ** 2)));
  const ofAll = (open: boolean): number =>
    mean(pace.filter((half) => half.open === open).map(({ ms }) => ms));
  const rounded = (value: number): number => Math.round(value * 100) / 100;
  return {
    msPerEpochClosed: rounded(ofAll(false)),
    msPerEpochOpen: rounded(ofAll(true)),
    lostPercent: lost.map(rounded),
    meanLostPercent: rounded(mean(lost)),
    standardErrorPercent: rounded(spread / Math.sqrt(Math.max(lost.length - 1, 1))),
  };
}

async function measure(backend: 'webgl' | 'webgpu', rounds: number, seconds: number): Promise<object> {
  const server = await startServer();
  const browser = await launchPlaywright(backend);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 4_000 } });
    const lab = new Lab(playwrightTab(page), server.url);
    await lab.open(
      `?model=lenet5&train=2000&val=32&test=500&epochs=1000&batch=64&lr=0.001&seed=7&lang=en&backend=${backend}`,
    );
    await lab.click('Train');
    await page.evaluate(noteEpochs);
    await page.evaluate(() => document.querySelector('#explore')?.scrollIntoView({ behavior: 'instant' }));
    await lab.waitFor('two epochs', 5 * minute, async () => ((await lab.epochs()).length >= 2 ? true : null));
    const found = await halves(page, rounds, seconds);
    const last = (await lab.epochs()).length;
    await lab.waitFor('an epoch after', minute, async () => ((await lab.epochs()).length > last ? true : null));
    const ends = await page.evaluate(() => (window as unknown as { ends: number[] }).ends);
    const looks = await page.evaluate(() => performance.getEntriesByName('look').map(({ startTime }) => startTime));
    const inHalves = (open: boolean): number =>
      looks.filter((look) => found.some((half) => half.open === open && look >= half.from && look < half.to)).length;
    return {
      browser: browser.version(), backend, rounds, seconds, looksOpen: inHalves(true), looksClosed: inHalves(false),
      ...summarize(found, ends),
    };
  } finally {
    await browser.close();
    await server.close();
  }
} // prettier-ignore

const [backend = 'webgl', rounds = '5', seconds = '120'] = process.argv.slice(2);
if (backend !== 'webgl' && backend !== 'webgpu') throw new Error(`Not webgl or webgpu: ${backend}`);
for (const given of [rounds, seconds])
  if (!(Number(given) >= 1 && Number(given) <= 3_600)) throw new Error(`Not 1 … 3600: ${given}`);
console.log(JSON.stringify(await measure(backend, Number(rounds), Number(seconds)), null, 2));
