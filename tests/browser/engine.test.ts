/** An engine whose files do not come: what is said, how long it is waited for, and the way back. */
import { describe, expect, it } from 'vitest';
import type { Page, Route } from 'playwright-core';
import { isWorkerScript } from '../../src/app/build/policy';
import { missing } from './lenet';
import { small, useVisitors } from './page';

const minute = 60_000;
const title = 'The engine could not be loaded';
const isEngine = ({ pathname }: URL): boolean => isWorkerScript(pathname) && !pathname.includes('pool');

/** Until Train can be pressed. */
const ready = (page: Page): Promise<void> =>
  page.locator('button:enabled', { hasText: /^Train$/ }).waitFor({ timeout: minute });

const absent = missing('chromium');

describe.skipIf(absent)(`the engine of the page in Chromium${absent}`, () => {
  const visit = useVisitors();

  it('that is not there, comes as a page, is cut off or does not arrive is told after a few tries; it can be started again', async () => {
    const faults: readonly ((route: Route) => Promise<void>)[] = [
      (route) => route.fulfill({ status: 404, body: 'no such file' }),
      (route) => route.fulfill({ contentType: 'text/html', body: '<p>Welcome</p>' }),
      (route) => route.fulfill({ contentType: 'text/javascript', body: 'const engine = {' }),
      (route) => route.abort('connectionreset'),
    ];
    const { context, page, lab } = await visit();
    const alert = page.getByRole('alert').filter({ hasText: title });
    const again = alert.getByRole('button', { name: 'Start the engine again' });
    let asked = 0;
    for (const [i, broken] of faults.entries()) {
      asked = 0;
      await page.unroute(isEngine);
      await page.route(isEngine, (route) => {
        asked++;
        return broken(route);
      });
      await (i === 0 ? lab.open(small) : again.click());
      // The notice of the fault before has gone by then.
      await expect.poll(() => asked, { timeout: minute }).toBe(4);
      await alert.filter({ hasText: 'It was started 4 times' }).waitFor({ timeout: minute });
      expect(await page.locator('button:enabled', { hasText: /^Train$/ }).count()).toBe(0);
      // What else the page asks of it starts none.
      expect(asked).toBe(4);
      // Said once, not in the place of the run too.
      expect(await page.getByText(title).count()).toBe(1);
    }
    await page.unroute(isEngine);
    await again.click();
    await ready(page);
    expect(await page.getByText(title).count()).toBe(0);
    await context.close();
  });

  it('that stalls, or hangs while it starts, is waited for; then another is started', async () => {
    const { context, page, lab } = await visit();
    await page.clock.install();
    const hangs = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';
    const faults: readonly ((route: Route) => unknown)[] = [
      () => undefined,
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${await response.text()}\n${hangs}` });
      },
    ];
    let asked = 0;
    await page.route(isEngine, (route) => (faults[asked++] ?? ((last: Route) => last.continue()))(route));
    await lab.open(small);
    for (const i of [0, 1]) {
      await expect.poll(() => asked, { timeout: minute }).toBe(i + 1);
      await page.clock.runFor(25_000);
      expect(asked).toBe(i + 1);
      expect(await page.getByText(title).count()).toBe(i);
      // The one that hangs may send its first message only now: then it is waited for anew.
      const another = async (): Promise<number> => {
        await page.clock.runFor(10_000);
        return asked;
      };
      await expect.poll(another, { timeout: minute, interval: 500 }).toBe(i + 2);
    }
    await ready(page);
    expect(asked).toBe(3);
    expect(await page.getByText(title).count()).toBe(0);
    expect(await lab.status()).toBe('idle');
    await context.close();
  });
});
