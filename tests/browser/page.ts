/**
 * What the tests of the page itself share: a Chromium with fresh contexts, and measurements inside
 * the page.
 */
import axe from 'axe-core';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Lab } from '../helpers/lab';
import { launchPlaywright, noServiceWorker, playwrightTab } from '../helpers/launch';

/** A small experiment on the CPU engine: one sheet for each part, and over within a second. */
export const small =
  '?model=lenet5&train=64&val=32&test=32&epochs=2&batch=16&lr=0.001&seed=7&backend=wasm&lang=en';
/**
 * Not over before somebody has looked at it or pressed something, however fast the machine is: Stop
 * ends it.
 */
export const endless = small.replace('epochs=2', 'epochs=1000').replace('train=64', 'train=640');

/** A visitor: cookies, caches and stores of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly lab: Lab;
  /** Every address that was asked for, in order, by the page and its worker. */
  readonly requests: readonly string[];
}

/** Another tab of the same visitor. */
export async function openTab(context: BrowserContext): Promise<Omit<Visitor, 'context' | 'requests'>> {
  const page = await context.newPage();
  return { page, lab: new Lab(playwrightTab(page), inject('labUrl')) };
}

/**
 * New visitors on demand, in one browser without a GPU for a suite; each test's visitor leaves with
 * `context.close()`. `more`, and `own` for one of them: what their contexts are made with; by
 * default, without a service worker.
 */
export function useVisitors(
  more: BrowserContextOptions = noServiceWorker,
): (own?: BrowserContextOptions) => Promise<Visitor> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchPlaywright('none');
  });
  afterAll(() => browser?.close());
  return async (own = {}) => {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...more, ...own });
    const requests: string[] = [];
    context.on('request', (request) => requests.push(request.url()));
    return { context, requests, ...(await openTab(context)) };
  };
}

/**
 * From now on: resolves when the run's status has been this one and is another. On the CPU engine
 * it may be so for a moment only, which nobody who asks now and then would see.
 */
export const passes = (page: Page, status: string): Promise<void> =>
  page.evaluate(
    (left) =>
      new Promise<void>((resolve) => {
        const shown = document.querySelector('[data-testid="run-status"]');
        if (!shown) throw new Error('The page tells no status');
        new MutationObserver((changes) => {
          if (changes.some(({ oldValue }) => oldValue === left)) resolve();
        }).observe(shown, { attributeFilter: ['data-status'], attributeOldValue: true });
      }),
    status,
  );

/**
 * Each language and each theme once: what a reader is told depends on the language alone, contrast
 * on the theme alone.
 */
export const languagesAndThemes = [
  ['en', 'light'],
  ['ko', 'dark'],
] as const;

/** axe-core's serious and critical findings, each as `rule: element`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    // axe.source defines it on the page's window.
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations } = await inPage.run(document);
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact: impact ?? 'none',
      targets: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`),
    }));
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, targets }) => `${id}: ${targets.join(' | ')}`);
}

/** Pixels by which the page is wider than its window. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Buttons, links and fields that, scrolled to, are covered by something else at their middle. */
export const coveredControls = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea'),
    ].filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      // A native field behind a drawn one is hidden from everybody: one pixel, or in a box that is
      // hidden from assistive technology.
      const hidden = width <= 1 || height <= 1 || element.closest('[aria-hidden="true"]') !== null;
      return !hidden && element.checkVisibility({ opacityProperty: true });
    });
    return controls.flatMap((element) => {
      element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const { left, right, top, width, height } = element.getBoundingClientRect();
      // The skip link waits left of the window until it is focused.
      if (right <= 0) return [];
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      // A press on its label is a press on a field.
      const control = element.closest('label') ?? element;
      const same = hit !== null && (control.contains(hit) || hit.contains(element));
      const name = element.getAttribute('aria-label') ?? element.textContent;
      return same ? [] : [`${element.tagName} ${name.trim()} under ${hit?.tagName} ${hit?.className}`];
    });
  });

/**
 * Presses Tab until `done` accepts the focused control's name or the limit is reached; all names,
 * in order.
 */
export async function tabThrough(
  page: Page,
  done: (name: string) => boolean,
  limit: number,
): Promise<string[]> {
  const names: string[] = [];
  while (names.length < limit) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      return `${element?.tagName} ${(element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim()}`;
    });
    names.push(name);
    if (done(name)) break;
  }
  return names;
}
