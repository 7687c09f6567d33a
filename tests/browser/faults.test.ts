/**
 * Faults of the device and of the store, made from outside in the worker of a real page, and what becomes of the run: LeNet-5 on real
 * images. Every loss is compared to the bit with the run that nothing disturbed.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import type { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker } from '../helpers/launch';
import {
  asUndisturbed, asUndisturbedSoFar, ended, engineOf, fastEpochs, openTold, pausedLater, pausedInTraining, savedAndGoing, savedAndPaused, shortEpochs, shortQuery, stepsTold, told, toldAddress, toldEpochs, toldQuery,
  undisturbed,
} from '../helpers/told'; // prettier-ignore
import { missing } from './lenet';

const minute = 60_000;
const absent = missing('chromium');

/** In the worker: keeps the device or the context that the lab uses, from the next call of `method` on. */
const catchOwner = (prototype: string, method: string): string => `{
  const real = ${prototype}.prototype.${method};
  ${prototype}.prototype.${method} = function (...given) {
    globalThis.caught = this;
    return real.apply(this, given);
  };
}`;

/** In the worker: the third write from now on, and only that, fails as a broken disk does. */
const breakOneWrite = `{
  const real = FileSystemSyncAccessHandle.prototype.write;
  let writes = 0;
  FileSystemSyncAccessHandle.prototype.write = function (...given) {
    if (++writes === 3) throw new DOMException('broken by a test', 'InvalidStateError');
    return real.apply(this, given);
  };
}`;

/** In a page: what a damage makes of the bytes of the newest snapshot, or of all. */
const damage = async ([kind, all]: readonly ['truncated' | 'flipped' | 'newer', boolean]) => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('runs');
  const files: { handle: FileSystemFileHandle; at: number }[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (!(handle instanceof FileSystemFileHandle) || !/\.[ab]$/.test(name)) continue;
    // By the number that the snapshot has of itself: the file system's times can be equal, or of a reading.
    const at = Number(/"sequence":(\d+)/.exec(await (await handle.getFile()).text())?.[1]);
    files.push({ handle, at });
  }
  if (files.some(({ at }) => Number.isNaN(at))) throw new Error('A snapshot without its number');
  const newest = files.toSorted((a, b) => b.at - a.at).slice(0, all ? files.length : 1);
  for (const { handle } of newest) {
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    if (kind === 'flipped') bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
    // The version: a word after the magic, and in the trailer, 44 bytes before the end.
    if (kind === 'newer') [8, bytes.length - 44].forEach((at) => new DataView(bytes.buffer).setUint32(at, 99, true));
    const stream = await handle.createWritable();
    await stream.write(kind === 'truncated' ? bytes.subarray(0, bytes.length - 1_000) : bytes);
    await stream.close();
  }
  return newest.length;
}; // prettier-ignore

/** What all rows share: a browser, a context with the images and the tiles that were measured, and the losses without a fault. */
function bench(backend: 'webgpu' | 'webgl' | 'none', query: string, epochs: number) {
  let browser: Browser;
  let context: BrowserContext;
  const all = { expected: new Map<number, number>() };
  async function open(): Promise<{ lab: Lab; page: Page }> {
    return openTold(context, query);
  }
  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    browser = await launchPlaywright(backend);
    context = await browser.newContext(noServiceWorker);
    const { lab, page } = await open();
    all.expected = await undisturbed(lab, epochs);
    await page.close();
  }, 15 * minute);
  afterAll(() => browser?.close());
  /** In a context of its own, with nothing stored. */
  const fresh = async () => {
    await context.close();
    context = await browser.newContext(noServiceWorker);
    return open();
  };
  return { all, open, fresh, context: () => context };
}

/** Waits until the worker has used what is to be broken, and breaks it. */
async function breakCaught(lab: Lab, page: Page, owner: [string, string], script: string): Promise<void> {
  await engineOf(page).evaluate(catchOwner(...owner));
  await lab.waitFor('its next use', minute, async () =>
    (await engineOf(page).evaluate('typeof caught')) === 'object' ? true : null,
  );
  await engineOf(page).evaluate(script);
}

const alarms = (page: Page): Promise<string> => page.locator('#train').innerText();

describe.skipIf(absent)(`a run in Chromium on WebGPU${absent}`, () => {
  const { all, open } = bench('webgpu', `${toldQuery}&backend=webgpu`, toldEpochs);

  it('goes on by itself after its device was destroyed', async () => {
    const { lab, page } = await open();
    await savedAndGoing(lab);
    await breakCaught(lab, page, ['GPUDevice', 'createCommandEncoder'], 'caught.destroy()');
    await ended(lab);
    expect(await alarms(page)).toContain('destroyed');
    asUndisturbed(await told(lab), all.expected);
    expect(lab.tab.problems).toEqual([]);
    expect(await lab.epochs()).toHaveLength(toldEpochs);
  });
});

/** One run, which meets one fault after the other, and one that nothing disturbs. */
describe.skipIf(absent)(`a run in Chromium on the CPU engine${absent}`, () => {
  const epochs = 2 * fastEpochs;
  const { all, open, fresh, context } = bench('none', `${toldAddress(epochs, 16)}&backend=wasm`, epochs);
  let lab: Lab;
  let page: Page;
  /** What pages that are gone were told. */
  const before: (readonly [number, number])[] = [];

  /** Closes the page, opens it again, and goes on with the run that it offers. */
  async function goneOn(): Promise<void> {
    await page.close();
    ({ lab, page } = await open());
    await lab.click('Continue the run');
    await stepsTold(lab, 1);
    asUndisturbedSoFar([...before, ...(await told(lab))], all.expected);
  }

  it('goes on unprotected where the quota is used up, says so, and is protected again when there is room', async () => {
    ({ lab, page } = await fresh());
    const session = await context().newCDPSession(page);
    const origin = new URL(inject('labUrl')).origin;
    await savedAndPaused(lab);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000 });
    await pausedLater(lab);
    expect(await alarms(page)).toContain('This run is not being saved');
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await pausedLater(lab);
    expect(await alarms(page)).not.toContain('This run is not being saved');
    expect(lab.tab.problems).toEqual([]);
  });

  it('has the snapshot before, when writing one fails half way', async () => {
    await engineOf(page).evaluate(breakOneWrite);
    await pausedLater(lab);
    expect(await alarms(page)).toContain('broken by a test');
    before.push(...(await told(lab)));
    await goneOn();
    expect(lab.tab.problems).toEqual([]);
  });

  /** Leaves the page, and damages its newest save or both. */
  async function damaged(kind: 'truncated' | 'flipped' | 'newer', both: boolean): Promise<void> {
    await page.goto(new URL('icon.svg', inject('labUrl')).href);
    expect(await page.evaluate(damage, [kind, both] as const)).toBe(both ? 2 : 1);
  }

  it.each(['truncated', 'flipped', 'newer'] as const)('goes on from the snapshot before a %s one', async (kind) => {
    await pausedInTraining(lab);
    await pausedLater(lab);
    before.push(...(await told(lab)));
    await damaged(kind, false);
    await goneOn();
    // It does begin before what had been told: the older one was used.
    expect((await told(lab))[0]?.[0]).toBeLessThanOrEqual(before.at(-1)?.[0] ?? 0);
    expect(await page.locator('[data-testid="saved-runs"] tbody tr').count()).toBe(1);
    expect(lab.tab.problems).toEqual([]);
  }); // prettier-ignore

  it('has, after all of these, the losses of the run that nothing disturbed', async () => {
    await ended(lab);
    asUndisturbed([...before, ...(await told(lab))], all.expected);
    expect(lab.tab.problems).toEqual([]);
  });

  it('says which snapshots are damaged where none is whole, and trains anew', async () => {
    ({ lab, page } = await fresh());
    await savedAndPaused(lab);
    await pausedLater(lab);
    await damaged('truncated', true);
    await page.close();
    ({ lab, page } = await open());
    await lab.waitFor('the note', minute, async () =>
      (await alarms(page)).includes('Files that cannot be read: 2') ? true : null,
    );
    expect(await lab.text('offered-run')).toBeNull();
    await lab.click('Train');
    await stepsTold(lab, 3);
    expect(lab.tab.problems).toEqual([]);
  });
});

describe.skipIf(absent)(`a run in Chromium on WebGL${absent}`, () => {
  const { all, open } = bench('webgl', `${shortQuery}&backend=webgl`, shortEpochs);

  it('goes on by itself after its context was lost', async () => {
    const { lab, page } = await open();
    await savedAndGoing(lab);
    const lose = "caught.getExtension('WEBGL_lose_context').loseContext()";
    await breakCaught(lab, page, ['WebGL2RenderingContext', 'drawElements'], lose);
    await ended(lab);
    expect(await alarms(page)).toContain('the context is lost');
    asUndisturbed(await told(lab), all.expected);
    expect(lab.tab.problems).toEqual([]);
  });
});
