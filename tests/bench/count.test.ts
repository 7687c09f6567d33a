import { beforeAll, describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/schema';
import { needsOf } from '../../src/network';
import { Contender } from './contender';
import { Recorder } from './count';
import type { JobId } from './jobs';
import type { AdapterId, Counts } from './protocol';
import { virtualGpu } from './virtualDevice';

/** WebGPU's usage flags, which Node lacks. Source: the WebGPU specification, § 5.1.2. */
const usage = { MAP_READ: 0x1, MAP_WRITE: 0x2, COPY_SRC: 0x4, COPY_DST: 0x8, UNIFORM: 0x40, STORAGE: 0x80 };

async function watched(): Promise<{ device: GPUDevice; recorder: Recorder }> {
  const adapter = await virtualGpu().gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  const recorder = new Recorder();
  recorder.watch(device);
  return { device, recorder };
}

describe('Recorder', () => {
  beforeAll(() => {
    Object.assign(globalThis, { GPUBufferUsage: usage });
  });

  it('counts dispatches of all passes, and starts again after each take', async () => {
    const { device, recorder } = await watched();
    for (const dispatches of [2, 1]) {
      const pass = device.createCommandEncoder().beginComputePass();
      for (let i = 0; i < dispatches; i++) pass.dispatchWorkgroups(1);
    }
    expect(recorder.take().dispatches).toBe(3);
    expect(recorder.take().dispatches).toBe(0);
  });

  it('tells uploads of uniforms from those of data, through the queue and through mapped buffers', async () => {
    const { device, recorder } = await watched();
    const uniform = device.createBuffer({ size: 64, usage: usage.UNIFORM | usage.COPY_DST });
    const data = device.createBuffer({ size: 400, usage: usage.STORAGE | usage.COPY_DST });
    device.queue.writeBuffer(uniform, 0, new ArrayBuffer(48));
    device.queue.writeBuffer(data, 0, new Float32Array(100), 90);
    device.queue.writeBuffer(data, 0, new Float32Array(100), 0, 5);
    device.createBuffer({ size: 1_000, usage: usage.MAP_WRITE, mappedAtCreation: true }).getMappedRange();
    expect(recorder.take()).toEqual({ dispatches: 0, uniformBytes: 48, dataBytes: 40 + 20 + 1_000 });
  });

  it('does not take a read-back for an upload', async () => {
    const { device, recorder } = await watched();
    const staging = device.createBuffer({ size: 256, usage: usage.MAP_READ | usage.COPY_DST });
    await staging.mapAsync(1);
    staging.getMappedRange();
    expect(recorder.take().dataBytes).toBe(0);
  });

  it('knows the most bytes that were alive at once', async () => {
    const { device, recorder } = await watched();
    const [a] = [100, 50].map((size) => device.createBuffer({ size, usage: usage.STORAGE }));
    a!.destroy();
    a!.destroy();
    device.createBuffer({ size: 60, usage: usage.STORAGE });
    expect(recorder.peakBytes).toBe(150);
    device.createBuffer({ size: 70, usage: usage.STORAGE });
    expect(recorder.peakBytes).toBe(180);
  });
});

/** Counts of a third step; null without the adapter. */
async function counted(adapter: AdapterId, batch: number, job: JobId = 'lenet5'): Promise<Counts | null> {
  const ours = new Contender('ours', adapter);
  try {
    await ours.ask<'start'>({ kind: 'start', job, batch, dropout: 0.5 }, 120_000);
    for (let i = 0; i < 2; i++) await ours.ask<'step'>({ kind: 'step' }, 120_000);
    return await ours.ask<'count'>({ kind: 'count' }, 60_000);
  } catch (thrown) {
    if (String(thrown).includes('No adapter')) return null;
    throw thrown;
  } finally {
    ours.end();
  }
}

describe('the virtual device', () => {
  it('is given the same commands and buffers as a real one', async (context) => {
    // First the one that compiles shaders sooner.
    const real = (await counted('swiftshader', 4)) ?? (await counted('lavapipe', 4));
    context.skip(real === null, 'neither SwiftShader nor lavapipe here');
    expect(real?.step.dispatches).toBeGreaterThan(10);
    expect(await counted('virtual', 4)).toEqual(real);
  });

  it('would show another batch size', async () => {
    const four = await counted('virtual', 4);
    const eight = await counted('virtual', 8);
    expect(eight!.peakBytes).toBeGreaterThan(four!.peakBytes);
    expect(eight!.batch.dataBytes).toBeGreaterThanOrEqual(4 * 32 * 32 * 3 + four!.batch.dataBytes);
  });

  it.each([
    ['alexnet227', { model: 'alexnet' }, 64],
    ['alexnet67', { model: 'alexnet-small', input: 67 }, 32],
  ] as const)('is asked by %s for what the page says before a run, to 3 %%', async (job, network, batch) => {
    const { peakBytes } = (await counted('virtual', batch, job))!;
    const { step, slots } = needsOf({ ...defaultExperiment, ...network, batch });
    expect(peakBytes / step).toBeGreaterThan(1);
    expect(peakBytes / step).toBeLessThan(1.03);
    // Without the optimizer's slots it would be far off.
    expect(peakBytes / (step - slots)).toBeGreaterThan(1.2);
  });

  it('takes AlexNet-227 at batch 64 with Adam in 120 dispatches and 2.5 GB, and is given nothing but the batch', async () => {
    const { batch, step, peakBytes } = (await counted('virtual', 64, 'alexnet227'))!;
    expect(batch.dispatches + step.dispatches).toBeLessThanOrEqual(120);
    expect(peakBytes).toBeLessThanOrEqual(2.5e9);
    // Pixels [64, 32, 32, 3] uint8 and, as int32, what the images are moved by; classes and a
    // scalar, as int32.
    expect(batch.dataBytes).toBe(64 * 32 * 32 * 3 + 4 * 64);
    expect(step.dataBytes).toBe(4 * 64 + 4);
  });
});

describe('Contender', () => {
  it('reports a contestant that cannot answer, and one that is gone', async () => {
    const stock = new Contender('stock', 'virtual');
    await expect(stock.ask<'step'>({ kind: 'step' }, 60_000)).rejects.toThrow('step before start');
    stock.end();
    await expect(stock.ask<'step'>({ kind: 'step' }, 60_000)).rejects.toThrow('its process ended');
  });

  it('ends one that is silent for too long', async () => {
    const ours = new Contender('ours', 'virtual');
    const request = { kind: 'start', job: 'lenet5', batch: 4, dropout: 0 } as const;
    await expect(ours.ask<'start'>(request, 1)).rejects.toThrow('no answer to "start"');
    await expect(ours.ask<'step'>({ kind: 'step' }, 60_000)).rejects.toThrow('its process ended');
  });
});
