/** Chromium with WebGPU (SwiftShader): LeNet-5's course, and AlexNet's summary. */
import { describe, expect, it } from 'vitest';
import { launchChromium } from '../helpers/launch';
import { lenetCourse, missing, useLab } from './lenet';

const minute = 60_000;

const absent = missing('chromium');

describe.skipIf(absent)(`Chromium, WebGPU${absent}`, () => {
  const lab = useLab(() => launchChromium('webgpu'));

  lenetCourse(lab, 'webgpu', 5);

  it("shows AlexNet's summary to the digit", async () => {
    await lab().open('?model=alexnet&lang=en');
    const summary = await lab().waitForText('summary', (text) => text.includes('Total params'), minute);
    for (const total of ['58,324,746', '58,323,530', '1,216']) expect(summary).toContain(total);
  });
});
