/**
 * Own pictures in Chromium: LeNet-5, real files, by every way in. What the network is shown is what
 * the data set would give it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Lab } from '../helpers/lab';
import { launchOptions, noServiceWorker, playwrightTab } from '../helpers/launch';
import { apng, blackPng, cmykJpeg, gif, hugePng, jpegHead, pngOf, turnedJpeg } from '../helpers/pictureFiles';
import { engineOf } from '../helpers/told';
import { missing } from './lenet';
import { endless, seriousFindings, sidewaysScroll } from './page';
import {
  file,
  noisyCanvas,
  paste,
  pixelsOf,
  preventsDrop,
  shares,
  slope,
  watchLongTasks,
  type Picked,
} from './pictures';

const minute = 60_000;
const absent = missing('chromium');

/** Keeps the page busy for this time, in milliseconds. Runs in the page. */
const busyFor = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(() => {
      const end = performance.now() + ms;
      while (performance.now() < end);
      setTimeout(resolve, 200);
    });
  });

describe.skipIf(absent)(`own pictures in Chromium${absent}`, () => {
  let browser: Browser;
  let page: Page;
  let lab: Lab;
  const requests: string[] = [];
  const card = (): Locator => page.locator('.own');
  const item = (name: string): Locator => card().locator('.own-item').filter({ hasText: name });
  const done = (name: string): Promise<void> =>
    item(name)
      .and(page.locator('[data-state=read], [data-state=refused], [data-state=failed]'))
      .waitFor({ timeout: minute });

  async function pick(...files: readonly Picked[]): Promise<void> {
    const button = card().getByRole('button', { name: 'Choose pictures', exact: true });
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles(files.map((picked) => ({ ...picked, mimeType: 'application/octet-stream' })));
    for (const { name } of files) await done(name);
  }

  beforeAll(async () => {
    if (absent) return;
    const { args, ...options } = launchOptions('none');
    browser = await chromium.launch({ ...options, args: [...args, '--use-fake-device-for-media-stream'] });
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...noServiceWorker });
    context.on('request', (request) => requests.push(request.url()));
    page = await context.newPage();
    lab = new Lab(playwrightTab(page), inject('labUrl'));
    await lab.open(endless);
    await lab.waitForText('backend', (text) => text.startsWith('wasm'), minute);
  }, 5 * minute);
  afterAll(() => browser?.close());

  it('several at once, without a model: the middle, reduced by means, and a word that there is no model', async () => {
    await pick(file('slope.png', pngOf(slope, 64, 64)), file('turned.jpg', turnedJpeg));
    expect(await card().innerText()).toContain('There is no model yet');
    const crop = item('slope.png').getByRole('img').first();
    const reduced = item('slope.png').getByRole('img').nth(1);
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

  it('refuses what it cannot take, says why, and takes what only needs a word', async () => {
    const cases: readonly (readonly [Picked, string])[] = [
      [file('empty.png', new Uint8Array()), 'The file is empty'],
      [
        file('notes.txt', new TextEncoder().encode('just words')),
        'Its beginning is damaged, or is not that of any known picture format',
      ],
      [file('half.png', pngOf(slope, 64, 64).subarray(0, 200)), 'It begins like PNG, but cannot be decoded'],
      [file('head.jpg', jpegHead(3)), 'It begins like JPG, but cannot be decoded'],
      [file('huge.png', hugePng()), '12,000 × 9,000 = 108.0 M pixels; the limit is 67.1 M'],
      [
        file(
          'drawing.svg',
          new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"></svg>'),
        ),
        'cannot show SVG pictures',
      ],
      [file('moving.gif', gif(2)), 'It is animated: its first frame is used'],
      [file('moving.png', apng(2)), 'It is animated: its first frame is used'],
      [file('inks.jpg', cmykJpeg), 'four printing colours (CMYK)'],
    ];
    await pick(...cases.map(([picked]) => picked));
    for (const [{ name }, words] of cases) expect(await item(name).innerText()).toContain(words);
    const items = card().locator('.own-item');
    const states = await items.evaluateAll((all) => all.map((one) => one.getAttribute('data-state')));
    expect(states).toEqual([...Array(6).fill('refused'), 'read', 'read', 'read', 'read', 'read']);
    expect(await card().getByTestId('own-said').innerText()).toBe(
      '5 pictures accepted, 6 not accepted, 0 to come.',
    );
    const red = await pixelsOf(item('inks.jpg').getByRole('img').nth(1));
    expect(red.slice(0, 3).map((byte) => byte > 128)).toEqual([true, false, false]);
  });

  it('keeps twelve; the oldest leaves, any can be removed', async () => {
    await pick(file('next.gif', gif(1)), file('last.gif', gif(1)));
    const names = (): Promise<string[]> => card().locator('.own-name').allInnerTexts();
    expect(await names()).toHaveLength(12);
    expect(await names()).not.toContain('turned.jpg');
    await lab.click('Remove last.gif');
    expect(await names()).toHaveLength(11);
    expect(await names()).not.toContain('last.gif');
    // The focus has gone on to the next picture, not back to the beginning of the page.
    const focused = () => document.activeElement?.getAttribute('aria-label') === 'Remove empty.png';
    await page.waitForFunction(focused);
  });

  it('keeps the page awake while the largest that it takes is decoded, and one larger is refused', async () => {
    const largest = file('largest.png', blackPng(8_192, 8_192));
    const longTasks = await watchLongTasks(page);
    const began = performance.now();
    await pick(largest, file('huge.jpg', jpegHead(3, 12_000, 9_000)));
    const ms = performance.now() - began;
    const tasks = await longTasks();
    console.log(`67 million pixels: ${ms.toFixed(0)} ms; tasks of the page above 50 ms: ${tasks.join()}`);
    expect(await item('largest.png').innerText()).toContain('8,192 × 8,192');
    expect(await item('huge.jpg').innerText()).toContain('108.0 M pixels');
    // A page that decodes by itself is busy for most of that time.
    expect(Math.max(0, ...tasks)).toBeLessThan(ms / 4);
    await page.evaluate(busyFor, ms / 2);
    expect(Math.max(0, ...(await longTasks())), 'negative control').toBeGreaterThan(ms / 4);
  });

  it('takes what is dropped, and what is pasted anywhere but in a field', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-'));
    const path = join(folder, 'dropped.png');
    writeFileSync(path, pngOf(slope, 64, 64));
    const zone = card().locator('.own-zone');
    await zone.scrollIntoViewIfNeeded();
    const box = (await zone.boundingBox())!;
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: box.x + 20, y: box.y + 20, data });
    await done('dropped.png');
    expect(await pixelsOf(item('dropped.png').getByRole('img').first())).toEqual([...slope]);
    // Beside the zone a file is not taken, nor shown by the browser in the page's place, nor a link
    // followed; a text, and what meets a field, is left to the browser.
    expect(await preventsDrop(page, 'file')).toBe(true);
    expect(await preventsDrop(page, 'text/uri-list')).toBe(true);
    expect(await preventsDrop(page, 'text/plain')).toBe(false);
    expect(await preventsDrop(page, 'text/uri-list', 'input')).toBe(false);
    const link = {
      items: [{ mimeType: 'text/uri-list', data: 'https://example.com/cat.png' }],
      files: [],
      dragOperationsMask: 1,
    };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: box.x + 20, y: box.y + 20, data: link });
    await card().getByText('That was a link or text, not a file').waitFor();
    rmSync(folder, { recursive: true });

    const names = async (): Promise<string[]> =>
      (await card().locator('.own-name').allInnerTexts()).slice(0, 3);
    await paste(page, gif(1), 'input');
    await paste(page, gif(1), 'body');
    await done('pasted.gif');
    // Where the drop zone has the focus too, and once.
    await zone.getByRole('button', { name: /Drop pictures here/ }).focus();
    await paste(page, gif(1), 'body');
    await page.waitForFunction(() => document.querySelectorAll('.own-name')[1]?.textContent === 'pasted.gif');
    expect(await names()).toEqual(['pasted.gif', 'pasted.gif', 'dropped.png']);
  });

  it('takes a picture by the camera, which stops; says so where it is not allowed', async () => {
    await lab.click('Camera');
    const dialog = page.getByRole('dialog', { name: 'Take a picture' });
    await dialog.getByText('Camera access was denied').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.context().grantPermissions(['camera']);
    await lab.click('Camera');
    const shutter = dialog.getByRole('button', { name: 'Take the picture' });
    await page.waitForFunction(() => document.querySelector('video')?.videoWidth);
    expect(await seriousFindings(page)).toEqual([]);
    const track = await page.evaluateHandle(
      () => (document.querySelector('video')!.srcObject as MediaStream).getTracks()[0]!,
    );
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('live');
    await shutter.click();
    await done('Camera 1');
    expect(await track.evaluate(({ readyState }) => readyState)).toBe('ended');
    expect(await item('Camera 1').innerText()).toMatch(/PNG, [\d,]+ × [\d,]+/);
    expect(new Set(await pixelsOf(item('Camera 1').getByRole('img').nth(1))).size).toBeGreaterThan(20);
  });

  it('says that there is no camera, and stops one that is allowed only after its view was closed', async () => {
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const allowed = mediaDevices.getUserMedia.bind(mediaDevices);
      const late = async (constraints?: MediaStreamConstraints): Promise<MediaStream> => {
        const stream = await allowed(constraints);
        await new Promise<void>((allow) => Object.assign(window, { stream, allow }));
        return stream;
      };
      const answers = [() => Promise.reject(new DOMException('none', 'NotFoundError')), late];
      mediaDevices.getUserMedia = (constraints) => (answers.shift() ?? allowed)(constraints);
    });
    const dialog = page.getByRole('dialog', { name: 'Take a picture' });
    await lab.click('Camera');
    await dialog.getByText('No camera was found').waitFor();
    await page.keyboard.press('Escape');
    await lab.click('Camera');
    await page.waitForFunction(() => 'allow' in window);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const state = (): Promise<string | undefined> =>
      page.evaluate(() => (window as unknown as { stream: MediaStream }).stream.getTracks()[0]?.readyState);
    expect(await state()).toBe('live');
    await page.evaluate(() => (window as unknown as { allow: () => void }).allow());
    await lab.waitFor('the camera to stop', minute, async () => ((await state()) === 'ended' ? true : null));
  });

  it('shows all pictures to the model while it trains, again after each epoch, and takes others meanwhile', async () => {
    expect(await card().locator('.own-answer').count()).toBe(0);
    await lab.click('Train');
    await lab.waitForStatus(['training'], 2 * minute);
    const before = await lab.epochs();
    await pick(file('meanwhile.png', pngOf(slope, 64, 64)));
    await item('meanwhile.png').locator('.own-answer').waitFor({ timeout: minute });
    await item('dropped.png').locator('.own-answer').waitFor({ timeout: minute });
    const first = await shares(item('dropped.png'));
    await lab.waitFor('another answer', minute, async () =>
      (await shares(item('dropped.png'))).join() === first.join() ? null : true,
    );
    // The same pixels, the same answer, whichever way they came.
    expect(await pixelsOf(item('meanwhile.png').getByRole('img').nth(1))).toEqual(
      await pixelsOf(item('dropped.png').getByRole('img').nth(1)),
    );
    expect(await lab.status()).toBe('training');
    expect(await card().innerText()).toContain('the predictions are updated after each epoch');
    await lab.waitFor('an epoch more', minute, async () =>
      (await lab.epochs()).length > before.length ? true : null,
    );
    await lab.click('Stop');
    await lab.waitForStatus(['finished'], minute);
  });

  it('gives an image of the data set the very probabilities of the gallery, and nothing was sent', async () => {
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 2 * minute);
    // Until then the gallery is of the last epoch's validation images.
    await page.locator('#evaluate').getByText('Test, drawn at random').waitFor({ timeout: minute });
    const tiles = page.getByTestId('gallery').locator('.prediction');
    const asked = requests.length;
    const wanted = new Array<number[]>();
    for (const i of [0, 1]) {
      const pixels = await pixelsOf(tiles.nth(i).locator('canvas'));
      wanted.push(await shares(tiles.nth(i)));
      await pick(file(`tile ${i}.png`, pngOf(Uint8Array.from(pixels), 32, 32)));
      await item(`tile ${i}.png`).locator('.own-answer').waitFor({ timeout: minute });
      const own = await shares(item(`tile ${i}.png`));
      expect(own).toHaveLength(10);
      own.forEach((share, label) => expect(share).toBeCloseTo(wanted[i]![label]!, 3));
      // The network gets what it got: its tensor, read back, is the image.
      expect(await pixelsOf(item(`tile ${i}.png`).getByRole('img').nth(2))).toEqual(pixels);
    }
    // Negative control: they are two images.
    expect(wanted[0]!.every((share, label) => Math.abs(share - wanted[1]![label]!) < 1e-3)).toBe(false);
    expect(await card().innerText()).toContain('cannot say “none of them”');
    expect(asked).toBeGreaterThan(0);
    expect(requests.slice(asked)).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(inject('labUrl')))).toEqual([]);
    expect(lab.tab.problems).toEqual([]);
  });

  it('of which the canvas tells other bytes is read by a video frame, else decoded as a PNG or a JPEG; what is neither comes with a word', async () => {
    const words = 'This browser changes the pixels that a page reads';
    const pixels = async (name: string, bytes: Uint8Array): Promise<number[]> => {
      await pick(file(name, bytes));
      return pixelsOf(item(name).getByRole('img').first());
    };
    const png = pngOf(slope, 64, 64);
    const red = [255, 0, 0];
    expect((await pixels('true.gif', gif(1))).slice(0, 3)).toEqual(red);
    const turned = await pixels('true.jpg', turnedJpeg);
    await engineOf(page).evaluate(noisyCanvas);
    expect((await pixels('frame.gif', gif(1))).slice(0, 3)).toEqual(red);
    await engineOf(page).evaluate(
      "VideoFrame.prototype.copyTo = () => Promise.reject(new Error('not allowed'))",
    );
    expect(await pixels('decoded.png', png)).toEqual([...slope]);
    // Two decoders may round a colour otherwise.
    const decoded = await pixels('decoded.jpg', turnedJpeg);
    expect(Math.max(...decoded.map((value, i) => Math.abs(value - turned[i]!)))).toBeLessThanOrEqual(3);
    expect((await pixels('noisy.gif', gif(1))).slice(0, 3)).not.toEqual(red);
    await pixels('noisy.jpg', cmykJpeg);
    const all = ['frame.gif', 'decoded.png', 'decoded.jpg', 'noisy.gif', 'noisy.jpg'];
    const told = await Promise.all(all.map(async (name) => (await item(name).innerText()).includes(words)));
    expect(told).toEqual([false, false, false, true, true]);
  });

  it('is accessible in both themes and fits a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  });
});
