/**
 * Starts the browsers in which the lab is tested, each with the flags that give it a GPU (a
 * software one where there is no other), and gives them one small interface, so that a test reads
 * the same over Playwright and Puppeteer.
 */
import { chromium, type BrowserContextOptions, type Page as PlaywrightPage } from 'playwright-core';
import { launch, type Page as PuppeteerPage } from 'puppeteer-core';
import { findBrowser, installHint, type BrowserFamily } from './browsers';
import { lavapipeDriver } from './lavapipe';

/** A tab as the tests see it. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  /** The value of an expression in the page; a promise is awaited. Plain data only. */
  read(expression: string): Promise<unknown>;
  /** Presses the button with exactly this accessible name. Throws after 30 s without one. */
  click(button: string): Promise<void>;
  screenshot(path: string): Promise<unknown>;
  /**
   * Runs this script at the start of every page that is opened from now on, before the page's own.
   */
  prepare(script: string): Promise<unknown>;
  /** Errors that the page wrote to the console or threw, in order. */
  readonly problems: readonly string[];
}

/** A running browser with one tab. */
export interface LabBrowser {
  readonly tab: Tab;
  close(): Promise<void>;
}

const clickTimeout = 30_000;

/**
 * Features of Chromium that are off. Of Playwright 1.65's list, which gives way to this one, those
 * that concern these tests; and the address bar's own pages, which cost each new window as much
 * processor time as a sixth of opening the lab.
 */
const features = [
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];

/** Quiet: no updates, no first-run pages, no traffic of its own. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  `--disable-features=${features.join(',')}`,
  '--no-first-run',
  '--disable-sync',
];

/**
 * For the contexts of a Chromium in which no service worker is tested: it copies the whole page, 11
 * MB, at each first visit.
 */
export const noServiceWorker = { serviceWorkers: 'block' } as const;

const chromiumFlags = {
  webgpu: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--ignore-gpu-blocklist'],
  webgl: ['--enable-unsafe-swiftshader'],
  none: ['--disable-gpu', '--disable-software-rasterizer'],
} as const;

function required(name: BrowserFamily): string {
  const path = findBrowser(name);
  if (path === null) throw new Error(installHint(name));
  return path;
}

/** With what Playwright and Puppeteer start a Chromium. */
export const launchOptions = (backend: keyof typeof chromiumFlags) => ({
  executablePath: required('chromium'),
  args: [...quiet, ...chromiumFlags[backend]],
});

/**
 * Chromium by Playwright; `webgpu`: SwiftShader as WebGPU adapter; `webgl`: as the browser comes,
 * so without a WebGPU adapter; `none`: without WebGL too.
 */
export function launchPlaywright(backend: keyof typeof chromiumFlags) {
  return chromium.launch(launchOptions(backend));
}

/** A Chromium without a GPU whose storage, in the folder `profile`, outlives it. */
export function launchPersistent(profile: string) {
  return chromium.launchPersistentContext(profile, { ...launchOptions('none'), ...noServiceWorker });
}

/** Collects what a Playwright page complains of. */
export function watchProblems(page: PlaywrightPage): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} (${message.location().url})`);
  });
  return problems;
}

/** A Playwright page as a tab. */
export function playwrightTab(page: PlaywrightPage): Tab {
  return {
    goto: (url) => page.goto(url),
    read: (expression) => page.evaluate<unknown>(expression),
    click: (button) =>
      page.getByRole('button', { name: button, exact: true }).click({ timeout: clickTimeout }),
    screenshot: (path) => page.screenshot({ path, fullPage: true }),
    prepare: (content) => page.addInitScript({ content }),
    problems: watchProblems(page),
  };
}

/** Chromium with one tab. */
export async function launchChromium(
  backend: keyof typeof chromiumFlags,
  context: BrowserContextOptions = noServiceWorker,
): Promise<LabBrowser> {
  const browser = await launchPlaywright(backend);
  return { tab: playwrightTab(await browser.newPage(context)), close: () => browser.close() };
}

function puppeteerTab(page: PuppeteerPage): Tab {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return {
    goto: (url) => page.goto(url),
    read: (expression) => page.evaluate(expression),
    // By keyboard: Puppeteer's pointer waits for drawn frames, for which a software GPU that trains
    // leaves little time.
    click: async (button) => {
      const selector = `::-p-aria([name=${JSON.stringify(button)}][role="button"])`;
      const found = await page.waitForSelector(selector, { timeout: clickTimeout });
      await found?.press('Enter');
    },
    screenshot: (path) => page.screenshot({ path, fullPage: true }),
    prepare: (script) => page.evaluateOnNewDocument(script),
    problems,
  };
}

/** A tab that another can be put in front of. */
export interface HideableLab extends LabBrowser {
  /** Really hidden: no frames, slow timers. */
  hide(): Promise<void>;
  show(): Promise<void>;
}

/**
 * Chromium by Puppeteer, without what keeps hidden tabs awake in tests: Playwright makes a page
 * believe that it is always seen and focused, and both start the browser with flags against
 * throttling.
 */
export async function launchHideable(backend: keyof typeof chromiumFlags): Promise<HideableLab> {
  const browser = await launch({
    ...launchOptions(backend),
    args: [...launchOptions(backend).args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    ignoreDefaultArgs: [
      '--disable-backgrounding-occluded-windows',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
    ],
  });
  const page = await browser.newPage();
  return {
    tab: puppeteerTab(page),
    hide: async () => (await browser.newPage()).bringToFront(),
    show: () => page.bringToFront(),
    close: () => browser.close(),
  };
}

/**
 * Firefox with WebGPU in workers, over WebDriver BiDi; on Mesa's lavapipe where that is installed,
 * else on the machine's GPU. Without service workers, unless they are tested.
 */
export async function launchFirefox(serviceWorkers = false): Promise<LabBrowser> {
  const driver = lavapipeDriver();
  const browser = await launch({
    browser: 'firefox',
    executablePath: required('firefox'),
    // One command may wait as long as a synchronous shader compilation takes on a software adapter.
    protocolTimeout: 600_000,
    extraPrefsFirefox: {
      'dom.webgpu.enabled': true,
      'dom.webgpu.workers.enabled': true,
      'gfx.webgpu.ignore-blocklist': true,
      'dom.serviceWorkers.enabled': serviceWorkers,
    },
    env: { ...process.env, ...(driver === null ? {} : { VK_ICD_FILENAMES: driver }) },
  });
  return { tab: puppeteerTab(await browser.newPage()), close: () => browser.close() };
}
