/**
 * A run that diverges, in Chromium on the CPU engine: LeNet-5 on real images, whose weights are
 * made to overflow from outside, in the worker.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWorkerScript } from '../../src/app/build/policy';
import { findBrowser } from '../helpers/browsers';
import type { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker } from '../helpers/launch';
import { ended, engineOf, told, openTold } from '../helpers/told';
import { missing } from './lenet';

const minute = 60_000;
const absent = missing('chromium');
const query =
  '?model=lenet5&train=320&val=32&test=32&epochs=8&batch=16&optimizer=sgd&lr=0.05&seed=7&backend=wasm&lang=en';
const back = 'Go back to the last good snapshot with a tenth of the learning rate';
const anew = 'Train anew with a tenth of the learning rate';

/**
 * Put before the worker's own script: once `broken` is set, the kernel of SGD is given another
 * learning rate than 0.05, at which every weight overflows. After `pauseAfter` calls of it the
 * worker pauses by itself: on a busy machine a press of the page may come when the run has ended.
 */
const breakable = `{
  const Real = WebAssembly.Instance;
  WebAssembly.Instance = function (module, imports) {
    const { exports } = new Real(module, imports);
    const sgd = (job, task, scratch) => {
      const words = new Float32Array(imports.env.memory.buffer, job, 16);
      const rate = words.indexOf(Math.fround(0.05));
      if (globalThis.broken && rate >= 0) words[rate] = 1e38;
      if (--globalThis.pauseAfter === 0) onmessage({ data: { id: -1, call: { type: 'pause' } } });
      exports.sgd(job, task, scratch);
    };
    return { exports: exports.sgd ? { ...exports, sgd } : exports };
  };
}\n`;

describe.skipIf(absent)(`a run in Chromium that diverges${absent}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    if (findBrowser('chromium') !== null) browser = await launchPlaywright('none');
  });
  afterAll(() => browser?.close());

  async function open(address: string): Promise<{ lab: Lab; page: Page }> {
    const context = await browser.newContext(noServiceWorker);
    await context.route(
      ({ pathname }) => isWorkerScript(pathname),
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: breakable + (await response.text()) });
      },
    );
    return openTold(context, address);
  }
  const failed = (lab: Lab): Promise<true> =>
    lab.waitFor('the failure', 3 * minute, async () => ((await lab.status()) === 'failed' ? true : null));

  it('goes back to its last good snapshot with a tenth of the learning rate, and to its end', async () => {
    const { lab, page } = await open(query);
    await lab.waitForText('dataset-status', (text) => /ready/i.test(text), minute);
    await engineOf(page).evaluate('globalThis.pauseAfter = 200');
    await lab.click('Train');
    await lab.waitForStatus(['paused'], minute);
    await lab.waitForText('saved', (text) => text.startsWith('Saved '), minute);
    await engineOf(page).evaluate('globalThis.broken = true');
    await lab.click('Resume');
    await failed(lab);
    const text = await page.locator('#train').innerText();
    expect(text).toMatch(/The loss at step \d+ is (nan|inf)\./);
    expect(await lab.text('not-finite')).toMatch(/conv2d|dense/);
    expect(text).toMatch(/The last good snapshot: epoch \d, step \d+ of 20/);
    const before = await told(lab);
    expect(before.every(([, loss]) => Number.isFinite(loss))).toBe(true);
    await lab.click(back);
    await ended(lab);
    const after = (await told(lab)).slice(before.length);
    expect(after.length).toBeGreaterThan(0);
    expect(after.every(([, loss]) => Number.isFinite(loss))).toBe(true);
    expect(after.at(-1)?.[0]).toBe(160);
    expect(await page.locator('.log-notes').innerText()).toContain('learning rate lowered to 0.005');
    expect(await lab.epochs()).toHaveLength(8);
    expect(await lab.tab.read('location.search')).toContain('lr=0.05');
    expect(lab.tab.problems).toEqual([]);
    await page.context().close();
  });

  it('offers to train anew where it diverges before its first snapshot', async () => {
    const { lab, page } = await open(query.replace('epochs=8', 'epochs=1'));
    await lab.waitForText('dataset-status', (text) => /ready/i.test(text), minute);
    await engineOf(page).evaluate('globalThis.broken = true');
    await lab.click('Train');
    await failed(lab);
    expect(await page.locator('#train').innerText()).toContain(
      'No snapshot of this run was saved before that.',
    );
    expect(await lab.text('not-finite')).toMatch(/NaN: [\d,]+, infinite: [\d,]+, of [\d,]+ values/);
    await lab.click(anew);
    await ended(lab);
    expect(await lab.epochs()).toHaveLength(1);
    expect(await lab.tab.read('location.search')).toContain('lr=0.005');
    await page.context().close();
  });
});
