/**
 * A run whose every loss is known, so that one that was disturbed can be compared with it: LeNet-5
 * on real images, a few epochs of 20 steps, or of fewer.
 */
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { expect, inject } from 'vitest';
import { buttonNamed, Lab, off } from './lab';
import { playwrightTab, type Tab } from './launch';

const minute = 60_000;

const stepsPerEpoch = 20;
/**
 * The address of the run, without its backend. It has all that has state: Adam, a schedule, early
 * stopping's best weights. Small batches for adapters that are software: they take as long as their
 * images.
 */
export const toldAddress = (epochs: number, batch: number, steps = stepsPerEpoch): string =>
  `?model=lenet5&train=${steps * batch}&val=32&test=32&epochs=${epochs}&batch=${batch}` +
  `&lr=0.001&seed=7&earlyStopping=${Math.max(epochs, 5)}&schedule=cosine&lang=en`;
/** On the CPU engine, which takes some milliseconds a step: long enough to be disturbed. */
export const fastEpochs = 16;
export const fastQuery = toldAddress(fastEpochs, 16);

/**
 * Before the page's own scripts: keeps every step's loss each time that it is told, and the newest
 * worker as `engine`.
 */
export const listen = (tab: Tab): Promise<unknown> =>
  tab.prepare(`
  window.told = [];
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.engine = this;
      this.addEventListener('message', ({ data }) => {
        if (data.type !== 'batch') return;
        window.told.push(...data.logs.steps.map(({ step, loss }) => [step, loss]));
        dispatchEvent(new Event('told'));
      });
    }
  };`);

/**
 * The newest engine of a page. A thread of its CPU engine is a worker too, but sleeps and answers
 * nothing.
 */
export function engineOf(page: Page): Worker {
  const last = page
    .workers()
    .filter((each) => !each.url().includes('poolWorker'))
    .at(-1);
  if (!last) throw new Error('The page has no worker');
  return last;
}

/** A new page of the lab, which is listened to. */
export async function openTold(context: BrowserContext, address: string): Promise<{ lab: Lab; page: Page }> {
  const page = await context.newPage();
  const tab = playwrightTab(page);
  await listen(tab);
  const lab = new Lab(tab, inject('labUrl'));
  await lab.open(address);
  return { lab, page };
}

/** Step and loss, in the order in which the page was told. */
export type Told = readonly (readonly [number, number])[];

export const told = async (lab: Lab): Promise<Told> => (await lab.tab.read('window.told')) as Told;

/**
 * Waits until this step was told, and then stops the run by its button or has the engine pause it.
 * It waits in the page: a test that asked now and then would be as many steps late as the machine
 * takes meanwhile.
 */
export async function stepsTold(lab: Lab, atStep: number, then?: 'Stop' | 'pause'): Promise<void> {
  const acts = {
    // The page may not have drawn it yet, or not as one that can be pressed: then at the next step.
    Stop: `const found = ${buttonNamed('Stop')};
      if (!found || found.matches('${off}')) return;
      found.click();`,
    // Not by its button: on a busy machine a run could be at its end before the page draws it.
    pause: `engine.postMessage({ id: -1, call: { type: 'pause' } });`,
  };
  const came = await lab.tab.read(`new Promise((resolve) => {
    const look = () => {
      if (!window.told.some(([step]) => step >= ${atStep})) return;
      ${then ? acts[then] : ''}
      removeEventListener('told', look);
      clearTimeout(limit);
      resolve(true);
    };
    const limit = setTimeout(() => resolve(false), ${3 * minute});
    addEventListener('told', look);
    look();
  })`);
  if (came !== true) throw new Error(`Waited for step ${atStep}. ${await lab.describe()}`);
}

/** Trains to about step `at` and pauses there, which saves. */
export async function savedAndPaused(lab: Lab, at = 30): Promise<void> {
  await lab.click('Train');
  await stepsTold(lab, at, 'pause');
  await lab.waitForStatus(['paused'], minute);
  await lab.waitForText('saved', (text) => text.startsWith('Saved '), minute);
}

/** The last step of these; 0 of none. */
export const lastStep = (losses: Told): number => losses.reduce((last, [step]) => Math.max(last, step), 0);

/** Lets a paused run go on for some steps; then does this. */
async function goOn(lab: Lab, then?: 'pause'): Promise<void> {
  const at = lastStep(await told(lab));
  await lab.click('Resume');
  await stepsTold(lab, at + 5, then);
}

/**
 * Pauses a run that trains, some steps on or at the first that this page is told, which saves it.
 */
export async function pausedInTraining(lab: Lab): Promise<void> {
  await stepsTold(lab, lastStep(await told(lab)) + 5, 'pause');
  await lab.waitForStatus(['paused'], minute);
}

/** Lets a paused run go on for some steps and pauses it again, which saves it again. */
export async function pausedLater(lab: Lab): Promise<void> {
  await goOn(lab, 'pause');
  await lab.waitForStatus(['paused'], minute);
}

/** Saves as above, and lets the run go on for some steps. */
export async function savedAndGoing(lab: Lab, at?: number): Promise<void> {
  await savedAndPaused(lab, at);
  await goOn(lab);
}

/** The same for a run that trains: it is saved, and then goes on for some steps. */
export async function savedInTrainingAndGoing(lab: Lab): Promise<void> {
  await pausedInTraining(lab);
  await goOn(lab);
}

/** Waits for the end of a run, failures on the way included. */
export const ended = async (lab: Lab): Promise<void> =>
  void (await lab.waitFor('the end', 5 * minute, async () =>
    (await lab.status()) === 'finished' ? true : null,
  ));

/**
 * Every step that was told, however often, has the loss of the run that nothing disturbed
 * (`expected`).
 */
export function asUndisturbedSoFar(losses: Told, expected: ReadonlyMap<number, number>): void {
  expect(losses).not.toHaveLength(0);
  for (const [step, loss] of losses) expect(loss, `step ${step}`).toBe(expected.get(step));
}

/** The same, and none is missing. */
export function asUndisturbed(losses: Told, expected: ReadonlyMap<number, number>): void {
  asUndisturbedSoFar(losses, expected);
  expect(new Set(losses.map(([step]) => step)).size).toBe(expected.size);
}

/** Trains without a disturbance, for that many epochs: each step's loss. */
export async function undisturbed(
  lab: Lab,
  epochs: number,
  steps = stepsPerEpoch,
): Promise<Map<number, number>> {
  await lab.click('Train');
  await lab.waitForStatus(['finished'], 10 * minute);
  const expected = new Map(await told(lab));
  expect(expected.size).toBe(epochs * steps);
  return expected;
}
