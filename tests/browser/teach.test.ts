/**
 * What a teacher and a newcomer find in the page: links for a class, the guided visit, help at the
 * fields, the glossary. Chromium.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  coveredControls,
  languagesAndThemes,
  seriousFindings,
  sidewaysScroll,
  small,
  useVisitors,
} from './page';
import { missing } from './lenet';

const absent = missing('chromium');
const minute = 60_000;
const markup =
  '<script>window.intruder = 1</script><img src=x onerror="window.intruder = 1"> https://example.org {{n}}';
const lesson = `${small}&place=train&lock=optimizer,lr,flip&hide=code,speed&${new URLSearchParams({ 'say.train': markup })}`;

/** Top edge of an element, in pixels below the bar on top. */
const belowBar = (page: Page, id: string): Promise<number> =>
  page.evaluate((place) => {
    const bar = document.querySelector('.top')!.getBoundingClientRect().bottom;
    return document.querySelector(`#${place} h2`)!.getBoundingClientRect().top - bar;
  }, id);

/** An element's role, name, state and description, as assistive technology gets them. */
async function toldOf(page: Page, name: string): Promise<string> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const node = nodes.find(
    (each) =>
      each.name?.value === name &&
      !each.ignored &&
      each.role?.value !== 'StaticText' &&
      each.role?.value !== 'LabelText',
  );
  const state = node?.properties?.find((property) => property.name === 'disabled')?.value.value === true;
  return `${node?.role?.value} ${state ? 'disabled' : 'enabled'}: ${node?.description?.value ?? ''}`;
}

describe.skipIf(absent)(`Teaching with the page${absent}`, () => {
  const visit = useVisitors();

  it('a link for a class opens at its place, with its fields locked and its text as text', async () => {
    const { context, page, lab } = await visit();
    await page.setViewportSize({ width: 360, height: 800 });
    await lab.open(lesson);
    await lab.waitForText('dataset-status', (text) => /^ready/i.test(text), minute);
    // Images have come above it, and the place is still in sight, under the bar.
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(500);
    expect(await belowBar(page, 'train')).toBeGreaterThanOrEqual(0);
    expect(await belowBar(page, 'train')).toBeLessThan(200);
    expect(await page.getByRole('note', { name: 'From your teacher' }).innerText()).toContain(markup);
    expect(await lab.tab.read('window.intruder')).toBeUndefined();
    expect(await page.getByRole('note').getByRole('link').count()).toBe(0);
    expect(await toldOf(page, 'Learning rate 1e-8 … 10')).toBe('textbox disabled: Locked by the link.');
    expect(await toldOf(page, 'Adam Optimizer')).toMatch(/^button disabled: Locked by the link\./);
    expect(await toldOf(page, 'Batch size 1 … 1024')).toBe('textbox enabled: ');
    await page.getByRole('button', { name: 'Images', exact: true }).click();
    expect(await toldOf(page, 'Random flip')).toMatch(/^switch disabled: Locked by the link\./);
    expect(await page.getByRole('button', { name: 'Keras code' }).count()).toBe(0);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    expect(await coveredControls(page)).toEqual([]);
    // It survives an edit and a reload, and can be left.
    await page.getByRole('textbox', { name: 'Batch size' }).fill('8');
    await page.keyboard.press('Enter');
    await page.waitForURL(/batch=8.*lock=optimizer,lr,flip/);
    await page.reload();
    await page.getByRole('button', { name: 'Unlock and show all' }).click();
    expect(page.url()).not.toMatch(/lock=|hide=|say/);
    expect(await page.getByRole('textbox', { name: 'Learning rate' }).isEnabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Keras code' }).count()).toBe(1);
    expect(lab.tab.problems).toEqual([]);
    await context.close();
  });

  it('a link is made in the dialog, copied, and does what was ticked', async () => {
    const { context, page, lab } = await visit();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await lab.open(small);
    await lab.click('Make a link for a class');
    const dialog = page.getByRole('dialog', { name: 'Make a link for a class' });
    await dialog.getByRole('button', { name: 'the top of the page Opens at' }).click();
    await page.getByRole('option', { name: 'Model' }).click();
    await dialog.getByRole('checkbox', { name: 'Seed' }).focus();
    await page.keyboard.press('Space');
    await dialog.getByRole('textbox', { name: 'Model' }).fill('Count the weights of conv2d.');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Copy this link' }).click();
    await dialog.getByText('Copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await dialog.getByTestId('class-link').innerText());
    expect(page.url()).not.toContain('lock=');
    await page.goto(copied);
    await page.getByRole('note', { name: 'From your teacher' }).waitFor();
    expect(await belowBar(page, 'model')).toBeLessThan(100);
    expect(await page.getByText('Locked: Seed.').isVisible()).toBe(true);
    expect(lab.tab.problems).toEqual([]);
    await context.close();
  });

  it('the guided visit goes by keyboard from the invitation to its end, once', async () => {
    const { context, page, lab } = await visit();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await lab.open(small);
    await page.getByRole('button', { name: 'Show me around' }).focus();
    await page.keyboard.press('Enter');
    const places = ['Data', 'Model', 'Train', 'Evaluate', 'Explore'];
    for (const [i, place] of places.entries()) {
      const dialog = page.getByRole('dialog', { name: `Step ${i + 1} of 5: ${place}` });
      await dialog.waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'dialog');
      expect(await belowBar(page, place.toLowerCase())).toBeLessThan(500);
      expect(i === 2 ? await seriousFindings(page) : []).toEqual([]);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    }
    expect(await page.getByTestId('tour').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Help');
    // The invitation does not come back.
    await page.reload();
    await page.getByRole('button', { name: 'Help' }).waitFor();
    expect(await page.getByRole('button', { name: 'Show me around' }).count()).toBe(0);
    expect(lab.tab.problems).toEqual([]);
    await context.close();
  });

  it('help at a field opens inside the window, at every width', async () => {
    const { context, page, lab } = await visit();
    for (const width of [360, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      await lab.open(`${small}&optimizer=adam`);
      await page.getByRole('button', { name: 'About optimizer' }).click();
      const dialog = page.getByRole('dialog', { name: 'Optimizer' });
      await dialog.waitFor();
      const box = (await dialog.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      // MathML, laid out by the browser: a fraction is higher than its letters.
      const formula = (await dialog.locator('math mfrac').first().boundingBox())!;
      expect(formula.height).toBeGreaterThan(24);
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    }
    expect(lab.tab.problems).toEqual([]);
    await context.close();
  });

  it('the glossary passes axe in each language and theme, and leads to a place below the bar', async () => {
    const { context, page, lab } = await visit();
    await page.setViewportSize({ width: 360, height: 800 });
    await lab.open(small);
    for (const [colorScheme, help, glossary, term, place] of [
      ['light', 'Help', 'Glossary', 'f1', 'evaluate'],
      ['dark', '도움말', '용어집', 'overfitting', 'train'],
    ] as const) {
      await lab.click(help);
      await page.getByRole('menuitem', { name: glossary }).click();
      const dialog = page.getByRole('dialog', { name: glossary });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await seriousFindings(page)).toEqual([]);
      await dialog.locator(`[data-term="${term}"] button`).click();
      await dialog.waitFor({ state: 'detached' });
      await page.waitForFunction((id) => document.activeElement?.id === id, place);
      await page.waitForTimeout(300);
      expect(await belowBar(page, place)).toBeGreaterThanOrEqual(0);
      expect(await belowBar(page, place)).toBeLessThan(100);
      if (help === 'Help') await lab.click('한국어');
    }
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    expect(lab.tab.problems).toEqual([]);
    await context.close();
  });

  it('locked fields, notes and the invitation pass axe in each language and theme', async () => {
    const { context, page, lab } = await visit();
    for (const [lang, colorScheme] of languagesAndThemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await lab.open(lesson.replace('lang=en', `lang=${lang}`));
      await page.getByRole('note').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await page.locator('.help-button').nth(1).click();
      await page.getByRole('dialog').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    }
    await context.close();
  });
});
