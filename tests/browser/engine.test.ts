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

  it('that stalls is waited for half a minute; then another is started', async () => {
    const { context, page, lab } = await visit();
    await page.clock.install();
    let stalled = 0;
    await page.route(isEngine, () => void stalled++, { times: 1 });
    await lab.open(small);
    await expect.poll(() => stalled, { timeout: minute }).toBe(1);
    await page.clock.runFor(25_000);
    expect(await page.getByText(title).count()).toBe(0);
    const another = page.waitForRequest((request) => isEngine(new URL(request.url())));
    await page.clock.runFor(6_000);
    await another;
    await ready(page);
    expect(await page.getByText(title).count()).toBe(0);
    expect(await lab.status()).toBe('idle');
    await context.close();
  });
});
