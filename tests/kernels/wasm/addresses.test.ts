/** Addresses are 32 bits without a sign: what lies beyond 2 GiB is computed as what lies below. */
import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { batchNormFamily } from '../../../src/kernels/batchNorm';
import { dropoutFamily } from '../../../src/kernels/dropout';
import { runMany, type KernelFamily } from '../../../src/kernels/family';
import { imagesFamily } from '../../../src/kernels/images';
import { lossFamily } from '../../../src/kernels/loss';
import { lrnFamily } from '../../../src/kernels/lrn';
import { maxPoolFamily } from '../../../src/kernels/maxPool';
import { updateFamily } from '../../../src/kernels/update';
import { gemmFamily } from '../../../src/kernels/gemm';
import { wasmFamilies } from '../../../src/kernels/wasm/families';
import { random, valuesOf, type Computation, type Values } from '../../helpers/kernels';
import { withEngine } from '../../helpers/wasmEngine';

const families: readonly KernelFamily[] = [
  gemmFamily,
  batchNormFamily,
  maxPoolFamily,
  lrnFamily,
  lossFamily,
  dropoutFamily,
  updateFamily,
  imagesFamily,
];
const biasGradient: Computation = () => {
  const inputs = { dy: random([70, 6], 1), y: random([70, 6], 2) };
  const [dz, bias] = runMany('TrainBiasGradient', inputs, { activation: 'relu' }) as [tf.Tensor, tf.Tensor];
  return { dz, bias };
};
const computations: [string, Computation][] = [
  ...families.map(({ id, probe }): [string, Computation] => [id, probe]),
  ['bias gradient', biasGradient],
];

describe('tensors beyond 2 GiB', () => {
  it.each(computations)('%s: the same bits as below', async (_, compute) => {
    const at = (far: boolean): Promise<Values> =>
      withEngine(Object.values(wasmFamilies), families, {}, (backend) => {
        // Nothing is written there: it takes addresses, not memory.
        if (far) backend.output([2 ** 29 - 256]);
        expect(backend.address(backend.output([1])) > 2 ** 31).toBe(far);
        return valuesOf(compute);
      });
    const below = await at(false);
    expect(await at(true)).toEqual(below);
  });
});
