/** Chromium with WebGPU (SwiftShader): LeNet-5's course, and AlexNet at its full size. */
import { describe, expect, it } from 'vitest';
import { launchChromium } from '../helpers/launch';
import { lenetCourse, missing, useLab } from './lenet';

const minute = 60_000;

const absent = missing('chromium');

describe.skipIf(absent)(`Chromium, WebGPU${absent}`, () => {
  const lab = useLab(() => launchChromium('webgpu'));

  lenetCourse(lab, 'webgpu');

  it("shows AlexNet's summary to the digit", async () => {
    await lab().open('?model=alexnet&lang=en');
    const summary = await lab().waitForText('summary', (text) => text.includes('Total params'), minute);
    for (const total of ['58,324,746', '58,323,530', '1,216']) expect(summary).toContain(total);
  });

  it('takes two steps of AlexNet at 227 × 227', async () => {
    // One step an epoch, so that the log shows the loss of each.
    await lab().open(
      '?model=alexnet&train=2&val=2&test=2&epochs=2&batch=2&optimizer=sgd&lr=0.001&seed=7&backend=webgpu&lang=en',
    );
    await lab().click('Train');
    await lab().waitForStatus(['finished'], 14 * minute);
    const losses = (await lab().epochs()).map(({ loss }) => loss);
    expect(losses).toHaveLength(2);
    for (const loss of losses) expect(loss).toSatisfy(Number.isFinite);
    expect(losses[1]).not.toBe(losses[0]);
    expect(lab().tab.problems).toEqual([]);
  });
});
