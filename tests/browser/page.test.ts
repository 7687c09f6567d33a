/** The page as a visitor meets it: accessible, at every width, by keyboard, in both languages. */
import { describe, expect, it } from 'vitest';
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
    await lab.open('?model=lenet5&train=64&val=32&test=32&epochs=banana&colour=red&batch=16&lang=en');
    for (const text of [/epochs=banana/, /colour=red/])
      expect(await page.getByText(text).first().isVisible()).toBe(true);
    expect(await page.getByText(/batch=16/).count()).toBe(0);
    expect(await page.getByRole('textbox', { name: /^epochs/i }).inputValue()).toBe('10');
    await context.close();
  });
});
