import { expect, it } from 'vitest';
import { DeviceWatch, watchContext, watchDevice, type WebGl } from '../../../src/engine/device/deviceWatch';

it('gives what work gives, and its error, while the device is there', async () => {
  const watch = new DeviceWatch();
  expect(await watch.until(Promise.resolve(7))).toBe(7);
  await expect(watch.until(Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
});

it('rejects at once when the device fails, whatever the work does', async () => {
  const watch = new DeviceWatch();
  const waiting = watch.until(new Promise(() => {}));
  watch.fail('gpu-error', 'out of memory');
  await expect(waiting).rejects.toMatchObject({ code: 'gpu-error', message: 'out of memory' });
  watch.fail('device-lost', 'later');
  await expect(watch.until(Promise.resolve(7))).rejects.toMatchObject({ code: 'gpu-error' });
});

it('calls a read that fails just before the loss is told a loss', async () => {
  const watch = new DeviceWatch();
  setTimeout(() => watch.fail('device-lost', 'unplugged'), 20);
  await expect(watch.until(Promise.reject(new Error('mapAsync was aborted')))).rejects.toMatchObject({
    code: 'device-lost',
  });
});

it('watches a WebGPU device: its errors and its end', async () => {
  const device = Object.assign(new EventTarget(), { lost: new Promise(() => {}) });
  const failing = watchDevice(device as unknown as GPUDevice);
  device.dispatchEvent(Object.assign(new Event('uncapturederror'), { error: { message: 'validation' } }));
  expect(failing.fatal.reason).toMatchObject({ code: 'gpu-error', message: 'validation' });

  const gone = Object.assign(new EventTarget(), {
    lost: Promise.resolve({ reason: 'destroyed', message: 'by a test' }),
  });
  const watch = watchDevice(gone as unknown as GPUDevice);
  await expect(watch.until(new Promise(() => {}))).rejects.toMatchObject({
    message: 'destroyed: by a test',
  });
});

it('believes nothing that a lost WebGL context gave, though its event has not come yet', async () => {
  const canvas = new EventTarget();
  const context = { lost: false, canvas, isContextLost: () => context.lost };
  const watch = watchContext(context as unknown as WebGl);
  expect(await watch.until(Promise.resolve(0.5))).toBe(0.5);
  const read = Promise.resolve(0);
  context.lost = true;
  await expect(watch.until(read)).rejects.toMatchObject({ code: 'device-lost' });

  const told = watchContext({ canvas, isContextLost: () => false } as unknown as WebGl);
  canvas.dispatchEvent(new Event('webglcontextlost'));
  expect(told.fatal.aborted).toBe(true);
});
