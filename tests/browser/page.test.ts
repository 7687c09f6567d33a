/** The page as a visitor meets it: accessible, at every width, by keyboard, in both languages. */
import { describe, expect, inject, it } from 'vitest';
import {
  coveredControls,
  languagesAndThemes,
  seriousFindings,
  sidewaysScroll,
  small,
  tabThrough,
  useVisitors,
  type Visitor,
} from './page';
import { translate } from '../helpers/translate';
import { missing } from './lenet';

const absent = missing('chromium');
const minute = 60_000;
const widths = [360, 768, 1200, 1600].flatMap((width) => [[width, 'en'] as const, [width, 'ko'] as const]);

describe.skipIf(absent)(`The page${absent}`, () => {
  const visit = useVisitors();
  /** Opens the page at one width after the other. */
  let reader: Visitor | undefined;

  it('after a run, in each language and theme, has nothing that axe calls serious, and fits', async () => {
    const { context, page, lab } = await visit();
    await lab.open(small);
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 5 * minute);
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 2 * minute);
    await lab.allViews();
    const findings: string[] = [];
    for (const [language, colorScheme] of languagesAndThemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      findings.push(...(await seriousFindings(page)).map((f) => `${language} ${colorScheme} ${f}`));
      if (language === 'en') await lab.click('한국어');
    }
    expect(findings).toEqual([]);
    // With curves, matrix and predictions on it, the page still fits.
    for (const width of [360, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await coveredControls(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    }
    expect(lab.tab.problems).toEqual([]);
    // The instrument works: a picture without a text is found.
    await page.evaluate(() => document.querySelector('main')?.append(new Image()));
    expect(await seriousFindings(page)).toHaveLength(1);
    await context.close();
  });

  it.each(widths)('fits %i px in %s: no sideways scroll, nothing covered', async (width, lang) => {
    const { page, lab } = (reader ??= await visit());
    await page.setViewportSize({ width, height: 900 });
    await lab.open(small.replace('lang=en', `lang=${lang}`).replace('lenet5', 'alexnet'));
    await lab.waitForText('summary', (text) => text.includes('58,324,746'), minute);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    expect(await coveredControls(page)).toEqual([]);
    // The instruments work: something too wide, and something on top, are found.
    await page.evaluate(() => {
      const cover = document.createElement('div');
      cover.style.cssText = 'position: fixed; inset: 0; width: 200vw; z-index: 9999';
      document.body.append(cover);
    });
    expect((await coveredControls(page)).length).toBeGreaterThan(0);
    await page.evaluate(() => {
      const wide = document.createElement('div');
      wide.style.cssText = 'width: 200vw; height: 1px';
      document.body.append(wide);
    });
    expect(await sidewaysScroll(page)).toBeGreaterThan(0);
  });

  it('opens the comparison with Keras over it, in both themes, without a sideways scroll', async () => {
    const { context, page, lab } = await visit();
    await page.setViewportSize({ width: 360, height: 900 });
    await lab.open(small);
    await page.getByRole('button', { name: 'Compared with Keras', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Compared with Keras' });
    await dialog.getByRole('table').first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await seriousFindings(page)).toEqual([]);
      // Its picture is loaded, and the other theme's is not seen.
      const seen = dialog.getByRole('img').first();
      expect(await seen.getAttribute('src')).toContain(colorScheme);
      await page.waitForFunction(
        (theme) => document.querySelector<HTMLImageElement>(`img[src*="-${theme}.svg"]`)!.naturalWidth > 0,
        colorScheme,
      );
    }
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    const inside = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.querySelector('.modal')!;
      return scrollWidth - clientWidth;
    });
    expect(inside).toBeLessThanOrEqual(0);
    expect(lab.tab.problems).toEqual([]);
    await context.close();
  });

  it('says what it needs where its scripts are off, or do not come', async () => {
    const off = await visit({ javaScriptEnabled: false });
    const without = await visit();
    await without.context.route(
      (url) => url.pathname.endsWith('.js'),
      (route) => route.fulfill({ status: 404 }),
    );
    for (const { page } of [off, without]) await page.goto(inject('labUrl'));
    // Playwright's own search passes over these elements.
    expect(await off.page.locator('body').innerText()).toContain('Allow scripts for this address');
    // Not at once: where the scripts come it would only be seen for a moment.
    expect(await without.page.getByText('its script does not run here').isVisible()).toBe(false);
    for (const text of ['its script does not run here', '스크립트가 실행되지 않는'])
      await without.page.getByText(text).waitFor();
    for (const { page, context } of [off, without]) {
      expect(await sidewaysScroll(page).catch(() => 0)).toBeLessThanOrEqual(0);
      await context.close();
    }
  });

  it('goes on and is seen to while a browser translates it, over and over', async () => {
    const { context, page, lab } = await visit();
    await lab.open(small.replace('epochs=2', 'epochs=40'));
    await page.evaluate(`{
      const translate = ${String(translate)};
      window.translated = 0;
      setInterval(() => (window.translated += translate(document.body)), 100);
    }`);
    await lab.click('Train');
    // Its status is read as text: an attribute would change all the same.
    await lab.waitForText('run-status', (text) => text === 'training', minute);
    await lab.waitForText('run-status', (text) => text === 'finished', minute);
    expect(await lab.epochs()).toHaveLength(40);
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), minute);
    expect(await page.locator('.run-facts').innerText()).toContain('40');
    expect(await lab.tab.read('window.translated')).toBeGreaterThan(200);
    expect(lab.tab.problems).toEqual([]);
    await context.close();
  });

  it('says that a part of it is gone, and is loaded anew only where the server has it', async () => {
    const { context, page, lab } = await visit();
    await lab.open(small);
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 5 * minute);
    // Another version is on the server.
    const isScript = (url: URL): boolean => url.pathname.endsWith('.js');
    await context.route(isScript, (route) => route.fulfill({ status: 404 }));
    await page.getByRole('button', { name: 'Compared with Keras', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Compared with Keras' });
    await dialog.getByText('Reload when you are connected').waitFor();
    await page.keyboard.press('Escape');
    await lab.waitForText(
      'new-version',
      (text) => text.includes('A part of the page could not be loaded'),
      minute,
    );
    const keras = page.locator('#model').getByRole('button', { name: 'Download as Keras', exact: true });
    await keras.click();
    await page
      .locator('#model')
      .getByText('The part of the page that does this could not be loaded')
      .waitFor();
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await context.setOffline(true);
    await lab.click('Reload');
    await lab.waitForText('new-version', (text) => text.includes('The server cannot be reached'), minute);
    expect(await lab.tab.read('window.sameDocument')).toBe(true);
    await context.setOffline(false);
    await context.unroute(isScript);
    await lab.click('Reload');
    await page.waitForFunction(() => !('sameDocument' in window));
    await page.locator('[data-testid="saved-runs"] tbody tr').waitFor();
    expect(await lab.text('new-version')).toBeNull();
    await context.close();
  });

  it('is used by keyboard: Tab reaches the places and Train, Enter trains', async () => {
    const { context, page, lab } = await visit();
    await lab.open(small);
    await lab.waitFor('Train', 2 * minute, async () =>
      (await lab.isEnabled('Train')) === true ? true : null,
    );
    const names = await tabThrough(page, (name) => name === 'BUTTON Train', 40);
    const places = ['Data', 'Model', 'Train', 'Evaluate', 'Explore'];
    expect(places.filter((place) => !names.some((name) => name.startsWith(`A ${place}`)))).toEqual([]);
    expect(names.at(-1)).toBe('BUTTON Train');
    expect(await page.evaluate(() => document.activeElement?.matches(':focus-visible'))).toBe(true);
    await page.keyboard.press('Enter');
    await lab.waitForStatus(['compiling', 'training', 'finished'], minute);
    await context.close();
  });

  it('names a bad value of the address, and uses its default', async () => {
    const { context, page, lab } = await visit();
    await page.setViewportSize({ width: 360, height: 900 });
    const long = 'x'.repeat(8_000);
    await lab.open(
      `?model=lenet5&train=64&val=32&test=32&epochs=banana&colour=red&batch=16&lang=en&y=${long}`,
    );
    for (const text of [/epochs=banana/, /colour=red/])
      expect(await page.getByText(text).first().isVisible()).toBe(true);
    expect(await page.getByText(/batch=16/).count()).toBe(0);
    expect(await page.getByRole('textbox', { name: /^epochs/i }).inputValue()).toBe('10');
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await context.close();
  });
});
