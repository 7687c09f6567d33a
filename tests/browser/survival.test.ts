/**
 * What breaks a run, and that it goes on with the numbers that it would have had: LeNet-5 on real
 * images, on the CPU engine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { execFileSync } from 'node:child_process';
import type { BrowserContext, Page } from 'playwright-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import { Lab } from '../helpers/lab';
import { launchFirefox, launchPersistent } from '../helpers/launch';
import {
  asUndisturbedSoFar,
  lastStep,
  listen,
  openTold,
  savedAndGoing,
  savedInTrainingAndGoing,
  stepsTold,
  told,
  toldAddress,
  type Told,
} from '../helpers/told';
import { missing } from './lenet';

const minute = 60_000;
const absent = missing('chromium');
const stepsPerEpoch = 60;
/** Never at its end before a test is done with it, however slow the machine is. */
const query = `${toldAddress(1_000, 16, stepsPerEpoch)}&backend=wasm`;

/**
 * Stops the run; then every step of it, whichever pages were told of it, has the loss that it has
 * in a run that nothing disturbs, and none is missing. `before`: what pages that are gone were
 * told; `again`: opens the page anew.
 */
async function asNothingHadHappened(lab: Lab, before: Told, again: () => Promise<Lab>): Promise<void> {
  await lab.click('Stop');
  await lab.waitForStatus(['finished'], minute);
  const losses = [...before, ...(await told(lab))];
  const last = lastStep(losses);
  const rest = last - stepsPerEpoch * (await lab.epochs()).length;
  expect(rest).toBeGreaterThanOrEqual(0);
  // All of them where it was stopped in the validation of an epoch.
  expect(rest).toBeLessThanOrEqual(stepsPerEpoch);
  expect(new Set(losses.map(([step]) => step)).size).toBe(last);
  const other = await again();
  await other.click('Train');
  await stepsTold(other, last, 'Stop');
  await other.waitForStatus(['finished'], minute);
  asUndisturbedSoFar(losses, new Map(await told(other)));
}

/** One run, which is broken off again and again, and one that nothing disturbs. */
describe.skipIf(absent)(`a run in Chromium that is broken off${absent}`, () => {
  const profile = mkdtempSync(join(tmpdir(), 'lab-'));
  let context: BrowserContext;
  let lab: Lab;
  let page: Page;
  /** What pages that are gone were told. */
  const before: (readonly [number, number])[] = [];
  const open = async (): Promise<void> => void ({ lab, page } = await openTold(context, query));

  /**
   * Opens the page again and goes on with the run that it offers, with a save and some steps more.
   */
  async function goneOn(): Promise<void> {
    await open();
    await lab.waitForText(
      'offered-run',
      (text) => new RegExp(`LeNet-5: epoch \\d+ of 1,000, step \\d+ of ${stepsPerEpoch}`).test(text),
      minute,
    );
    await lab.click('Continue the run');
    await savedInTrainingAndGoing(lab);
  }

  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    context = await launchPersistent(profile);
    await open();
    await savedAndGoing(lab);
  }, 5 * minute);

  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it.each(['was closed', 'has crashed'] as const)('goes on after the tab %s', async (end) => {
    before.push(...(await told(lab)));
    if (end === 'has crashed') {
      const crashed = page.waitForEvent('crash');
      // It has nobody left to answer.
      void page.goto('chrome://crash').catch(() => {});
      await crashed;
    }
    await page.close();
    await goneOn();
    expect(lab.tab.problems).toEqual([]);
  });

  it.each([
    [
      'has crashed',
      `engine.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }))`,
      'killed by a test',
    ],
    ['was ended without an event', 'engine.terminate()', 'ended without a word'],
  ])('goes on by itself after its worker %s', async (_, script, words) => {
    await lab.tab.read(script);
    await savedInTrainingAndGoing(lab);
    expect(await page.locator('#train').innerText()).toContain(words);
  });

  it.each(['killed', 'closed'] as const)('goes on after the browser was %s', async (how) => {
    before.push(...(await told(lab)));
    // A browser that was killed cannot be closed any more: its end is waited for.
    const gone = how === 'killed' ? context.waitForEvent('close', { timeout: minute }) : context.close();
    if (how === 'killed') execFileSync('pkill', ['-9', '-f', `user-data-dir=${profile}`]);
    await gone;
    context = await launchPersistent(profile);
    await goneOn();
    expect(lab.tab.problems).toEqual([]);
  });

  it('has, after all of these, the losses of a run that nothing disturbs', async () => {
    expect(lab.tab.problems).toEqual([]);
    await asNothingHadHappened(lab, before, async () => {
      await page.close();
      await open();
      return lab;
    });
    expect(lab.tab.problems).toEqual([]);
    await page.close();
  });

  it('is only looked at, discarded, listed and deleted as a person says', async () => {
    await open();
    await savedAndGoing(lab);
    await page.close();
    await open();
    await lab.click('Look');
    await lab.waitForStatus(['finished'], minute);
    expect(await told(lab)).toEqual([]);
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), minute);
    await page.close();
    await open();
    const rows = async (): Promise<number> => page.locator('[data-testid="saved-runs"] tbody tr').count();
    await lab.waitForText('offered-run', (text) => text !== '', minute);
    const all = await rows();
    await lab.click('Discard');
    await lab.waitFor('the row to go', minute, async () => ((await rows()) === all - 1 ? true : null));
    expect(await lab.text('offered-run')).toBeNull();
    await sleep(500);
    expect(lab.tab.problems).toEqual([]);
    await page.close();
  });
});

const noFirefox = missing('firefox');

describe.skipIf(noFirefox)(`a run in Firefox that is broken off${noFirefox}`, () => {
  it('goes on after its page was left', async () => {
    const browser = await launchFirefox();
    try {
      await listen(browser.tab);
      const lab = new Lab(browser.tab, inject('labUrl'));
      await lab.open(query);
      await savedAndGoing(lab);
      const before = await told(lab);
      await lab.open(query);
      await lab.click('Continue the run');
      await stepsTold(lab, lastStep(before) + 5);
      await asNothingHadHappened(lab, before, async () => {
        await lab.open(query);
        return lab;
      });
      expect(browser.tab.problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
