/**
 * Before a run, in Chromium: needs, an estimate of LeNet-5, and its stop. On WebGPU what only a
 * device can answer; the rest on the CPU engine. An estimate on WebGPU, which first asks the device
 * for the memory of a step, is in tests/engine/estimate.test.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Lab } from '../helpers/lab';
import { launchChromium } from '../helpers/launch';
import { missing, useLab } from './lenet';

const minute = 60_000;
const absent = missing('chromium');
const query = '?model=lenet5&train=640&val=64&test=32&epochs=16&batch=16&lr=0.001&seed=7&lang=en';
const onCpu = `${query}&backend=wasm`;

const shown = (lab: Lab, handle: 'needs' | 'estimate', ...parts: string[]): Promise<string> =>
  lab.waitForText(handle, (text) => parts.every((part) => text.includes(part)), 5 * minute);

/** What the device, which speaks of this, and the browser's store are to hold. */
async function needsOf(lab: Lab, address: string, device: string): Promise<string> {
  await lab.open(address);
  await lab.waitFor('the device', minute, async () => lab.isEnabled('Estimate the time'));
  const text = await shown(lab, 'needs', 'free', device);
  // 62,006 weights, thrice with Adam's slots, twice in turns.
  expect(text).toMatch(/1\.5 MB of \d+(\.\d)? [GT]B free/);
  expect(text).toContain('Two saves of 744 kB');
  expect(await lab.text('no-room')).toBeNull();
  return text;
}

describe.skipIf(absent)(`Before a run, Chromium, WebGPU${absent}`, () => {
  const lab = useLab(() => launchChromium('webgpu'));

  it('tells what the run needs of the device and of the browser’s store', async () => {
    expect(await needsOf(lab(), `${query}&backend=webgpu`, 'Largest')).toMatch(
      /conv2d: activations of 16 images, 301 kBThis device allows up to \d/,
    );
    expect(lab().tab.problems).toEqual([]);
  });
});

describe.skipIf(absent)(`Before a run, Chromium, CPU engine${absent}`, () => {
  const lab = useLab(() => launchChromium('none'));
  const seconds = async (): Promise<number> =>
    Number(/≈ (\d+) s here/.exec(await shown(lab(), 'estimate'))?.[1] ?? Number.NaN);

  it('tells what the run needs of the engine’s memory and of the browser’s store', async () => {
    expect(await needsOf(lab(), onCpu, 'The CPU engine')).toMatch(
      /The CPU engine uses up to \d+(\.\d)? [GM]B\./,
    );
  });

  it('stops an estimate, which then says nothing', async () => {
    // Its first step takes longer than a press on any processor.
    await lab().open(onCpu.replace('lenet5', 'alexnet-small').replace('batch=16', 'batch=256'));
    await lab().click('Estimate the time');
    await lab().waitForStatus(['estimating'], minute);
    await lab().click('Stop the estimate');
    await lab().waitForStatus(['idle'], minute);
    expect(await lab().text('estimate')).toBeNull();
  });

  it('estimates a run that then takes as long, in order of magnitude', async () => {
    await lab().open(onCpu);
    await lab().click('Estimate the time');
    expect(await shown(lab(), 'estimate')).toMatch(/^16 epochs, ≈ \d+ s here$/);
    const estimated = await seconds();
    expect(await lab().status()).toBe('idle');

    await lab().click('Train');
    await lab().waitForStatus(['finished'], 10 * minute);
    const took = await lab().tab.read(`document.querySelector('.activity')?.innerText ?? ''`);
    console.log(
      `LeNet-5, 16 epochs of 40 steps: estimated ${estimated} s; ${String(took).replaceAll('\n', ' ')}`,
    );
    expect(estimated).toBeGreaterThan(0);
    // From now on the run's own speed counts.
    expect(await lab().tab.read(`document.querySelector('[data-testid="estimate"]').dataset.basis`)).toBe(
      'run',
    );
    expect(lab().tab.problems).toEqual([]);
  });
});
