/**
 * The whole lab by keyboard alone: every control is reached by Tab, its focus is seen, and none is
 * lost or trapped. Chromium, LeNet-5 on real images.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyboard } from './keyboard';
import { missing } from './lenet';
import { passes, small, useVisitors, type Visitor } from './page';

const minute = 60_000;
const absent = missing('chromium');
const figure = (text: string): boolean => /^\d\.\d+$/.test(text);
/** More than all controls of the page after an evaluation. */
const wholePage = 250;
const tile = /(right|wrong), image \d+/;

describe.skipIf(absent)(`The lab by keyboard alone${absent}`, () => {
  const visit = useVisitors();
  let visitor: Visitor;
  let keys: Keyboard;
  const address = (part: RegExp) => visitor.page.waitForURL(part);
  const dialog = () => visitor.page.getByRole('dialog');

  beforeAll(async () => {
    if (absent) return;
    visitor = await visit();
    const { lab, page } = visitor;
    keys = await Keyboard.of(page);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await lab.open(small.replace('lenet5', 'alexnet').replace('train=64', 'train=640'));
    // Not switched off by what has yet to come.
    await lab.waitFor('Train', 2 * minute, async () =>
      (await lab.isEnabled('Train')) === true ? true : null,
    );
  });
  afterAll(() => visitor?.context.close());

  it('skips the bar, and goes from place to place', async () => {
    await keys.reach('link', 'Skip to the lab', { limit: 1 });
    await keys.press('Enter', 'Tab');
    expect((await keys.stop())?.place).toBe('data');
    await keys.seen();
    for (const [name, place] of [
      ['Explore', 'explore'],
      ['Model', 'model'],
    ] as const) {
      await keys.reach('link', new RegExp(`^${name}`), { limit: wholePage });
      await keys.press('Enter');
      await address(new RegExp(`#${place}$`));
      await keys.press('Tab');
      expect((await keys.stop())?.place).toBe(place);
      await keys.seen();
    }
  });

  it('chooses LeNet-5, types a number, and reads the help at the field', async () => {
    // The first control of Model is one stop, whatever the number of networks.
    await keys.standsOn('radio', 'AlexNet 227');
    await keys.reach('radio', 'LeNet-5', { key: 'ArrowRight', limit: 4 });
    await keys.press('Space');
    await address(/model=lenet5/);
    await keys.reach('textbox', /^Epochs/);
    // Tab selects what is in a field: typing takes its place.
    await keys.press('1', '0', '0', '0', 'Enter');
    await address(/epochs=1000/);
    expect(visitor.page.url()).not.toMatch(/epochs=2\b/);
    await keys.standsOn('textbox', /^Epochs/);
    await keys.reach('button', 'About epochs', { limit: 1 });
    await keys.press('Enter');
    await dialog().waitFor();
    await visitor.page.waitForFunction(() => document.activeElement?.closest('[role="dialog"]'));
    await keys.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await keys.standsOn('button', 'About epochs');
  });

  it('trains, pauses, goes on, stops and continues, and always stands on a button of the run', async () => {
    const { lab, page } = visitor;
    await keys.reach('button', 'Train', { limit: wholePage });
    await keys.press('Enter');
    await lab.waitForStatus(['compiling', 'training'], minute);
    await keys.standsOn('button', 'Pause');
    await lab.waitForStatus(['training'], minute);
    await keys.press('Enter');
    await lab.waitForStatus(['paused'], minute);
    await keys.standsOn('button', 'Resume');
    await keys.press('Enter');
    await lab.waitForStatus(['training'], minute);
    await keys.reach('button', 'Stop', { limit: 1 });
    await keys.press('Enter');
    await lab.waitForStatus(['finished'], minute);
    await keys.standsOn('button', 'Train');
    const stopped = (await lab.epochs()).length;
    // A few epochs more, which end by themselves.
    await keys.reach('textbox', /^Epochs/, { limit: wholePage });
    await keys.press('5', 'Enter');
    await address(/epochs=5\b/);
    await keys.reach('button', 'Train', { key: 'Shift+Tab', limit: wholePage });
    const trained = passes(page, 'training');
    await keys.press('Enter');
    await trained;
    await lab.waitForStatus(['finished'], 2 * minute);
    await keys.standsOn('button', 'Train');
    expect((await lab.epochs()).length).toBe(stopped + 5);
  });

  it('evaluates, and opens the images of a cell, one of them, and comes back the same way', async () => {
    const { lab, page } = visitor;
    await keys.reach('radio', 'Start anew', { key: 'Shift+Tab', limit: 1 });
    await keys.press('Space');
    await keys.reach('link', /^Evaluate/, { key: 'Shift+Tab' });
    await keys.press('Enter');
    await keys.reach('button', 'Evaluate');
    await keys.press('Enter');
    await lab.waitForText('test-accuracy', figure, minute);
    await keys.standsOn('button', 'Evaluate');
    // What would give the model up does not stay chosen.
    expect(await page.getByRole('radio', { name: 'Continue', exact: true }).isChecked()).toBe(true);
    await keys.reach('tab', 'Result', { key: 'Shift+Tab', limit: 2 });
    await keys.reach('tab', 'Classes', { key: 'ArrowRight', limit: 1 });
    await address(/#evaluate\/classes$/);
    await page.locator('.matrix-cell').first().waitFor();
    await keys.reach('row', /^airplane/);
    await keys.reach('button', /Show the images$/, { key: 'ArrowRight', limit: 12 });
    const cell = (await keys.stop())?.name ?? '';
    await keys.press('Enter');
    await dialog().locator('.evaluated-tile').first().waitFor();
    await keys.reach('button', 'Close', { limit: 2 });
    await keys.reach('button', 'Filter', { limit: 1 });
    await keys.press('Enter');
    // The filters take the button's place: the dialog keeps the focus, and they come next.
    await keys.standsOn('button', 'Close');
    await keys.reach('radio', 'All', { limit: 1 });
    await keys.reach('button', tile);
    const opened = (await keys.stop())?.name ?? '';
    await keys.press('Enter');
    await dialog().getByText('As the network sees it, 32 × 32').waitFor();
    expect(await dialog().locator('.bar-text').count()).toBe(10);
    await keys.standsOn('button', 'Back to the images');
    await keys.press('Enter');
    await page.waitForFunction(() => document.activeElement?.matches('.evaluated-tile'));
    await keys.standsOn('button', opened);
    await keys.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await keys.standsOn('button', cell);
    // The matrix is one stop: the next is beyond it.
    await keys.reach('button', 'Table: Accuracy per class', { limit: 1 });
  });

  it('writes a note and saves the report', async () => {
    const { page } = visitor;
    await keys.reach('tab', 'Classes', { key: 'Shift+Tab' });
    await keys.reach('tab', 'Report', { key: 'ArrowRight', limit: 3 });
    await keys.reach('button', 'Report as HTML', { limit: 3 });
    const download = page.waitForEvent('download', { timeout: minute });
    await keys.press('Enter');
    expect((await download).suggestedFilename()).toBe('alexnet-lab-report.html');
    await keys.standsOn('button', 'Report as HTML');
    await keys.reach('textbox', 'Discussion', { limit: 12 });
    await page.keyboard.type('By keyboard.');
    expect(await page.getByRole('textbox', { name: 'Discussion' }).inputValue()).toBe('By keyboard.');
  });

  it('looks inside: another image, its feature maps in another layer, its heat map', async () => {
    const { page } = visitor;
    const checked = () => page.evaluate(() => document.activeElement?.getAttribute('aria-checked'));
    await keys.reach('tab', 'Own pictures');
    await keys.reach('tab', 'Layers', { key: 'ArrowRight', limit: 1 });
    await keys.reach('button', 'Look inside');
    await keys.press('Enter');
    await page.getByTestId('inside').waitFor();
    await keys.standsOn('button', 'Close the image');
    await keys.reach('radio', /, image [\d,]+$/, { limit: 1 });
    expect(await checked()).toBe('true');
    await keys.press('ArrowRight');
    expect(await checked()).toBe('false');
    await keys.press('Space');
    expect(await checked()).toBe('true');
    const maps = page.getByTestId('feature-maps');
    await maps.locator('canvas').first().waitFor();
    await keys.reach('button', /Layer/);
    await keys.press('Enter');
    await page.getByRole('listbox').waitFor();
    await keys.reach('option', /^conv2d_1/, { key: 'ArrowDown', limit: 8 });
    await keys.press('Enter');
    await maps.getByText('All 16 channels.').waitFor();
    await keys.standsOn('button', /Layer/);
    await keys.reach('radio', 'Feature maps', { key: 'Shift+Tab', limit: 2 });
    await keys.reach('radio', 'Heat map', { key: 'ArrowRight', limit: 1 });
    await keys.press('Space');
    await page.getByTestId('grad-cam').getByText('Predicted: ').waitFor();
    await keys.standsOn('radio', 'Heat map');
  });

  it('changes language and theme', async () => {
    const { page } = visitor;
    await keys.reach('button', '한국어', { limit: wholePage });
    await keys.press('Enter');
    await page.waitForFunction(() => document.documentElement.lang === 'ko');
    await keys.standsOn('button', 'English');
    await keys.press('Enter');
    await page.waitForFunction(() => document.documentElement.lang === 'en');
    await keys.reach('button', 'Theme', { limit: 1 });
    await keys.press('Enter');
    await page.getByRole('menu').waitFor();
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await keys.reach('menuitemradio', 'Dark', { key: 'ArrowDown', limit: 3 });
    await keys.press('Enter');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await keys.standsOn('button', 'Theme');
    expect(await paper()).not.toBe(light);
  });

  it('leaves the page at its end and at its beginning, and has met all places in their order', async () => {
    await keys.leave('Shift+Tab', 10);
    // From outside of the page the first stop is its last control.
    const back = await keys.leave('Shift+Tab', wholePage);
    const there = await keys.leave('Tab', wholePage);
    expect([...new Set(there.map(({ place }) => place))]).toEqual([
      '',
      'data',
      'model',
      'train',
      'evaluate',
      'explore',
    ]);
    expect(back.at(-1)?.name).toBe('Skip to the lab');
    expect(visitor.lab.tab.problems).toEqual([]);
  });

  it('would tell of a control that is not there, of a focus that is not seen, and of a trap', async () => {
    const { page } = visitor;
    await expect(keys.reach('button', 'No such button', { limit: 5 })).rejects.toThrow(
      /5 × Tab did not reach button No such button, but: link “Skip to the lab”, link “Data/,
    );
    const draw = (part: 'outline' | 'translate', value: string) =>
      page.evaluate(
        ([name, to]) => {
          // The page's policy lets no style sheet in.
          (document.activeElement as HTMLElement).style.setProperty(name, to, 'important');
        },
        [part, value] as const,
      );
    await draw('outline', '0');
    await expect(keys.seen()).rejects.toThrow('it has no ring');
    await draw('outline', '');
    await draw('translate', '-300vw');
    await expect(keys.seen()).rejects.toThrow('it is outside of the window');
    await draw('translate', '');
    await keys.seen();
    await page.evaluate(() =>
      document.addEventListener('keydown', (event) => event.key === 'Tab' && event.preventDefault(), true),
    );
    await expect(keys.leave('Tab', 20)).rejects.toThrow('20 × Tab did not leave the page, but met');
    await page.evaluate(() => {
      const cover = document.createElement('div');
      cover.style.cssText = 'position: fixed; inset: 0; z-index: 99';
      document.body.append(cover);
    });
    await expect(keys.seen()).rejects.toThrow('something lies over it');
  });
});
