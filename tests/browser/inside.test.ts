/**
 * Explore's look inside a model, in Chromium, on LeNet-5: while it trains and after, by its own
 * rule of cost. On the CPU engine.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { missing } from './lenet';
import { coveredControls, endless, seriousFindings, sidewaysScroll, useVisitors } from './page';

const absent = missing('chromium');
const minute = 60_000;
/** Of the time, for looks of the image by themselves. */
const share = 0.02;
/** Between two such looks, milliseconds. */
const minPause = 500;

/** The polls of a kind since the page was opened: milliseconds. */
const polls = (page: Page, kind = 'poll maps'): Promise<{ start: number; end: number }[]> =>
  page.evaluate(
    (prefix) =>
      performance
        .getEntriesByType('measure')
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ startTime, duration }) => ({ start: startTime, end: startTime + duration })),
    kind,
  );

describe.skipIf(absent)(`Looking inside${absent}`, () => {
  const visit = useVisitors();

  it(
    'costs nothing while closed or out of sight, and its share while open',
    { timeout: 6 * minute },
    async () => {
      const { context, page, lab } = await visit();
      await lab.open(endless);
      await lab.click('Train');
      const epochsPast = (n: number) =>
        lab.waitFor(`${n} epochs`, 2 * minute, async () => ((await lab.epochs()).length >= n ? true : null));
      const twoMoreEpochs = async () => epochsPast((await lab.epochs()).length + 2);
      await epochsPast(2);
      expect(await polls(page, 'poll')).toEqual([]);

      await lab.view('explore/layers');
      await lab.click('Look inside');
      // Maps come only where they can be seen: what stands above may have pushed their place out of
      // sight.
      await page.getByTestId('inside').evaluate((card) => card.scrollIntoView({ behavior: 'instant' }));
      await page.getByTestId('feature-maps').waitFor({ timeout: 2 * minute });
      await lab.waitFor('four looks', 2 * minute, async () =>
        (await polls(page)).length >= 4 ? true : null,
      );
      const seen = await polls(page);
      // The first is a person's. The others wait for what those before them took.
      const pauses = seen.slice(1).map(({ start }, i) => start - (seen[i]?.end ?? start));
      const floor = seen.map(({ start, end }) => (end - start) / share - 1);
      expect(pauses.filter((pause, i) => pause < (floor[i] ?? Infinity))).toEqual([]);
      expect(await lab.status()).toBe('training');

      await page.evaluate(() => document.querySelector('#data')?.scrollIntoView({ behavior: 'instant' }));
      await twoMoreEpochs();
      const before = await polls(page);
      // Until the next would be due in sight; and each epoch after that is a reason for it.
      const spent = before.reduce((sum, { start, end }) => sum + end - start, 0);
      await page.waitForFunction(
        (due) => performance.now() > due,
        Math.max(before[0]!.start + spent / share, before.at(-1)!.end + minPause),
        { timeout: 2 * minute },
      );
      await twoMoreEpochs();
      expect(await polls(page)).toHaveLength(before.length);

      // To be pressed, the button is scrolled into sight, and the card with it.
      await lab.click('Close the image');
      await twoMoreEpochs();
      const closed = (await polls(page)).length;
      await twoMoreEpochs();
      expect(await polls(page)).toHaveLength(closed);
      await lab.click('Stop');
      await lab.waitForStatus(['finished'], minute);
      expect(lab.tab.problems).toEqual([]);
      await context.close();
    },
  );

  it(
    'shows maps, heat and distributions, readable by all and at every width',
    { timeout: 6 * minute },
    async () => {
      const { context, page, lab } = await visit();
      await lab.open(endless);
      await lab.view('explore/layers');
      expect(await page.getByRole('button', { name: 'Look inside' }).count()).toBe(0);
      await lab.click('Train');
      await lab.waitForStatus(['training'], 2 * minute);
      await lab.view('explore/numbers');
      await lab.click('Look at the numbers');
      await page.getByTestId('distributions').scrollIntoViewIfNeeded();
      await page.getByTestId('dead-relus').waitFor();
      await lab.click('Stop');
      await lab.waitForStatus(['finished'], minute);
      expect(await page.getByTestId('dead-relus').locator('tbody tr').count()).toBe(7);

      await lab.view('explore/layers');
      await lab.click('Look inside');
      const maps = page.getByTestId('feature-maps');
      await maps.scrollIntoViewIfNeeded();
      expect(await maps.locator('canvas').count()).toBe(6);
      await page.getByTestId('inside').getByRole('button', { name: /Layer/ }).click();
      await page.getByRole('option', { name: 'conv2d_1, 10 × 10 × 16' }).click();
      await maps.getByText('All 16 channels.').waitFor();
      // Not all of what is shown is one colour.
      const shades = await maps
        .locator('canvas')
        .evaluateAll((canvases) =>
          canvases.map(
            (canvas) =>
              new Set((canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, 10, 10).data).size,
          ),
        );
      expect(Math.max(...shades)).toBeGreaterThan(10);

      await page.getByRole('radio', { name: 'Heat map' }).click();
      const heat = page.getByTestId('grad-cam');
      await heat.getByText('Predicted: ').waitFor();
      await page.getByTestId('inside').getByRole('button', { name: /Class/ }).click();
      await page.getByRole('option', { name: 'frog' }).click();
      await heat.getByText('What supports frog').waitFor();

      await page.getByRole('radio', { name: 'Difference' }).click();
      await page.getByText('Now minus before').waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await seriousFindings(page)).toEqual([]);
      }
      await page.setViewportSize({ width: 360, height: 900 });
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
      expect(await coveredControls(page)).toEqual([]);
      expect(lab.tab.problems).toEqual([]);
      await context.close();
    },
  );
});
