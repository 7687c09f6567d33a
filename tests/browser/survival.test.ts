/** What breaks a run, and that it goes on with the numbers that it would have had: LeNet-5 on real images, on the CPU engine. */
import { setTimeout as sleep } from 'node:timers/promises';
import { execFileSync } from 'node:child_process';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import { Lab } from '../helpers/lab';
import { launchFirefox, persistentOptions } from '../helpers/launch';
import {
  asUndisturbed, ended, fastEpochs, fastQuery, listen, savedAndGoing, told, toldAddress, undisturbed, openTold,
} from '../helpers/told'; // prettier-ignore
import { missing } from './lenet';

const minute = 60_000;
const absent = missing('chromium');
const query = `${fastQuery}&backend=wasm`;

describe.skipIf(absent)(`a run in Chromium that is broken off${absent}`, () => {
  const profile = mkdtempSync(join(tmpdir(), 'lab-'));
  let context: BrowserContext;
  /** Of the run that nothing disturbed, by step. */
  let expected: Map<number, number>;

  async function openLab(address = query): Promise<{ lab: Lab; page: Page }> {
    return openTold(context, address);
  }

  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    context = await chromium.launchPersistentContext(profile, persistentOptions('none'));
    const { lab, page } = await openLab();
    expected = await undisturbed(lab, fastEpochs);
    await page.close();
  }, 15 * minute);

  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it.each(['was closed', 'has crashed'] as const)('goes on after the tab %s', async (end) => {
    const first = await openLab();
    await savedAndGoing(first.lab);
    const before = await told(first.lab);
    if (end === 'has crashed') {
      const crashed = first.page.waitForEvent('crash');
      // It has nobody left to answer.
      void first.page.goto('chrome://crash').catch(() => {});
      await crashed;
    }
    await first.page.close();
    const { lab, page } = await openLab();
    await lab.waitForText(
      'offered-run',
      (text) => new RegExp(`LeNet-5: epoch \\d+ of ${fastEpochs}, step \\d+ of 20`).test(text),
      minute,
    );
    await lab.click('Continue the run');
    await lab.waitForStatus(['finished'], 5 * minute);
    asUndisturbed([...before, ...(await told(lab))], expected);
    expect(await lab.epochs()).toHaveLength(fastEpochs);
    expect(lab.tab.problems).toEqual([]);
    await page.close();
  });

  it.each([
    [
      'has crashed',
      `engine.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }))`,
      'killed by a test',
    ],
    ['was ended without an event', 'engine.terminate()', 'ended without a word'],
  ])('goes on by itself after its worker %s', async (_, script, words) => {
    const { lab, page } = await openLab();
    await savedAndGoing(lab);
    await lab.tab.read(script);
    await ended(lab);
    asUndisturbed(await told(lab), expected);
    expect(await page.locator('#train').innerText()).toContain(words);
    await page.close();
  });

  it('is only looked at, discarded, listed and deleted as a person says', async () => {
    const first = await openLab();
    await savedAndGoing(first.lab);
    await first.page.close();
    const { lab, page } = await openLab();
    await lab.click('Look');
    await lab.waitForStatus(['finished'], minute);
    expect(await told(lab)).toEqual([]);
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), minute);
    await page.close();
    const again = await openLab();
    const rows = async (): Promise<number> =>
      again.page.locator('[data-testid="saved-runs"] tbody tr').count();
    await again.lab.waitForText('offered-run', (text) => text !== '', minute);
    const before = await rows();
    await again.lab.click('Discard');
    await again.lab.waitFor('the row to go', minute, async () =>
      (await rows()) === before - 1 ? true : null,
    );
    expect(await again.lab.text('offered-run')).toBeNull();
    await sleep(500);
    expect(again.lab.tab.problems).toEqual([]);
    await again.page.close();
  });

  it.each(['killed', 'closed'] as const)('goes on after the browser was %s', async (how) => {
    const first = await openLab();
    await savedAndGoing(first.lab);
    const before = await told(first.lab);
    // A browser that was killed cannot be closed any more: its end is waited for.
    const gone = how === 'killed' ? context.waitForEvent('close', { timeout: minute }) : context.close();
    if (how === 'killed') execFileSync('pkill', ['-9', '-f', `user-data-dir=${profile}`]);
    await gone;
    context = await chromium.launchPersistentContext(profile, persistentOptions('none'));
    const { lab, page } = await openLab();
    await lab.waitForText('offered-run', (text) => text !== '', minute);
    await lab.click('Continue the run');
    await ended(lab);
    asUndisturbed([...before, ...(await told(lab))], expected);
    expect(lab.tab.problems).toEqual([]);
    await page.close();
  });
});

const noFirefox = missing('firefox');

describe.skipIf(noFirefox)(`a run in Firefox that is broken off${noFirefox}`, () => {
  it('goes on after its page was left', async () => {
    // It takes a second until the page is left, and the steps are quick.
    const epochs = 2 * fastEpochs;
    const address = `${toldAddress(epochs, 16)}&backend=wasm`;
    const browser = await launchFirefox();
    try {
      await listen(browser.tab);
      const lab = new Lab(browser.tab, inject('labUrl'));
      await lab.open(address);
      const expected = await undisturbed(lab, epochs);
      await lab.open(address);
      await savedAndGoing(lab);
      const before = await told(lab);
      await lab.open(address);
      await lab.click('Continue the run');
      await ended(lab);
      asUndisturbed([...before, ...(await told(lab))], expected);
      expect(await lab.epochs()).toHaveLength(epochs);
      expect(browser.tab.problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
