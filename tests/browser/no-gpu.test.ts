/**
 * A browser without WebGPU and without WebGL: the page says so, trains on the CPU engine with all
 * its threads, and its run survives like any other.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker, playwrightTab } from '../helpers/launch';
import {
  asUndisturbed,
  ended,
  fastEpochs,
  fastQuery,
  listen,
  savedAndPaused,
  told,
  undisturbed,
} from '../helpers/told';
import { missing } from './lenet';

const minute = 60_000;
const absent = missing('chromium');

describe.skipIf(absent)(`Chromium without any GPU${absent}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    browser = await launchPlaywright('none');
  });
  afterAll(() => browser?.close());

  it('trains on the CPU engine, says why, and goes on after a reload', async () => {
    const page = await browser.newPage(noServiceWorker);
    const tab = playwrightTab(page);
    await listen(tab);
    const lab = new Lab(tab, inject('labUrl'));
    await lab.open(fastQuery);
    await lab.waitForText('backend', (text) => text.startsWith('wasm'), minute);
    const expected = await undisturbed(lab, fastEpochs);
    await lab.open(fastQuery);
    await savedAndPaused(lab);
    const before = await told(lab);
    await lab.open(fastQuery);
    await lab.click('Continue the run');
    await ended(lab);
    asUndisturbed([...before, ...(await told(lab))], expected);
    await tab.read(`document.querySelector('[data-testid="backend"]').closest('button').click()`);
    await lab.waitFor('why', minute, async () =>
      (await page.getByText(/no webgl2 context/).count()) > 0 ? true : null,
    );
    expect(tab.problems).toEqual([]);
  });
});
