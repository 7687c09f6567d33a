/**
 * The images on their way: nothing from elsewhere, nothing twice, and what happens when a sheet
 * does not come as it should.
 */
import type { Route } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { missing } from './lenet';
import { openTab, small, useVisitors } from './page';

const absent = missing('chromium');
const minute = 60_000;
const isSheet = (url: string): boolean => /\/cifar10\/.*\.png/.test(url);
const isSheetUrl = (url: URL): boolean => isSheet(url.href);
const ready = (text: string): boolean => text.startsWith('ready');

/** Words of the page for a sheet that does not come as it should, and what makes it so. */
const spoilers: readonly (readonly [RegExp, (route: Route) => Promise<void>])[] = [
  [/not on the server/, (route) => route.fulfill({ status: 404, body: 'no' })],
  [/the connection failed/, (route) => route.abort('internetdisconnected')],
  [/incomplete/, (route) => respond(route, (bytes) => bytes.subarray(0, bytes.length / 2))],
  [
    /different from the published file/,
    (route) => respond(route, (bytes) => bytes.with(bytes.length / 2, bytes[bytes.length / 2]! ^ 1)),
  ],
];

async function respond(route: Route, change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  const body = await (await route.fetch()).body();
  await route.fulfill({ status: 200, contentType: 'image/png', body: Buffer.from(change(body)) });
}

describe.skipIf(absent)(`The data on the page${absent}`, () => {
  const visit = useVisitors();

  it('come once: a second visit downloads no sheet, and nothing comes from another origin', async () => {
    const { context, requests, lab, page } = await visit();
    await lab.open(small);
    await lab.waitForText('dataset-status', ready, 2 * minute);
    const sheets = requests.filter(isSheet);
    expect(sheets.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sheets).size).toBe(sheets.length);
    await page.close();

    const before = requests.length;
    const second = await openTab(context);
    await second.lab.open(small);
    await second.lab.waitForText('dataset-status', ready, 2 * minute);
    expect(requests.slice(before).filter(isSheet)).toEqual([]);
    expect(requests.length).toBeGreaterThan(before);

    const elsewhere = requests.filter((url) => /^https?:/.test(url) && !url.startsWith(inject('labUrl')));
    expect(elsewhere).toEqual([]);
    expect([...lab.tab.problems, ...second.lab.tab.problems]).toEqual([]);
    await context.close();
  });

  it('with another list of labels than the page was built with are refused, and Retry asks for it again', async () => {
    const { context, lab, page } = await visit();
    const isManifest = (url: URL): boolean => url.pathname.endsWith('/cifar10/manifest.json');
    await context.route(isManifest, async (route) => {
      const text = await (await route.fetch()).text();
      await route.fulfill({
        body: text.replaceAll(/(?<="labels":")\d+/g, (labels) => '3'.repeat(labels.length)),
      });
    });
    await lab.open(small);
    await lab.waitForText('dataset-status', (text) => text.startsWith('failed'), 2 * minute);
    expect(await page.locator('#data').innerText()).toContain('another than this page was built with');
    expect(await lab.isEnabled('Train')).not.toBe(true);
    await context.unroute(isManifest);
    await lab.click('Retry');
    await lab.waitForText('dataset-status', ready, 2 * minute);
    await context.close();
  });

  it('sheets that are missing, out of reach, cut short or altered are named, and Retry fetches only those', async () => {
    const { context, requests, lab, page } = await visit();
    /** The first sheets that are asked for. */
    const spoilt: string[] = [];
    await context.route(isSheetUrl, async (route) => {
      const spoil = spoilers[spoilt.length]?.[1];
      if (!spoil) return route.continue();
      spoilt.push(route.request().url());
      return spoil(route);
    });
    await lab.open(small.replace('train=64', 'train=3000'));
    await lab.waitForText('dataset-status', (text) => text.startsWith('failed'), 2 * minute);
    const named = page.locator('#data .failures li');
    expect(await named.count()).toBe(spoilers.length);
    for (const [i, [words]] of spoilers.entries()) {
      const line = named.filter({ hasText: words });
      expect(await line.isVisible()).toBe(true);
      expect(await line.innerText()).toContain(new URL(spoilt[i]!).pathname.split('/').at(-1));
    }
    expect(await lab.isEnabled('Train')).not.toBe(true);

    await context.unroute(isSheetUrl);
    const before = requests.length;
    await lab.click('Retry');
    await lab.waitForText('dataset-status', ready, 2 * minute);
    expect(requests.slice(before).filter(isSheet).toSorted()).toEqual(spoilt.toSorted());
    await context.close();
  });

  it('what has come stays when the network goes in the middle, and the rest comes when it is back', async () => {
    const { context, requests, lab } = await visit();
    let answered = 0;
    await context.route(isSheetUrl, (route) =>
      answered++ < 3 ? route.continue() : route.abort('internetdisconnected'),
    );
    const many = small.replace('train=64', 'train=5000');
    await lab.open(many);
    await lab.waitForText('dataset-status', (text) => text.startsWith('failed'), 2 * minute);
    const came = requests.filter(isSheet).slice(0, 3);

    await context.unroute(isSheetUrl);
    const before = requests.length;
    await lab.click('Retry');
    await lab.waitForText('dataset-status', ready, 2 * minute);
    const again = requests.slice(before).filter(isSheet);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((url) => came.includes(url))).toEqual([]);
    await context.close();
  });
});
