/**
 * Explore → Speed in Chromium, on the CPU engine: LeNet-5 measured layer by layer, without a single
 * image.
 */
import { describe, expect, it } from 'vitest';
import { launchChromium } from '../helpers/launch';
import { missing, useLab } from './lenet';

const minute = 60_000;
const absent = missing('chromium');
const query = '?model=lenet5&train=320&val=32&test=32&epochs=1000&batch=8&seed=7&backend=wasm&lang=en';

describe.skipIf(absent)(`The measurement of speed, Chromium, CPU engine${absent}`, () => {
  const lab = useLab(() => launchChromium('none'));

  it('gives every layer and pass its time, and the device its best rate', async () => {
    await lab().open(query);
    await lab().view('explore/speed');
    await lab().click('Measure speed');
    await lab().waitForStatus(['profiling'], minute);
    const text = await lab().waitForText('speed-report', () => true, 5 * minute);
    expect(text).toMatch(/Best matrix product, (256|512|1,024)³\d\S* GFLOP\/s/);
    expect(text).toContain('LeNet-5, batch 8, Adam; wasm');
    const rows = await lab().tab.read(
      `[...document.querySelectorAll('[data-testid="speed-report"] [data-pass]')]
        .map(({ dataset }) => dataset.layer + ' ' + dataset.pass)`,
    );
    expect(rows).toEqual([
      ...['forward', 'dW'].map((pass) => `conv2d ${pass}`),
      ...['forward', 'backward'].map((pass) => `max_pooling2d ${pass}`),
      ...['forward', 'dX', 'dW'].map((pass) => `conv2d_1 ${pass}`),
      ...['forward', 'backward'].map((pass) => `max_pooling2d_1 ${pass}`),
      ...['dense', 'dense_1', 'dense_2'].flatMap((layer) =>
        ['forward', 'dX', 'dW'].map((pass) => `${layer} ${pass}`),
      ),
      'all update',
    ]);
    expect(await lab().status()).toBe('idle');
    expect(lab().tab.problems).toEqual([]);
  });

  it('can be stopped, and training begins after it', async () => {
    await lab().click('Measure speed again');
    await lab().click('Stop measuring');
    await lab().waitForStatus(['idle'], minute);
    await lab().click('Train');
    await lab().waitForStatus(['training'], 5 * minute);
    expect(await lab().isEnabled('Measure speed again')).toBe(false);
    await lab().click('Stop');
    await lab().waitForStatus(['finished'], minute);
    expect(lab().tab.problems).toEqual([]);
  });
});
