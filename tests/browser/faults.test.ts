/**
 * Faults of the device and of the store, made from outside in the worker of a real page, and what
 * becomes of the run: LeNet-5 on real images. Every loss is compared to the bit with the run that
 * nothing disturbed.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import type { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker } from '../helpers/launch';
import {
  asUndisturbed,
  asUndisturbedSoFar,
  ended,
  engineOf,
  fastEpochs,
  openTold,
  pausedLater,
  pausedInTraining,
  savedAndPaused,
  stepsTold,
  told,
  toldAddress,
  undisturbed,
} from '../helpers/told';
import { missing } from './lenet';

const minute = 60_000;
const absent = missing('chromium');

/**
 * In the worker: breaks the device or the context that the lab uses by `script`, where it is
 * `caught`, at one of the next calls of `method`, and only then.
 */
const breakAt = (uses: number, [prototype, method]: readonly [string, string], script: string): string => `{
  const real = ${prototype}.prototype.${method};
  let uses = 0;
  ${prototype}.prototype.${method} = function (...given) {
    const caught = this;
    const result = real.apply(this, given);
    if (++uses === ${uses}) ${script};
    return result;
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
    // By the number that the snapshot has of itself: the file system's times can be equal, or of a
    // reading.
    const at = Number(/"sequence":(\d+)/.exec(await (await handle.getFile()).text())?.[1]);
    files.push({ handle, at });
  }
  if (files.some(({ at }) => Number.isNaN(at))) throw new Error('A snapshot without its number');
  const newest = files.toSorted((a, b) => b.at - a.at).slice(0, all ? files.length : 1);
  for (const { handle } of newest) {
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    if (kind === 'flipped') bytes[1_000] = (bytes[1_000] ?? 0) ^ 1;
    // The version: a word after the magic, and in the trailer, 44 bytes before the end.
    if (kind === 'newer')
      [8, bytes.length - 44].forEach((at) => new DataView(bytes.buffer).setUint32(at, 99, true));
    const stream = await handle.createWritable();
    await stream.write(kind === 'truncated' ? bytes.subarray(0, bytes.length - 1_000) : bytes);
    await stream.close();
  }
  return newest.length;
};

/** A browser whose contexts have nothing stored. */
function useContexts(backend: 'webgpu' | 'webgl' | 'none'): () => Promise<BrowserContext> {
  let browser: Browser;
  beforeAll(async () => {
    if (findBrowser('chromium') !== null) browser = await launchPlaywright(backend);
  });
  afterAll(() => browser?.close());
  return () => browser.newContext(noServiceWorker);
}

const alarms = (page: Page): Promise<string> => page.locator('#train').innerText();

describe.each([
  [
    'WebGPU',
    'webgpu',
    4,
    'device was destroyed',
    10,
    ['GPUDevice', 'createCommandEncoder'],
    'caught.destroy()',
    'destroyed',
  ],
  [
    'WebGL',
    'webgl',
    3,
    'context was lost',
    500,
    ['WebGL2RenderingContext', 'drawElements'],
    "caught.getExtension('WEBGL_lose_context').loseContext()",
    'the context is lost',
  ],
] as const)('a run in Chromium on %s', (_, backend, epochs, loss, uses, owner, script, words) => {
  const newContext = useContexts(backend);

  it.skipIf(absent)(`goes on by itself after its ${loss}${absent}`, async () => {
    // Few steps, which take long here; the save comes in the second epoch.
    const steps = 10;
    const query = `${toldAddress(epochs, 4, steps)}&backend=${backend}`;
    const { lab, page } = await openTold(await newContext(), query);
    const expected = await undisturbed(lab, epochs, steps);
    await lab.tab.read('void (window.told = [])');
    await page.getByText('Start anew', { exact: true }).click();
    await savedAndPaused(lab, 12);
    await engineOf(page).evaluate(breakAt(uses, owner, script));
    await lab.click('Resume');
    await ended(lab);
    expect(await alarms(page)).toContain(words);
    asUndisturbed(await told(lab), expected);
    expect(lab.tab.problems).toEqual([]);
    expect(await lab.epochs()).toHaveLength(epochs);
  });
});

/** One run, which meets one fault after the other, and one that nothing disturbs. */
describe.skipIf(absent)(`a run in Chromium on the CPU engine${absent}`, () => {
  const epochs = 3 * fastEpochs;
  const newContext = useContexts('none');
  let context: BrowserContext;
  let lab: Lab;
  let page: Page;
  /** Of the run that nothing disturbed, by step. */
  let expected: Map<number, number>;
  /** What pages that are gone were told. */
  const before: (readonly [number, number])[] = [];

  const open = async (): Promise<void> =>
    void ({ lab, page } = await openTold(context, `${toldAddress(epochs, 16)}&backend=wasm`));
  /** With nothing stored. */
  async function openFresh(): Promise<void> {
    await context?.close();
    context = await newContext();
    await open();
  }

  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    await openFresh();
    expected = await undisturbed(lab, epochs);
  }, 15 * minute);

  /** Closes the page, opens it again, and goes on with the run that it offers. */
  async function goneOn(): Promise<void> {
    await page.close();
    await open();
    await lab.click('Continue the run');
    await stepsTold(lab, 1);
    asUndisturbedSoFar([...before, ...(await told(lab))], expected);
  }

  it('goes on unprotected where the quota is used up, says so, and is protected again when there is room', async () => {
    await openFresh();
    const session = await context.newCDPSession(page);
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

  it('is saved again where all data of the site were cleared meanwhile, and the list of runs is what is there', async () => {
    const unreadable = '1 file cannot be read';
    // An answer comes only to a handle that is held.
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('runs');
      const file = await folder.getFileHandle('run-00000001.a', { create: true });
      Object.assign(window, { held: [root, folder, file] });
    });
    await pausedInTraining(lab);
    await lab.waitFor('its note', minute, async () => (await alarms(page)).includes(unreadable) || null);
    const session = await context.newCDPSession(page);
    const origin = new URL(inject('labUrl')).origin;
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await pausedLater(lab);
    expect(await alarms(page)).not.toContain('This run is not being saved');
    await lab.waitFor('no note', minute, async () => !(await alarms(page)).includes(unreadable) || null);
    expect(await page.locator('[data-testid="saved-runs"] tbody tr').count()).toBe(1);
    before.push(...(await told(lab)));
    await goneOn();
    expect(lab.tab.problems).toEqual([]);
  });

  /** Leaves the page, and damages its newest save or both. */
  async function damaged(kind: 'truncated' | 'flipped' | 'newer', both: boolean): Promise<void> {
    await page.goto(new URL('icon.svg', inject('labUrl')).href);
    expect(await page.evaluate(damage, [kind, both] as const)).toBe(both ? 2 : 1);
  }

  it.each(['truncated', 'flipped', 'newer'] as const)(
    'goes on from the snapshot before a %s one',
    async (kind) => {
      await pausedInTraining(lab);
      await pausedLater(lab);
      before.push(...(await told(lab)));
      await damaged(kind, false);
      await goneOn();
      // It does begin before what had been told: the older one was used.
      expect((await told(lab))[0]?.[0]).toBeLessThanOrEqual(before.at(-1)?.[0] ?? 0);
      expect(await page.locator('[data-testid="saved-runs"] tbody tr').count()).toBe(1);
      expect(lab.tab.problems).toEqual([]);
    },
  );

  it('has, after all of these, the losses of the run that nothing disturbed', async () => {
    await ended(lab);
    asUndisturbed([...before, ...(await told(lab))], expected);
    expect(lab.tab.problems).toEqual([]);
  });

  it('says which snapshots are damaged where none is whole, and trains anew', async () => {
    await openFresh();
    await savedAndPaused(lab);
    await pausedLater(lab);
    await damaged('truncated', true);
    await page.close();
    await open();
    await lab.waitFor('the note', minute, async () =>
      (await alarms(page)).includes('2 files cannot be read') ? true : null,
    );
    expect(await lab.text('offered-run')).toBeNull();
    await lab.click('Train');
    await stepsTold(lab, 3);
    expect(lab.tab.problems).toEqual([]);
  });
});
