/**
 * A whole step on a device that cannot bind the network's largest tensor: AlexNet-67's `dense_1`
 * kernel [4096, 4096], and AlexNet-227's `dense` kernel [9216, 4096] under WebGPU's default limit.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { describe, expect, it, vi } from 'vitest';
import { preprocess } from '../../src/dataset/preprocess';
import * as gpu from '../../src/kernels/gpu';
import { families } from '../../src/kernels/register';
import { bytes } from '../../src/lib/units';
import { networkFor } from '../../src/network';
import { defaultExperiment, type Experiment } from '../../src/experiment/schema';
import { trainStep } from '../../src/training/step';
import { isSample } from '../helpers/backends';
import { bitsOf, skipped, underLimit, webGpuProblem, withFamilies } from '../helpers/kernels';
import { disposeTrainer, makeTrainer } from '../helpers/runs';
import { colouredBatch } from '../helpers/syntheticData';

vi.mock('../../src/kernels/gpu', { spy: true });

const mebi = 2 ** 20;
const of = (model: Experiment['model']): Experiment => ({ ...defaultExperiment, model, batch: 2, seed: 7 });
const bytesOf = ({ shape }: tf.TensorInfo): number => 4 * tf.util.sizeFromShape(shape);

/** The largest binding of all programs since the spies were cleared: ours, and tfjs's. */
function largestBinding(stock: { readonly mock: { readonly calls: (readonly unknown[])[] } }): number {
  const ours = vi.mocked(gpu.dispatch).mock.calls.flatMap(([, { bindings }]) => bindings);
  const theirs = stock.mock.calls.flatMap(([, inputs]) => inputs as tf.TensorInfo[]);
  return Math.max(
    ...ours.map((binding) => ('tensor' in binding ? binding.bytes : bytesOf(binding))),
    ...theirs.map(bytesOf),
  );
}

/**
 * A step's loss, and digests of what one step of Adam leaves: weights, and slots, which then are
 * the gradients, scaled and squared.
 */
interface Outcome {
  readonly loss: number;
  readonly bits: Readonly<Record<string, string>>;
  readonly largest: number;
}

const step = (experiment: Experiment) => (): Promise<Outcome> =>
  withFamilies(families, async () => {
    const stock = vi.spyOn(tf.backend() as WebGPUBackend, 'runWebGPUProgram');
    const network = networkFor(experiment);
    const trainer = makeTrainer(experiment, network);
    const { model, optimizer } = trainer;
    const { pixels, labels } = colouredBatch(experiment.batch, 1);
    const images = preprocess(pixels, experiment.batch, network.input[0], 'unit'); // [2, H, H, 3]
    vi.mocked(gpu.dispatch).mockClear();
    const stats = trainStep(model, { images, labels }, optimizer, experiment.lr); // [2]
    const largest = largestBinding(stock);
    stock.mockRestore();
    const bits: Record<string, string> = {};
    const weights = model.net.weights.map((weight) => [weight.originalName, weight.read()] as const);
    // One at a time: together they are gigabytes.
    for (const [name, tensor] of [...weights, ...optimizer.slots])
      Object.assign(bits, bitsOf({ [name]: Float32Array.from(await tensor.data()) }));
    const [loss = Number.NaN] = await stats.data();
    tf.dispose([images, stats]);
    disposeTrainer(trainer);
    return { loss, bits, largest };
  });

/** lavapipe binds no more than 128 MiB: the large one is for the second adapter. */
const small = { model: 'alexnet-small', kernel: 4 * 4096 * 4096, limit: 16 * mebi } as const;
const large = { model: 'alexnet', kernel: 4 * 9216 * 4096, limit: 128 * mebi } as const;

describe.skipIf(webGpuProblem)(`a step of AlexNet with our kernels on webgpu${skipped}`, () => {
  it.for([isSample ? large : small])(
    'binds no more than the limit, and is bit for bit the step without: $model, $limit B',
    async ({ model, kernel, limit }, context) => {
      await tf.setBackend('webgpu');
      const bound = gpu.bindingLimit(tf.backend() as gpu.Gpu);
      context.skip(bound < kernel, `this adapter binds no more than ${bytes(bound)} anyway`);
      const whole = await step(of(model))();
      expect(whole.largest).toBeGreaterThan(limit);
      const cut = await underLimit(limit, step(of(model)));
      expect(cut.largest).toBeLessThanOrEqual(limit);
      expect(cut.loss).toSatisfy(Number.isFinite);
      expect(cut).toEqual({ ...whole, largest: cut.largest });
    },
  );

  if (isSample) return;

  it('is another step where all but the first of each tensor’s windows are lost (negative control)', async () => {
    const { dispatch } = await vi.importActual<typeof gpu>('../../src/kernels/gpu');
    vi.mocked(gpu.dispatch).mockImplementation((device, job) => {
      if (!job.bindings.some((binding) => 'tensor' in binding && binding.offset > 0)) dispatch(device, job);
    });
    const lost = await underLimit(16 * mebi, step(of('alexnet-small')));
    vi.mocked(gpu.dispatch).mockReset();
    const { bits } = await step(of('alexnet-small'))();
    for (const name of ['dense_1/kernel', 'dense_1/kernel/m', 'dense_1/kernel/v'])
      expect(lost.bits[name]).not.toBe(bits[name]);
    // What is not cut is still computed.
    const before = 'batch_normalization/moving_mean';
    expect(bits[before]).toBeDefined();
    expect(lost.bits[before]).toBe(bits[before]);
  });
});
