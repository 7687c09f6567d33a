/**
 * What the built page may do, and that it opens without a network and is never taken away from
 * under a run: Chromium.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { Lab } from '../helpers/lab';
import { playwrightTab } from '../helpers/launch';
import { startProxy, type Proxy } from '../helpers/proxy';
import { missing } from './lenet';
import { endless, openTab, small, useVisitors } from './page';

const absent = missing('chromium');
const minute = 60_000;

/**
 * What the page was hindered from, each as `directive blocked-address`; kept by the page itself
 * from its first script on.
 */
const watch = `
  window.hindered = [];
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    window.hindered.push(effectiveDirective + ' ' + blockedURI));`;

const hindered = (lab: Lab): Promise<unknown> => lab.tab.read('window.hindered');

/** Charts that are drawn. */
const drawn = (page: Page): Promise<number> => page.locator('.chart-ink canvas').count();

const isPage = (url: URL): boolean => url.pathname.endsWith('/');

/** From now on, the server gives another page: the same with `from` replaced in its policy. */
async function withPolicy(context: BrowserContext, from: string, to: string): Promise<void> {
  await context.route(isPage, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    expect(html).toContain(from);
    await route.fulfill({ response, body: html.replace(from, to) });
  });
}

async function trained(lab: Lab): Promise<void> {
  await lab.click('Train');
  await lab.waitForStatus(['finished'], 5 * minute);
  expect(await lab.epochs()).toHaveLength(2);
}

async function evaluated(lab: Lab): Promise<void> {
  await lab.click('Evaluate');
  await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 2 * minute);
}

/** Presses a tool of a chart; the address of the file that it gives. */
async function savedFrom(page: Page, tool: string): Promise<string> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: tool, exact: true }).click();
  return (await saved).url();
}

const keptOffline = (lab: Lab): Promise<string> =>
  lab.waitForText('offline', (text) => text.startsWith('The page is saved'), minute);

/**
 * Values that would run somewhere: as markup, as an attribute, as an address, as an expression, as
 * a template.
 */
const attacks = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onfocus='alert(1)' autofocus='",
  '<svg onload=alert(1)>',
  '<iframe srcdoc="<script>parent.alert(1)</script>">',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '<b>1</b>',
] as const;

/**
 * A parameter of every kind that takes no such value; a teacher's words, `say.data`, may be any.
 */
const strict = ['model', 'lr', 'seed', 'flip', 'backend', 'kernels', 'place', 'lock', 'hide'];

/** The attack as the value of every kind of parameter, as a parameter's name, and as a fragment. */
function hostileQuery(attack: string): string {
  const query = new URLSearchParams([...strict, 'say.data', attack].map((key) => [key, attack]));
  return `?${query}&lang=en#${attack}`;
}

/** The lab from a server that has another version as soon as `release` is called. */
async function serveVersions(): Promise<Proxy & { release: () => void }> {
  let released = false;
  const proxy = await startProxy(inject('labUrl'), (path, bytes) =>
    released && path.endsWith('/sw.js')
      ? Buffer.concat([bytes, Buffer.from('\n// Another version.')])
      : bytes,
  );
  return { ...proxy, release: () => (released = true) };
}

describe.skipIf(absent)(`The doors of the page${absent}`, () => {
  const visit = useVisitors({ serviceWorkers: 'allow' });

  it('stay closed over a whole visit: no policy is broken, no other origin is asked', async () => {
    const { context, requests, lab, page } = await visit();
    await lab.tab.prepare(watch);
    await lab.open(small);
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
    expect(policy).toContain(
      "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'sha256-",
    );
    await trained(lab);
    // A chart's numbers and picture leave the page as blob: links.
    expect(await savedFrom(page, 'CSV: Loss')).toMatch(/^blob:/);
    await page.locator('.chart-ink canvas').first().waitFor();
    expect(await savedFrom(page, 'PNG: Loss')).toMatch(/^blob:/);
    await evaluated(lab);
    await lab.view('explore/speed');
    await lab.click('Measure speed');
    await lab.waitForText('speed-report', (text) => text !== '', 3 * minute);
    await lab.click('한국어');
    await lab.click('English');
    // A chart's tooltip brings a style of its own.
    await page.locator('.chart-ink canvas').first().hover();
    await page.locator('button.chip').click();
    await page.getByRole('dialog').waitFor();
    expect(await drawn(page)).toBeGreaterThan(1);
    expect(await hindered(lab)).toEqual([]);
    expect(lab.tab.problems).toEqual([]);
    const elsewhere = requests.filter((url) => !url.startsWith(inject('labUrl')) && !url.startsWith('blob:'));
    expect(elsewhere).toEqual([]);
    // What others' licences ask for lies beside the page: of its parts, its workers and its service
    // worker.
    const licences = String(await lab.tab.read(`fetch('./licences.txt').then((file) => file.text())`));
    for (const name of ['react', '@tensorflow/tfjs-core', 'h5wasm', 'workbox-precaching'])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
    expect(licences).toContain('HDF5 Copyright statement is included below');
    // The instruments work: an inline script and a picture from elsewhere are hindered, and
    // noticed.
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      const picture = new Image();
      picture.src = 'https://example.invalid/x.png';
      document.body.append(script, picture);
    });
    await page.waitForTimeout(300);
    expect(await lab.tab.read('window.intruder')).toBeUndefined();
    expect(await hindered(lab)).toEqual(['script-src-elem inline', 'img-src https://example.invalid/x.png']);
    await context.close();
  });

  it("need 'unsafe-eval' open for the charts: without it there are none, and the rest goes on", async () => {
    const { context, lab, page } = await visit();
    await withPolicy(context, " 'unsafe-eval'", " 'wasm-unsafe-eval'");
    await lab.tab.prepare(watch);
    await lab.open(small);
    await trained(lab);
    expect(await drawn(page)).toBe(0);
    expect(await hindered(lab)).toContain('script-src eval');
    await context.close();
  });

  it('the page opens and trains without a network, after one visit', async () => {
    const { context, lab, page, requests } = await visit();
    await lab.tab.prepare(
      `window.Worker = class extends Worker { constructor(...all) { super(...all); window.engine = this; } };`,
    );
    await lab.open(small);
    await lab.waitForText('dataset-status', (text) => text.startsWith('ready'), 2 * minute);
    await keptOffline(lab);
    const sheets = requests.filter((url) => /\/cifar10\/.*\.png/.test(url));
    await context.setOffline(true);
    // This visit came from the server; what it needs from now on, the service worker has.
    await lab.view('evaluate/report');
    expect(await savedFrom(page, 'Report as HTML')).toMatch(/^blob:/);
    const model = page.locator('#model');
    const open = model.getByRole('button', { name: 'Open a model file', exact: true });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), open.click()]);
    const buffer = Buffer.from('\u0089HDF\r\n\u001a\n', 'latin1');
    await chooser.setFiles({ name: 'cut.h5', mimeType: 'application/octet-stream', buffer });
    await model.getByText('It is damaged').waitFor({ timeout: minute });
    await lab.tab.read(`engine.dispatchEvent(new ErrorEvent('error', { message: 'ended by a test' }))`);
    await trained(lab);
    await page.close();
    const second = await openTab(context);
    await second.lab.open(`${small}&kernels=stock`);
    await trained(second.lab);
    await evaluated(second.lab);
    await second.lab.view('evaluate/classes');
    await second.lab.waitFor('a chart', minute, async () => ((await drawn(second.page)) > 0 ? true : null));
    expect(second.lab.tab.problems).toEqual([]);
    // The visit has fetched what its split needs, not the whole data set.
    expect(sheets.length).toBeLessThan(10);
    // The network is gone indeed.
    expect(
      await second.lab.tab.read(`fetch('./screenshot.png').then(() => 'came', () => 'did not come')`),
    ).toBe('did not come');
    await context.close();
  });

  it('a new version waits while a run goes on, and is taken when a person says so', async () => {
    const server = await serveVersions();
    const { context, page } = await visit();
    const lab = new Lab(playwrightTab(page), server.url);
    await lab.open(small);
    await keptOffline(lab);
    // The first visit came from the server; from the second on, the page is the one that is kept.
    await lab.open(endless);
    await lab.click('Train');
    await lab.waitFor('an epoch', 2 * minute, async () => ((await lab.epochs()).length > 0 ? true : null));
    await lab.tab.read('void (window.sameDocument = true)');
    server.release();
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await lab.waitForText('new-version', (text) => text.includes('continues with this version'), minute);
    const at = (await lab.epochs()).length;
    expect(await lab.isEnabled('Reload')).toBe(false);
    await lab.waitFor('two more epochs', 2 * minute, async () =>
      (await lab.epochs()).length >= at + 2 ? true : null,
    );
    expect(await lab.status()).toBe('training');
    expect(await lab.tab.read('window.sameDocument')).toBe(true);

    // Another tab of the same visitor is idle, but may not disturb this one either.
    const idle = await context.newPage();
    const second = new Lab(playwrightTab(idle), server.url);
    await second.open(small);
    await second.waitForText('other-tab', (text) => text.includes('LeNet-5, seed 7: epoch'), minute);
    expect(await second.isEnabled('Train')).toBe(false);
    await second.click('Reload');
    await second.waitForText('new-version', (text) => text.includes('Another tab'), minute);
    expect(await lab.status()).toBe('training');
    await idle.close();

    await lab.click('Stop');
    await lab.waitForStatus(['finished', 'idle'], minute);
    await lab.click('Reload');
    await lab.waitFor('the new version', minute, async () =>
      // There is nothing to read in while one page goes and the other comes.
      (await lab.tab.read('window.sameDocument ?? null').catch(() => 'between')) === null ? true : null,
    );
    await lab.waitForText('offline', (text) => text.startsWith('The page is saved'), minute);
    expect(await lab.text('new-version')).toBeNull();
    expect(lab.tab.problems).toEqual([]);
    await context.close();
    server.close();
  });

  it('no value of the address becomes markup or code', async () => {
    const { context, lab, page } = await visit();
    await lab.tab.prepare(`${watch}\n window.alert = (said) => (window.said = said);`);
    for (const attack of attacks) {
      const query = hostileQuery(attack);
      await lab.open(query);
      const said = await page.getByRole('alert').getByRole('listitem').allInnerTexts();
      const named = [...strict, attack].filter((key) => said.some((line) => line.startsWith(key)));
      const markup = await page.locator('main img, main iframe, main script, body > svg').count();
      const ran = await lab.tab.read('window.said ?? null');
      expect({ query, named, markup, ran, hindered: await hindered(lab) }).toEqual({
        query,
        named: [...strict, attack],
        markup: 0,
        ran: null,
        hindered: [],
      });
    }
    expect(lab.tab.problems).toEqual([]);
    // The instruments work: such a value does run where it becomes markup and no policy hinders it.
    await page.goto('about:blank');
    await page.evaluate(`document.body.innerHTML = ${JSON.stringify(attacks[0])}`);
    await page.waitForFunction('window.said === 1');
    await context.close();
  });
});
