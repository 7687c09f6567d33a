/** Firefox with WebGPU (wgpu; Mesa's lavapipe where that is installed): the same course, and a device with small bindings. */
import { describe, expect, it } from 'vitest';
import { lavapipeDriver } from '../helpers/browsers';
import { launchFirefox } from '../helpers/launch';
import { lenetCourse, missing, useLab } from './lenet';

const minute = 60_000;

const absent = missing('firefox');

describe.skipIf(absent)(`Firefox, WebGPU${absent}`, () => {
  const lab = useLab(launchFirefox);

  lenetCourse(lab, 'webgpu');

  it('calls a software adapter slow, though Firefox gives it no name', async () => {
    await lab().open('?model=lenet5&train=64&val=32&test=32&backend=webgpu&lang=en');
    const slow = await lab().waitForText('backend', (text) => text.includes('software: slow'), minute).then(() => true, () => false); // prettier-ignore
    expect(slow).toBe(lavapipeDriver() !== null);
  });

  it('refuses AlexNet-227 before training where a buffer holds no more than 128 MiB', async (context) => {
    await lab().open('?model=alexnet&train=4&val=2&test=2&epochs=1&batch=2&backend=webgpu&lang=en');
    const limit = Number(
      await lab().tab.read(
        'navigator.gpu.requestAdapter().then((a) => a.limits.maxStorageBufferBindingSize)',
      ),
    );
    if (limit > 2 ** 27) context.skip(`this adapter binds ${limit} bytes: nothing to refuse`);
    await lab().click('Train');
    await lab().waitFor('the refusal', 2 * minute, async () =>
      (await lab().status()) === 'failed' ? true : null,
    );
    const alerts = await lab().alerts();
    expect(alerts).toContain('larger than this device can bind');
    expect(alerts).toContain('dense: kernel, 151 MB > 134 MB');
    expect(await lab().epochs()).toEqual([]);
  });
});
