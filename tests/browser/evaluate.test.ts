/** An evaluation opens up: every figure leads to its images. Chromium, LeNet-5 on real images. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { missing } from './lenet';
import { seriousFindings, sidewaysScroll, small, useVisitors, type Visitor } from './page';

const minute = 60_000;
const absent = missing('chromium');
const figure = (text: string): boolean => /^\d\.\d+$/.test(text);

/** Rows of a file that the page gave, as cells. */
async function download(page: Page, button: string): Promise<string[][]> {
  const [taken] = await Promise.all([
    page.waitForEvent('download', { timeout: minute }),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  const text = readFileSync(await taken.path(), 'utf8').trimEnd();
  return text.split('\r\n').map((line) => line.split(','));
}

describe.skipIf(absent)(`an evaluation in Chromium${absent}`, () => {
  const visit = useVisitors();
  let visitor: Visitor;
  const dialog = () => visitor.page.getByRole('dialog');
  const tiles = () => dialog().locator('.evaluated-tile');

  /**
   * What the cells of the matrix say, when they say it of so many images: it is drawn after the
   * figures.
   */
  async function drawnCounts(images: number): Promise<number[]> {
    const said = await visitor.page.waitForFunction(
      (total) => {
        const cells = [...document.querySelectorAll('.matrix-cell')].map((cell) => Number(cell.textContent));
        return cells.reduce((sum, n) => sum + n, 0) === total && cells;
      },
      images,
      { timeout: minute },
    );
    return (await said.jsonValue()) || [];
  }

  beforeAll(async () => {
    if (absent) return;
    visitor = await visit();
    const { lab, page } = visitor;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await lab.open(small.replace('test=32', 'test=300'));
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 5 * minute);
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', figure, 2 * minute);
    await lab.view('evaluate/classes');
  });

  // A test that failed leaves nothing over the page.
  afterEach(async () => {
    if (await dialog().isVisible()) await visitor.page.keyboard.press('Escape');
  });
  afterAll(() => visitor?.context.close());

  it('opens each cell of the matrix with just the images that it counts', async () => {
    const { page } = visitor;
    const cells = page.locator('.matrix-cell');
    const counts = await drawnCounts(300);
    for (const cell of [0, counts.length - 1, counts.indexOf(Math.max(...counts))]) {
      const said = await cells.nth(cell).getAttribute('aria-label');
      await cells.nth(cell).click();
      await tiles().first().waitFor();
      const found = counts[cell] === 1 ? '1 image found' : `${counts[cell]} images found`;
      expect(await dialog().locator('output.note').innerText()).toBe(found);
      expect(await tiles().count()).toBe(Math.min(counts[cell]!, 48));
      const [, actual, predicted] = /^(\w+)(?: taken for (\w+)|, right)/.exec(said ?? '') ?? [];
      const wanted = predicted ? new RegExp(`✕ ${predicted}\\s+is: ${actual}`) : new RegExp(`✓ ${actual}`);
      for (const text of await tiles().allInnerTexts()) expect(text).toMatch(wanted);
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    }
  });

  it('shows an image with its ten probabilities, and as the network takes it in', async () => {
    const { page } = visitor;
    await page.locator('.matrix-cell').first().click();
    await tiles().first().click();
    const shares = await dialog().locator('.bar-text').allInnerTexts();
    expect(shares).toHaveLength(10);
    expect(shares.reduce((sum, share) => sum + Number.parseFloat(share), 0)).toBeCloseTo(100, 0);
    // LeNet-5 takes the image as it is: both pictures are the same, pixel by pixel.
    await dialog().getByText('As the network sees it, 32 × 32').waitFor();
    const pictures = await dialog()
      .locator('figure canvas')
      .evaluateAll((all) =>
        all.map((canvas) =>
          (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, 32, 32).data.join(),
        ),
      );
    expect(pictures).toHaveLength(2);
    expect(pictures[0]).toBe(pictures[1]);
    expect(new Set(pictures[0]!.split(',')).size).toBeGreaterThan(10);
    await page.keyboard.press('Escape');
  });

  it('gives all predictions as a file, and 256 random ones, which agree with the page', async () => {
    const { lab, page } = visitor;
    await lab.view('evaluate/images');
    const [head, ...rows] = await download(page, 'All predictions as CSV');
    expect(head?.slice(0, 3)).toEqual(['split', 'index', 'actual']);
    expect(rows).toHaveLength(300);
    const right = rows.filter((row) => row[6] === '1').length;
    expect(Number(await lab.text('test-accuracy'))).toBeCloseTo(right / 300, 4);
    const some = (await download(page, '256 random images as CSV')).slice(1);
    expect(new Set(some.map((row) => row[1])).size).toBe(256);
    const known = new Set(rows.map((row) => row.join()));
    expect(some.every((row) => known.has(row.join()))).toBe(true);
    expect((await download(page, '256 random images as CSV')).slice(1)).not.toEqual(some);
  });

  it('has nothing that axe calls serious in the dialog, and fits a phone', async () => {
    const { page, lab } = visitor;
    await lab.view('evaluate/classes');
    for (const [width, colorScheme] of [
      [1200, 'light'],
      [360, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.locator('.matrix-cell').first().click();
      await tiles().first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await tiles().first().click();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    }
    await page.setViewportSize({ width: 1200, height: 900 });
    expect(lab.tab.problems).toEqual([]);
  });

  it('of another split has figures of its own, and keeps to its model’s images whatever the form says since', async () => {
    const { lab, page } = visitor;
    await lab.view('evaluate/images');
    const ofTest = await download(page, 'All predictions as CSV');
    await page.getByRole('button', { name: 'Callbacks and seed' }).click();
    await page.getByRole('textbox', { name: /^Seed/ }).fill('8');
    await page.keyboard.press('Enter');
    await page.waitForURL(/seed=8/);
    const evaluate = async (split: 'Validation' | 'Test', handle: 'val-accuracy' | 'test-accuracy') => {
      await lab.view('evaluate/result');
      await page.locator('#evaluate').getByRole('radio', { name: split }).click();
      await lab.click('Evaluate');
      await lab.waitForText(handle, figure, minute);
    };
    await evaluate('Validation', 'val-accuracy');
    expect(await lab.text('test-accuracy')).toBeNull();
    await drawnCounts(32);
    await evaluate('Test', 'test-accuracy');
    await drawnCounts(300);
    await lab.view('evaluate/images');
    expect(await download(page, 'All predictions as CSV')).toEqual(ofTest);
    expect(lab.tab.problems).toEqual([]);
  });
});
