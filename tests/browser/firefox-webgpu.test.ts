/** Firefox with WebGPU (wgpu; Mesa's lavapipe where that is installed): the same course. */
import { describe, expect, it } from 'vitest';
import { lavapipeDriver } from '../helpers/lavapipe';
import { launchFirefox } from '../helpers/launch';
import { lenetCourse, missing, useLab } from './lenet';

const minute = 60_000;

const absent = missing('firefox');

describe.skipIf(absent)(`Firefox, WebGPU${absent}`, () => {
  const lab = useLab(launchFirefox);

  lenetCourse(lab, 'webgpu', 5);

  it('calls a software adapter slow, though Firefox gives it no name', async () => {
    await lab().open('?model=lenet5&train=64&val=32&test=32&backend=webgpu&lang=en');
    const slow = await lab()
      .waitForText('backend', (text) => text.includes('software: slow'), minute)
      .then(
        () => true,
        () => false,
      );
    expect(slow).toBe(lavapipeDriver() !== null);
  });
});
