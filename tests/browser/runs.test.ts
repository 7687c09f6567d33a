/**
 * A saved run is named, goes out as a file, comes in again and goes on: LeNet-5 on real images, on
 * the CPU engine in Chromium.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../helpers/browsers';
import { Lab } from '../helpers/lab';
import { launchPersistent, playwrightTab } from '../helpers/launch';
import {
  asUndisturbed,
  ended,
  fastEpochs,
  fastQuery,
  listen,
  stepsTold,
  told,
  undisturbed,
  type Told,
} from '../helpers/told';
import { missing } from './lenet';
import { seriousFindings, sidewaysScroll } from './page';

const minute = 60_000;
const absent = missing('chromium');
const query = `${fastQuery}&backend=wasm`;

describe.skipIf(absent)(`a saved run in Chromium${absent}`, () => {
  const profile = mkdtempSync(join(tmpdir(), 'lab-'));
  const file = (name: string): string => join(profile, name);
  let context: BrowserContext;
  let page: Page;
  let lab: Lab;
  let expected: ReadonlyMap<number, number>;
  /** Of the part before the run was stopped. */
  let before: Told;

  /** Names and sizes of all files that the browser keeps of runs. */
  const stored = (): Promise<[string, number][]> =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('runs');
      const found: [string, number][] = [];
      for await (const [name, handle] of folder.entries())
        found.push([name, (await (handle as FileSystemFileHandle).getFile()).size]);
      return found.toSorted(([a], [b]) => a.localeCompare(b));
    });

  const rows = (): Promise<string[]> => page.locator('[data-testid="saved-runs"] tbody th').allInnerTexts();
  const row = (name: string | RegExp) =>
    page.locator('[data-testid="saved-runs"] tbody tr').filter({ hasText: name });
  const press = (name: string | RegExp, action: string) =>
    row(name)
      .getByRole('button', { name: new RegExp(`^${action}`) })
      .click();
  const rowsBecome = (accept: (texts: readonly string[]) => boolean): Promise<string[]> =>
    lab.waitFor('the list', minute, async () => {
      const texts = await rows();
      return accept(texts) ? texts : null;
    });

  /** Picks a file; how that ended, as the page says it. */
  async function importFile(path: string): Promise<{ end: string | null; text: string }> {
    await page.locator('.train-run input[type="file"]').setInputFiles(path);
    const notice = page.getByTestId('transfer');
    await notice.waitFor({ timeout: minute });
    const end = await notice.getAttribute('data-end');
    const text = await notice.innerText();
    expect(await seriousFindings(page)).toEqual([]);
    await notice.getByRole('button', { name: 'Close' }).click();
    return { end, text };
  }

  async function exportRun(name: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), press(name, 'Export')]);
    await download.saveAs(file(download.suggestedFilename()));
    await page.getByTestId('transfer').getByRole('button', { name: 'Close' }).click();
    return download.suggestedFilename();
  }

  beforeAll(async () => {
    if (findBrowser('chromium') === null) return;
    context = await launchPersistent(profile);
    page = await context.newPage();
    const tab = playwrightTab(page);
    await listen(tab);
    lab = new Lab(tab, inject('labUrl'));
    await lab.open(query);
    expected = await undisturbed(lab, fastEpochs);
    await lab.open(query);
    await lab.click('Train');
    await stepsTold(lab, 30, 'Stop');
    await ended(lab);
    await rowsBecome((texts) => texts.length === 2);
    before = await told(lab);
  }, 15 * minute);

  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it('is renamed in its row, which passes axe meanwhile and fits a phone', async () => {
    const unfinished = page.locator('tr[data-finished="false"]');
    await unfinished.getByRole('button', { name: /^Rename/ }).click();
    const field = page.getByRole('textbox', { name: 'Name of the run' });
    await field.fill('My <b>first</b> run');
    expect(await seriousFindings(page)).toEqual([]);
    await field.press('Enter');
    await rowsBecome((texts) => texts.some((text) => text.startsWith('My <b>first</b> run')));
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('goes out as a file, is deleted, comes in again, and goes on with the same losses', async () => {
    const name = await exportRun('My');
    expect(name).toBe('lenet5-My-b-first-b-run.alexlab');
    await press('My', 'Delete');
    await rowsBecome((texts) => texts.length === 1);
    expect(await importFile(file(name))).toMatchObject({ end: 'imported' });
    await rowsBecome((texts) => texts.some((text) => text.startsWith('My <b>first</b> run')));
    await press('My', 'Continue');
    await lab.waitForStatus(['training'], minute);
    await ended(lab);
    const rest = (await told(lab)).slice(before.length);
    expect(rest.length).toBeGreaterThan(30);
    asUndisturbed([...before, ...rest], expected);
    expect(lab.tab.problems).toEqual([]);
  });

  it('is refused with a reason where a bit of its file is flipped, its end is missing, or it is no run; nothing changes', async () => {
    const bytes = readFileSync(file('lenet5-My-b-first-b-run.alexlab'));
    const flipped = Buffer.from(bytes);
    flipped[50_000]! ^= 16;
    const listed = await rows();
    const kept = await stored();
    const bad: readonly [name: string, content: Buffer, says: string][] = [
      ['flipped.alexlab', flipped, 'It is damaged'],
      ['cut.alexlab', bytes.subarray(0, bytes.length / 2), 'Its end is missing'],
      ['other.alexlab', Buffer.from('<html>'), 'It is not a run exported from this page'],
    ];
    for (const [name, content, says] of bad) {
      writeFileSync(file(name), content);
      const { end, text } = await importFile(file(name));
      expect(end).toBe('refused');
      expect(text).toContain(says);
      expect(text).toContain('the saved runs were not changed');
      expect(await rows()).toEqual(listed);
      expect(await stored()).toEqual(kept);
    }
    // The control: the whole file is taken in beside the one that has its id.
    expect(await importFile(file('lenet5-My-b-first-b-run.alexlab'))).toMatchObject({ end: 'imported' });
    await rowsBecome((texts) => texts.length === listed.length + 1);
    expect(lab.tab.problems).toEqual([]);
  });
});
