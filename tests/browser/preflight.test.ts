/** Before a run, in Chromium with WebGPU (SwiftShader): needs, an estimate of LeNet-5, its stop, and a shorter plan by one click. */
import { describe, expect, it } from 'vitest';
import { launchChromium } from '../helpers/launch';
import { missing, useLab } from './lenet';

const minute = 60_000;
const absent = missing('chromium');
const query =
  '?model=lenet5&train=640&val=64&test=32&epochs=2&batch=16&lr=0.001&seed=7&backend=webgpu&lang=en';

describe.skipIf(absent)(`Before a run, Chromium, WebGPU${absent}`, () => {
  const lab = useLab(() => launchChromium('webgpu'));
  const shown = (handle: 'needs' | 'estimate', accept: (text: string) => boolean = () => true) =>
    lab().waitForText(handle, accept, 5 * minute);
  const seconds = async (): Promise<number> =>
    Number(/≈ (\d+) s here/.exec(await shown('estimate'))?.[1] ?? Number.NaN);

  it('tells what the run needs of the device and of the browser’s store', async () => {
    await lab().open(query);
    await lab().waitFor('the device', minute, async () => lab().isEnabled('Estimate the time'));
    const text = await shown('needs', (needs) => needs.includes('free') && needs.includes('Largest'));
    // 62,006 weights, thrice with Adam's slots, twice in turns.
    expect(text).toMatch(/1\.5 MB of \d+(\.\d)? [GT]B free/);
    expect(text).toContain('Two saves of 744 kB');
    expect(text).toMatch(/conv2d: activations of 16 images, 301 kBThis device takes up to \d/);
    expect(await lab().text('no-room')).toBeNull();
  });

  it('estimates a run that then takes as long, in order of magnitude, and can be stopped before', async () => {
    await lab().click('Estimate the time');
    await lab().waitForStatus(['estimating'], minute);
    await lab().click('Stop the estimate');
    await lab().waitForStatus(['idle'], minute);
    expect(await lab().text('estimate')).toBeNull();
    await lab().click('Estimate the time');
    expect(await shown('estimate')).toMatch(/^Epochs: 2, ≈ \d+ s here$/);
    const estimated = await seconds();
    expect(await lab().status()).toBe('idle');

    await lab().click('Train');
    await lab().waitForStatus(['finished'], 10 * minute);
    const took = await lab().tab.read(`document.querySelector('.activity')?.innerText ?? ''`);
    console.log(
      `LeNet-5, 2 epochs of 40 steps: estimated ${estimated} s; ${String(took).replaceAll('\n', ' ')}`,
    );
    expect(estimated).toBeGreaterThan(0);
    // From now on the run's own speed counts.
    expect(await lab().tab.read(`document.querySelector('[data-testid="estimate"]').dataset.basis`)).toBe(
      'run',
    );
    expect(lab().tab.problems).toEqual([]);
  });

  it('follows the form without measuring again, and offers shorter plans where it is hours: one click is one', async () => {
    await lab().open(
      query
        .replace('epochs=2', 'epochs=1000')
        .replace('train=640', 'train=45000')
        .replace('val=64', 'val=5000'),
    );
    await lab().click('Estimate the time');
    expect(await shown('estimate')).toMatch(/^Epochs: 1,000, ≈ \d+ h \d\d min here$/);
    const plans = await lab().tab.read(
      `[...document.querySelectorAll('[data-testid="smaller-plans"] button')].map((b) => b.textContent)`,
    );
    expect(plans).toEqual([
      expect.stringMatching(/^5,000 images, 1,000 to validate ≈ \d+ (min|h \d\d min)$/),
      expect.stringMatching(/^Epochs: \d+ ≈ \d+ min$/),
    ]);
    await lab().tab.click(String((plans as string[])[0]));
    await lab().waitFor('the address', minute, async () =>
      String(await lab().tab.read('location.search')).includes('train=5000') ? true : null,
    );
    expect(await lab().tab.read('location.search')).toContain('val=1000');
    expect(await lab().tab.read(`document.querySelector('.experiment').innerText`)).toContain(
      '312 steps an epoch',
    );
    expect(await shown('estimate')).toMatch(/^Epochs: 1,000, ≈ /);
    expect(await lab().status()).toBe('idle');
    expect(lab().tab.problems).toEqual([]);
  });
});
