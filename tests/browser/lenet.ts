/**
 * The course of the lab on real CIFAR-10 images: data, training of LeNet-5, evaluation, looking
 * inside on every browser and backend; pause and stop, which know no backend, on one. Software
 * adapters need up to 5 s for a step, hence the minutes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { findBrowser, installHint, type BrowserFamily } from '../helpers/browsers';
import { Lab } from '../helpers/lab';
import type { LabBrowser } from '../helpers/launch';

const minute = 60_000;

/**
 * For the title of a suite that needs this browser: empty, or what is missing and how to install
 * it.
 */
export function missing(family: BrowserFamily): string {
  return findBrowser(family) === null ? ` — skipped: ${installHint(family)}` : '';
}

/** A lab in a browser of its own for the tests of one suite. */
export function useLab(launch: () => Promise<LabBrowser>): () => Lab {
  let browser: LabBrowser;
  let lab: Lab;
  beforeAll(async () => {
    browser = await launch();
    lab = new Lab(browser.tab, inject('labUrl'));
  });
  afterAll(() => browser?.close());
  return () => lab;
}

const query = (train: number): string =>
  `?model=lenet5&train=${train}&val=100&test=200&epochs=2&batch=16&optimizer=adam&lr=0.001&seed=7&lang=en`;
const short = '?model=lenet5&train=64&val=32&test=32&epochs=500&batch=16&lr=0.001&seed=7&lang=en';

/** Images that the open dialog has found. */
const foundImages = `Number(document.querySelector('[role="dialog"] output.note')?.textContent.replace(/\\D/g, '') || NaN)`;

/**
 * Different colours in the most colourful canvas of this place. Brings the card into sight: what is
 * not in sight is not looked at.
 */
const shadesIn = (place: string): string => `(() => {
  document.querySelector('[data-testid="inside"]')?.scrollIntoView({ behavior: 'instant' });
  const canvases = [...document.querySelectorAll('[data-testid="${place}"] canvas')];
  const shades = canvases.map((canvas) => new Set(new Uint32Array(
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size);
  return Math.max(0, ...shades);
})()`;

/**
 * Opens the images of the cell that counts most, once the matrix counts all of the course's test
 * images; then that count.
 */
async function openFullestCell(lab: Lab): Promise<number | null> {
  const max = await lab.tab.read(`(() => {
    const cells = [...document.querySelectorAll('.matrix-cell')];
    const counts = cells.map((cell) => Number(cell.textContent));
    if (counts.reduce((sum, n) => sum + n, 0) !== 200) return null;
    const most = Math.max(...counts);
    cells[counts.indexOf(most)].click();
    return most;
  })()`);
  return typeof max === 'number' ? max : null;
}

/** `open` gives the lab of the enclosing suite; an epoch has `steps` steps. */
export function lenetCourse(open: () => Lab, backend: 'webgpu' | 'webgl' | 'wasm', steps: number): void {
  it('trains LeNet-5 for two epochs, its loss falls, and it is evaluated', async () => {
    const lab = open();
    await lab.open(`${query(16 * steps + 1)}&backend=${backend}`);
    await lab.waitForText('backend', (text) => text.startsWith(backend), 2 * minute);
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 14 * minute);

    const epochs = await lab.epochs();
    expect(epochs.map((epoch) => epoch.steps)).toEqual([steps, steps]);
    for (const figures of epochs)
      for (const value of Object.values(figures)) expect(value).toSatisfy(Number.isFinite);
    expect(epochs[1]!.loss).toBeLessThan(epochs[0]!.loss);

    await lab.click('Evaluate');
    const accuracy = Number(
      await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 5 * minute),
    );
    expect(accuracy).toBeGreaterThan(0);
    expect(accuracy).toBeLessThan(1);
    expect(Number(await lab.text('test-loss'))).toSatisfy(Number.isFinite);
    await lab.waitFor('images in the gallery', minute, async () => ((await lab.images()) > 0 ? true : null));
    expect(lab.tab.problems).toEqual([]);
  });

  it('opens the images behind a cell of the matrix, and looks inside', async () => {
    const lab = open();
    await lab.view('evaluate/classes');
    const counted = await lab.waitFor('a matrix that counts all test images', minute, () =>
      openFullestCell(lab),
    );
    await lab.waitFor(
      'its images',
      minute,
      async () => (await lab.tab.read(foundImages)) === counted || null,
    );
    await lab.click('Close');

    await lab.view('explore/layers');
    await lab.click('Look inside');
    const drawn = async (place: string) => Number(await lab.tab.read(shadesIn(place)));
    // A few channels may be dead; a picture that was never drawn has one shade.
    await lab.waitFor('feature maps', 2 * minute, async () => (await drawn('feature-maps')) > 10 || null);
    await lab.tab.read(
      `[...document.querySelectorAll('[data-testid="inside"] [role="radio"]')].find((radio) => radio.textContent === 'Heat map').click()`,
    );
    await lab.waitFor('a heat map', 2 * minute, async () => (await drawn('grad-cam')) > 10 || null);
    expect(lab.tab.problems).toEqual([]);
  });
}

/** Pause, Resume and Stop in the page, on the CPU engine. */
export function controlCourse(open: () => Lab): void {
  it('pauses, goes on, stops, and keeps the model', async () => {
    const lab = open();
    await lab.open(`${short}&backend=wasm`);
    await lab.click('Train');
    const finishedEpochs = async () => (await lab.epochs()).length;
    const started = Date.now();
    await lab.waitFor('two epochs', 5 * minute, async () => ((await finishedEpochs()) >= 2 ? true : null));
    const twoEpochs = Date.now() - started;

    await lab.click('Pause');
    await lab.waitForStatus(['paused'], minute);
    const atPause = await finishedEpochs();
    await sleep(Math.max(twoEpochs, 3_000));
    expect(await finishedEpochs()).toBe(atPause);

    await lab.click('Resume');
    await lab.waitFor('another epoch', 5 * minute, async () =>
      (await finishedEpochs()) > atPause ? true : null,
    );
    await lab.click('Stop');
    await lab.waitForStatus(['finished', 'idle'], minute);
    const atStop = await finishedEpochs();
    expect(atStop).toBeLessThan(500);

    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 2 * minute);
    expect(await finishedEpochs()).toBe(atStop);
    expect(lab.tab.problems).toEqual([]);
  });
}
