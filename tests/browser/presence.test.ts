/**
 * Two tabs of the lab, and a tab that nobody sees: Chromium, LeNet-5 on real images, on the CPU
 * engine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import { Lab } from '../helpers/lab';
import { launchHideable, launchPersistent } from '../helpers/launch';
import {
  asUndisturbed,
  ended,
  engineOf,
  fastEpochs,
  fastQuery,
  listen,
  stepsTold,
  told,
  openTold,
} from '../helpers/told';
import { missing } from './lenet';

const minute = 60_000;
const absent = missing('chromium');
const query = `${fastQuery}&backend=wasm`;

/** In the worker: a wait takes a tenth of its time. */
const sooner = `{
  const real = setTimeout;
  globalThis.setTimeout = (act, ms) => real(act, ms / 10);
}`;

/** An event of the engine, as far as it is looked at here. */
interface Told {
  readonly type: string;
  readonly id?: number;
  readonly result?: { readonly error?: { readonly code: string } };
  readonly error?: { readonly code: string };
}

describe.skipIf(absent)(`two tabs of the lab in Chromium${absent}`, () => {
  const profile = mkdtempSync(join(tmpdir(), 'lab-'));
  let context: BrowserContext;
  /** Of the run that nothing disturbed, by step: the second tab's, when its turn has come. */
  let expected: Map<number, number>;

  const openLab = (): Promise<{ lab: Lab; page: Page }> => openTold(context, query);

  const noticed = (lab: Lab, there: boolean): Promise<true> =>
    lab.waitFor(there ? 'the other tab' : 'the other tab to end', minute, async () =>
      ((await lab.text('other-tab')) !== null) === there ? true : null,
    );

  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    context = await launchPersistent(profile);
  });

  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it('refuses in the worker too what the page does not offer, and trains when its turn comes', async () => {
    const first = await openLab();
    const second = await openLab();
    // Started, so that it takes no processor from the first, whose run could be over before it is
    // paused.
    await second.lab.waitForText('dataset-status', (text) => text.startsWith('ready'), minute);
    await first.page.bringToFront();
    await first.lab.click('Train');
    await stepsTold(first.lab, 3, 'pause');
    await first.lab.waitForStatus(['paused'], minute);
    await noticed(second.lab, true);
    // It would wait 12 s in all for the first to end.
    await engineOf(second.page).evaluate(sooner);
    const replies = await second.page.evaluate(async () => {
      const { engine } = window as unknown as { engine: Worker };
      const id = document.querySelector<HTMLElement>('[data-testid="other-tab"]')?.dataset['run'];
      const ask = (number: number, call: object): Promise<string> =>
        new Promise((resolve) => {
          engine.addEventListener('message', ({ data }: MessageEvent<Told>) => {
            const { type, id, result, error } = data;
            if (type === 'failed') resolve(error?.code ?? '');
            if (type === 'reply' && id === number) resolve(result?.error?.code ?? 'done');
          });
          engine.postMessage({ id: number, call });
        });
      return [
        await ask(9_001, { type: 'delete-run', id }),
        await ask(9_002, { type: 'resume-run', id, mode: 'inspect' }),
        await ask(9_003, { type: 'resume-run', id: 'no-such-run', mode: 'train' }),
      ];
    });
    expect(replies).toEqual(['run-elsewhere', 'run-elsewhere', 'training-elsewhere']);
    await second.lab.click('Train here when it ends');
    await first.page.bringToFront();
    await first.lab.click('Resume');
    await first.lab.waitForStatus(['finished'], 5 * minute);
    // Its status was `failed` since the refusals above, so not `waitForStatus`.
    await ended(second.lab);
    expected = new Map(await told(second.lab));
    expect(expected.size).toBe(20 * fastEpochs);
    asUndisturbed(await told(first.lab), expected);
    await first.page.close();
    await second.page.close();
  });

  it('lets the first train undisturbed, tells the second what is trained, and lets it go on when the first was closed', async () => {
    const first = await openLab();
    await first.lab.click('Train');
    // Paused: saved, and still the first's.
    await stepsTold(first.lab, 5, 'pause');
    await first.lab.waitForStatus(['paused'], minute);
    const second = await openLab();
    await noticed(second.lab, true);
    expect(await second.lab.isEnabled('Train')).toBe(false);
    expect(await second.lab.text('offered-run')).toBeNull();
    const row = second.page.locator('[data-testid="saved-runs"] tr[data-elsewhere="true"]');
    await row.waitFor({ timeout: minute });
    expect(await row.innerText()).toContain('training in another tab');
    const names = await row.locator('button:not([disabled])').allInnerTexts();
    expect(await row.getByRole('button').count()).toBe(6);
    expect(names).toEqual(['Rename']);
    expect(await second.lab.text('other-tab')).toMatch(
      new RegExp(`LeNet-5, seed 7: epoch \\d+ of ${fastEpochs}`),
    );
    expect(await first.lab.text('other-tab')).toBeNull();
    await first.lab.click('Resume');
    await stepsTold(first.lab, 40, 'pause');
    await first.lab.waitForStatus(['paused'], minute);
    expect(await second.lab.isEnabled('Train')).toBe(false);
    const before = await told(first.lab);
    // It is left while it trains, by itself: on a busy machine its run could be over before a test
    // had closed it. The second repeats what it trained since it was paused.
    await first.lab.tab.read(
      `void addEventListener('told', () => location.replace('about:blank'), { once: true })`,
    );
    await first.lab.click('Resume');
    await first.page.waitForURL('about:blank', { timeout: minute });
    await first.page.close();
    await noticed(second.lab, false);
    await second.lab.waitForText('offered-run', (text) => text.startsWith('LeNet-5: epoch '), minute);
    await second.lab.click('Continue the run');
    await second.lab.waitForStatus(['finished'], 5 * minute);
    asUndisturbed([...before, ...(await told(second.lab))], expected);
    expect(second.lab.tab.problems).toEqual([]);
    await second.page.close();
  });
});

describe.skipIf(absent)(`a hidden tab in Chromium${absent}`, () => {
  /** Longer than the test on any processor: no early stopping. */
  const long = query.replace(`epochs=${fastEpochs}`, 'epochs=1000').replace(/&earlyStopping=\d+/, '');
  /**
   * The same steps, but most of its time goes into validation: few of them have to be done again.
   */
  const slow = long.replace('val=32', 'val=2000');

  /** Timers and frames of the page since they were last asked for. */
  const count = `
    window.ticks = 0;
    window.frames = 0;
    setInterval(() => window.ticks++, 100);
    const frame = () => {
      window.frames++;
      requestAnimationFrame(frame);
    };
    frame();`;
  /** The page's clock, by which it tells how long it was hidden; `added` puts it forward. */
  const clock = `
    window.added = 0;
    const real = Date.now;
    Date.now = () => real() + window.added;`;
  const counted = `(() => {
    const since = { ticks, frames, state: document.visibilityState };
    [ticks, frames] = [0, 0];
    return since;
  })()`;

  it('trains on with the losses of a tab that is seen', async () => {
    const browser = await launchHideable('none');
    const { tab } = browser;
    const lab = new Lab(tab, inject('labUrl'));
    const lastStep = async (): Promise<number> => (await told(lab)).at(-1)?.[0] ?? 0;
    try {
      await listen(tab);
      await tab.prepare(count);
      await tab.prepare(clock);
      await lab.open(slow);
      await lab.click('Train');
      await stepsTold(lab, 5);
      await tab.read(counted);
      await sleep(2_000);
      const whileSeen = await tab.read(counted);
      expect(whileSeen).toMatchObject({ state: 'visible' });
      expect((whileSeen as { frames: number }).frames).toBeGreaterThan(0);

      await browser.hide();
      await sleep(2_000);
      await tab.read(counted);
      const before = await lastStep();
      const began = Date.now();
      await sleep(13_000);
      await stepsTold(lab, before + 1);
      const since = (await tab.read(counted)) as { ticks: number; frames: number };
      // Hidden indeed: not one frame, and a timer of 100 ms once a second.
      expect(since).toMatchObject({ state: 'hidden', frames: 0 });
      expect(since.ticks).toBeLessThan((2 * (Date.now() - began)) / 1_000);
      expect(['steady', 'slowed']).toContain(
        await tab.read(`document.querySelector('[data-testid="pace"]').dataset.pace`),
      );
      // Together longer than the half minute from which the page says so.
      await tab.read('void (added = 25_000)');
      await browser.show();
      expect(await lab.waitForText('unseen', (text) => text !== '', minute)).toMatch(
        /hidden for \d+ s; .* [\d,]+ steps/,
      );
      await lab.click('Stop');
      await lab.waitForStatus(['finished'], minute);
      const hidden = new Map(await told(lab));
      expect(Math.max(...hidden.keys())).toBeGreaterThan(before);

      await lab.open(long);
      await lab.click('Train');
      await stepsTold(lab, Math.max(...hidden.keys()));
      await lab.click('Stop');
      const seen = new Map(await told(lab));
      for (const [step, loss] of hidden) expect(loss, `step ${step}`).toBe(seen.get(step));
      expect(lab.tab.problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
