/**
 * What Explore costs training while it is open:
 * `npm run bench:explore [webgl|webgpu] [rounds] [seconds]`, LeNet-5, five rounds of two minutes by
 * default. One run trains throughout; in each round Explore's image and numbers are open for half
 * of it and closed for the other, by turns which comes first. Everything is in sight, and an open
 * half holds the looks that opening asked for. Prints one JSON object: the time and the browser's
 * processor time per epoch, and the share of the open halves that looks took from being asked to
 * being answered.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
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

/**
 * Epochs that were finished at this time, the one at work by its share. `ends`: when each ended; at
 * least one after `time`.
 */
function epochsAt(time: number, ends: readonly number[]): number {
  const next = ends.findIndex((end) => end > time);
  const from = ends[next - 1];
  const to = ends[next];
  if (from === undefined || to === undefined) throw new Error(`No epoch ended before and after ${time} ms`);
  return next - 1 + (time - from) / (to - from);
}

interface Moment {
  /** Milliseconds of the page's clock. */
  readonly at: number;
  /** Milliseconds that all processes of the browser have computed. */
  readonly cpu: number;
}

interface Half {
  readonly open: boolean;
  readonly from: Moment;
  readonly to: Moment;
}

async function setOpen(page: Page, open: boolean): Promise<void> {
  const names = open ? ['Look inside', 'Look at the numbers'] : ['Close the image', 'Close the numbers'];
  for (const name of names) await page.getByRole('button', { name, exact: true }).click();
}

async function halves(browser: Browser, page: Page, rounds: number, seconds: number): Promise<Half[]> {
  const session = await browser.newBrowserCDPSession();
  const now = async (): Promise<Moment> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const at = await page.evaluate(() => performance.now());
    return { at, cpu: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0) };
  };
  const found: Half[] = [];
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
const rounded = (value: number): number => Math.round(value * 100) / 100;

/**
 * What an epoch took in closed and in open halves, and what a round's open half lost against its
 * closed one: mean and standard error.
 */
function compared(found: readonly Half[], ends: readonly number[], clock: keyof Moment) {
  const timing = found.map(({ open, from, to }) => ({
    open,
    ms: (to[clock] - from[clock]) / (epochsAt(to.at, ends) - epochsAt(from.at, ends)),
  }));
  const ofAll = (open: boolean, among = timing): number =>
    mean(among.filter((half) => half.open === open).map(({ ms }) => ms));
  const lost = Array.from({ length: timing.length / 2 }, (_, round) => {
    const pair = timing.slice(2 * round, 2 * round + 2);
    return (ofAll(true, pair) / ofAll(false, pair) - 1) * 100;
  });
  const spread = Math.sqrt(mean(lost.map((value) => (value - mean(lost)) ** 2)));
  return {
    msPerEpochClosed: rounded(ofAll(false)),
    msPerEpochOpen: rounded(ofAll(true)),
    lostPercent: lost.map(rounded),
    meanLostPercent: rounded(mean(lost)),
    standardErrorPercent: rounded(spread / Math.sqrt(Math.max(lost.length - 1, 1))),
  };
}

interface Poll {
  readonly startTime: number;
  readonly duration: number;
}

/**
 * How many looks began in open and in closed halves, and the share of their time that they took.
 */
function polled(found: readonly Half[], polls: readonly Poll[], open: boolean) {
  const such = found.filter((half) => half.open === open);
  const within = polls.filter(({ startTime }) =>
    such.some(({ from, to }) => startTime >= from.at && startTime < to.at),
  );
  const of = such.reduce((sum, { from, to }) => sum + to.at - from.at, 0);
  const took = within.reduce((sum, { duration }) => sum + duration, 0);
  return { polls: within.length, percent: rounded((took / of) * 100) };
}

async function measure(backend: 'webgl' | 'webgpu', rounds: number, seconds: number): Promise<object> {
  const server = await startServer();
  const browser = await launchPlaywright(backend);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 4_000 } });
    const lab = new Lab(playwrightTab(page), server.url);
    await lab.open(
      `?model=lenet5&train=640&val=32&test=500&epochs=1000&batch=64&lr=0.001&seed=7&lang=en&backend=${backend}`,
    );
    await lab.click('Train');
    await page.evaluate(noteEpochs);
    await lab.allViews();
    await page.evaluate(() => document.querySelector('#explore')?.scrollIntoView({ behavior: 'instant' }));
    await lab.waitFor('two epochs', 5 * minute, async () => ((await lab.epochs()).length >= 2 ? true : null));
    const found = await halves(browser, page, rounds, seconds);
    const last = (await lab.epochs()).length;
    await lab.waitFor('an epoch after', minute, async () =>
      (await lab.epochs()).length > last ? true : null,
    );
    const ends = await page.evaluate(() => (window as unknown as { ends: number[] }).ends);
    const polls = await page.evaluate(() =>
      performance
        .getEntriesByType('measure')
        // The card of filters polls in both halves.
        .filter(({ name }) => name.startsWith('poll ') && name !== 'poll filters')
        .map(({ startTime, duration }) => ({ startTime, duration })),
    );
    return {
      browser: browser.version(),
      backend,
      rounds,
      seconds,
      open: polled(found, polls, true),
      closed: polled(found, polls, false),
      time: compared(found, ends, 'at'),
      processor: compared(found, ends, 'cpu'),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

const [backend = 'webgl', rounds = '5', seconds = '120'] = process.argv.slice(2);
if (backend !== 'webgl' && backend !== 'webgpu') throw new Error(`Not webgl or webgpu: ${backend}`);
for (const given of [rounds, seconds])
  if (!(Number(given) >= 1 && Number(given) <= 3_600)) throw new Error(`Not 1 … 3600: ${given}`);
console.log(JSON.stringify(await measure(backend, Number(rounds), Number(seconds)), null, 2));
