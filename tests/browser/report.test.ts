/**
 * The report of a run that was really made: it leaves the page as a file, and opens without a
 * network. Chromium, LeNet-5.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from './lenet';
import { seriousFindings, small, useVisitors, type Visitor } from './page';

const minute = 60_000;
const absent = missing('chromium');
const note = 'The ships are <b>blue</b>.\nSo is the sky.';

describe.skipIf(absent)(`a report in Chromium${absent}`, () => {
  const visit = useVisitors();
  let visitor: Visitor;

  async function download(button: string): Promise<{ name: string; text: string }> {
    const { page } = visitor;
    const [taken] = await Promise.all([
      page.waitForEvent('download', { timeout: minute }),
      page.getByRole('button', { name: button, exact: true }).click(),
    ]);
    return { name: taken.suggestedFilename(), text: readFileSync(await taken.path(), 'utf8') };
  }

  beforeAll(async () => {
    if (absent) return;
    visitor = await visit();
    const { lab, page } = visitor;
    await lab.open(small);
    await lab.view('evaluate/report');
    await page
      .getByRole('textbox', { name: 'Experiment', exact: true })
      .fill('What does it learn in two epochs?');
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 5 * minute);
    await lab.view('evaluate/result');
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 2 * minute);
    await lab.view('evaluate/report');
    await page.getByRole('textbox', { name: 'Discussion', exact: true }).fill(note);
  });

  afterAll(() => visitor?.context.close());

  it('opens by itself as HTML: its figures are the page’s, its pictures are there, and nothing is fetched', async () => {
    const { context, lab } = visitor;
    const { name, text } = await download('Report as HTML');
    expect(name).toBe('alexnet-lab-report.html');
    const reader = await context.newPage();
    const asked: string[] = [];
    reader.on('request', (request) => asked.push(request.url()));
    await context.setOffline(true);
    await reader.setContent(text);
    await context.setOffline(false);
    const content = await reader.innerText('body');
    expect(content).toContain(await lab.text('test-accuracy'));
    for (const log of await lab.epochs()) expect(content).toContain(log.val_loss.toFixed(4));
    for (const words of ['What does it learn in two epochs?', note]) expect(content).toContain(words);
    const widths = await reader
      .locator('img')
      .evaluateAll((all) => (all as HTMLImageElement[]).map(({ naturalWidth }) => naturalWidth));
    // Loss, accuracy, calibration, and twelve samples.
    expect(widths).toHaveLength(15);
    expect(widths.every((width) => width >= 32)).toBe(true);
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([]);
    expect(await seriousFindings(reader)).toEqual([]);
    // On A4, nothing is wider than the paper.
    await reader.setViewportSize({ width: 673, height: 950 });
    await reader.emulateMedia({ media: 'print' });
    expect(await reader.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(673);
    await reader.close();
  });

  it('says the same as Markdown', async () => {
    const { lab } = visitor;
    const { name, text } = await download('Report as Markdown');
    expect(name).toBe('alexnet-lab-report.md');
    expect(text).toContain(await lab.text('test-accuracy'));
    expect(text).toContain(String.raw`The ships are \<b\>blue\</b\>.`);
    expect(text.match(/^\[picture-\d+\]: data:image\/png;base64,/gm)).toHaveLength(15);
  });

  it('keeps the notes over a reload, for the run that is opened again', async () => {
    const { page, lab } = visitor;
    await page.reload();
    const discussion = page.getByRole('textbox', { name: 'Discussion', exact: true });
    expect(await discussion.inputValue()).toBe('');
    await page
      .getByTestId('saved-runs')
      .getByRole('button', { name: /^Open / })
      .first()
      .click();
    await lab.waitForStatus(['finished'], minute);
    await lab.waitFor('the note', minute, async () =>
      (await discussion.inputValue()) === note ? true : null,
    );
    expect(await page.getByRole('textbox', { name: 'Experiment', exact: true }).inputValue()).toMatch(
      /^What/,
    );
  });
});
