/**
 * Runs laid over each other and the race, in Chromium on real images: LeNet-5, and AlexNet at 67 px
 * on a few. On the CPU engine.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from './lenet';
import { seriousFindings, sidewaysScroll, small, useVisitors, type Visitor } from './page';

const minute = 60_000;
const absent = missing('chromium');

/** Sideways scrolling at a phone's width. */
async function onAPhone(page: Page): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 800 });
  const wider = await sidewaysScroll(page);
  if (before) await page.setViewportSize(before);
  return wider;
}

describe.skipIf(absent)(`comparisons in Chromium${absent}`, () => {
  const visit = useVisitors();
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await visit();
  });
  afterAll(() => visitor?.context.close());

  it('two saved runs are laid over each other, and what was changed is told', async () => {
    const { lab, page } = visitor;
    for (const change of ['', '&flip=1']) {
      await lab.open(small + change);
      await lab.waitForText('dataset-status', (text) => /ready/i.test(text), 2 * minute);
      await lab.click('Train');
      await lab.waitForStatus(['finished'], 5 * minute);
      await page.locator('[data-testid="saved-runs"] tbody tr').first().waitFor({ timeout: minute });
    }
    await lab.view('explore/runs');
    const choices = page.locator('.runs-choice');
    await choices.nth(1).waitFor({ timeout: minute });
    // The older first: it is what the other is held against, and comes from the archive.
    await choices.nth(1).click();
    await choices.nth(0).click();
    const rows = page.locator('[data-testid="runs-outcomes"] tbody tr');
    await rows.nth(1).waitFor({ timeout: minute });
    const texts = await rows.allInnerTexts();
    expect(texts[0]).toMatch(/^1 · LeNet-5\s+the first\s+2\s/);
    expect(texts[1]).toMatch(/^2 · LeNet-5\s+\+ flip\s+2\s/);
    await page.locator('.runs-charts').scrollIntoViewIfNeeded();
    await expect.poll(() => page.locator('.runs-charts canvas').count(), { timeout: minute }).toBe(2);
    await page.getByRole('button', { name: 'Table: val_loss' }).click();
    const table = page.locator('.runs-charts .chart-table').first();
    expect(await table.locator('thead').innerText()).toMatch(/epoch\s+1 · LeNet-5\s+2 · LeNet-5/);
    expect(await table.locator('tbody tr').count()).toBe(2);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await onAPhone(page)).toBeLessThanOrEqual(0);
    expect(lab.tab.problems).toEqual([]);
  });

  it('the race trains and tests both networks from one click, and keeps both runs', async () => {
    const { lab, page } = visitor;
    // Enough steps of AlexNet for a look at the page between them.
    await lab.open(small.replace('epochs=2', 'epochs=1').replace('train=64', 'train=160'));
    await lab.waitForText('dataset-status', (text) => /ready/i.test(text), 2 * minute);
    const saved = await page.locator('[data-testid="saved-runs"] tbody tr').count();
    await lab.view('explore/race');
    await page.getByRole('radio', { name: 'as the form says' }).click();
    await lab.click('Start the race');
    const entry = (i: number) => page.locator('[data-testid="race-status"] > li').nth(i);
    await expect.poll(() => entry(1).getAttribute('data-phase'), { timeout: 5 * minute }).toBe('training');
    expect(await entry(0).getAttribute('data-phase')).toBe('finished');
    expect(await seriousFindings(page)).toEqual([]);
    await expect
      .poll(() => page.getByTestId('race-status').getAttribute('data-going'), { timeout: 10 * minute })
      .toBe('false');
    expect(await entry(1).innerText()).toBe('✓ AlexNet, small input has finished.');
    const cells = (measure: string) => page.locator(`[data-measure="${measure}"] td`).allInnerTexts();
    expect(await cells('params')).toEqual(['62,006', '21,624,586']);
    for (const measure of ['imageMs', 'seconds', 'accuracy', 'perMinute'])
      for (const text of await cells(measure)) expect(text).toMatch(/^\d/);
    await expect
      .poll(() => page.locator('[data-testid="saved-runs"] tbody tr').count(), { timeout: minute })
      .toBe(saved + 2);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await onAPhone(page)).toBeLessThanOrEqual(0);
    expect(lab.tab.problems).toEqual([]);
  });

  it('the race can be stopped', async () => {
    const { lab, page } = visitor;
    await page.getByRole('textbox', { name: /^Epochs/ }).fill('1000');
    await page.keyboard.press('Enter');
    await page.waitForURL(/epochs=1000/);
    await lab.click('Race again');
    await expect
      .poll(() => page.getByTestId('race-status').getAttribute('data-going'), { timeout: minute })
      .toBe('true');
    await lab.click('Stop the race');
    await expect
      .poll(() => page.getByTestId('race-status').getAttribute('data-going'), { timeout: 2 * minute })
      .toBe('false');
    expect(await page.getByTestId('race-status').innerText()).toContain('was stopped');
    expect(lab.tab.problems).toEqual([]);
  });
});
