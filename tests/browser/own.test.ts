/** Own pictures in Chromium: LeNet-5, real files, by every way in. What the network is shown is what the data set would give it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Lab } from '../helpers/lab';
import { persistentOptions, playwrightTab } from '../helpers/launch';
import { apng, blackPng, cmykJpeg, gif, hugePng, jpegHead, pngOf, turnedJpeg } from '../helpers/pictureFiles';
import { missing } from './lenet';
import { seriousFindings, sidewaysScroll, small } from './page';

const minute = 60_000;
const absent = missing('chromium');

/** 64 × 64, a step of 4 from column to column and from row to row: two by two, its means are not its pixels. */
const slope = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => {
  const at = Math.floor(i / 3);
  return [at % 64, Math.floor(at / 64), 20][i % 3]! * 4;
});

interface Picked {
  readonly name: string;
  readonly buffer: Buffer;
}
const file = (name: string, bytes: Uint8Array): Picked => ({ name, buffer: Buffer.from(bytes) });

/** Bytes of a canvas as RGB. */
const pixelsOf = (canvas: Locator): Promise<number[]> =>
  canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    return [...(data ?? [])].filter((_, i) => i % 4 < 3);
  });

describe.skipIf(absent)(`own pictures in Chromium${absent}`, () => {
  let browser: Browser;
  let page: Page;
  let lab: Lab;
  const requests: string[] = [];
  const card = (): Locator => page.locator('.own');
  const item = (name: string): Locator => card().locator('.own-item').filter({ hasText: name });
  const done = (name: string): Promise<void> =>
    item(name).and(page.locator('[data-state=read], [data-state=refused], [data-state=failed]')).waitFor({ timeout: minute });

  async function pick(...files: readonly Picked[]): Promise<void> {
    const button = card().getByRole('button', { name: 'Choose pictures', exact: true });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles(files.map((picked) => ({ ...picked, mimeType: 'application/octet-stream' })));
    for (const { name } of files) await done(name);
  }

  beforeAll(async () => {
    if (absent) return;
    const { args, ...options } = persistentOptions('webgl');
    browser = await chromium.launch({ ...options, args: [...args, '--use-fake-device-for-media-stream'] });
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    context.on('request', (request) => requests.push(request.url()));
    page = await context.newPage();
    lab = new Lab(playwrightTab(page), inject('labUrl'));
    await lab.open(small);
    await lab.waitForText('backend', (text) => text.startsWith('webgl'), minute);
  }, 5 * minute);
  afterAll(() => browser?.close());

  it('several at once, without a model: the middle, reduced by means, and a word that there is no model', async () => {
    await pick(file('slope.png', pngOf(slope, 64, 64)), file('turned.jpg', turnedJpeg));
    expect(await card().innerText()).toContain('There is no model yet');
    const [crop, reduced] = [item('slope.png').getByRole('img').first(), item('slope.png').getByRole('img').nth(1)];
    expect(await pixelsOf(crop)).toEqual([...slope]);
    const wanted = Array.from({ length: 32 * 32 * 3 }, (_, i) => {
      const at = Math.floor(i / 3);
      return [8 * (at % 32) + 2, 8 * Math.floor(at / 32) + 2, 80][i % 3]!;
    });
    const pixels = await pixelsOf(reduced);
    expect(pixels).toEqual(wanted);
    // Negative control: every other pixel would be another picture.
    expect(pixels).not.toEqual(wanted.map((byte, i) => (i % 3 < 2 ? byte - 2 : byte)));
    // EXIF says that it lies on its side: upright, red is above.
    expect(await item('turned.jpg').innerText()).toContain('JPG, 16 × 32');
    const turned = await pixelsOf(item('turned.jpg').getByRole('img').nth(1));
    expect(turned.slice(0, 3).map((byte) => byte > 128)).toEqual([true, false, false]);
    expect(turned.slice(-3).map((byte) => byte > 128)).toEqual([false, false, true]);
  });
}); // prettier-ignore
