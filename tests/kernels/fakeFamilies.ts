/** Families that are right, wrong, or do not compile: relu by a program of our own. */
import * as tf from '@tensorflow/tfjs-core';
import type { FamilyId, KernelFamily } from '../../src/kernels/family';
import { gpuOf } from '../../src/kernels/family';
import { allocate, dispatch } from '../../src/kernels/gpu';
import { defineProgram, forEach, grid } from '../../src/kernels/wgsl';

/**
 * A family that takes the place of tfjs's relu: `value` is the WGSL of an output from `v`, the
 * input's element `i`.
 */
export function reluFamily(id: FamilyId, value: string, probed = 40): KernelFamily {
  const program = defineProgram(`fake-relu/${value}`, {
    buffers: { x: 'read f32', y: 'write f32' },
    params: { size: 'u32' },
    body: () => forEach('params.size', `let v = x[i]; y[i] = ${value};`),
  });
  const kernelFunc: tf.KernelFunc = ({ inputs, backend }) => {
    const x = inputs['x'];
    if (!x) throw new Error('relu has one input');
    const size = tf.util.sizeFromShape(x.shape);
    const y = allocate(gpuOf(backend), x.shape);
    dispatch(gpuOf(backend), { program, bindings: [x, y], params: { size }, workgroups: grid(size) });
    return y;
  };
  return {
    id,
    kernels: [{ kernelName: 'Relu', kernelFunc }],
    gradients: [],
    probe: () => ({ output: tf.relu(tf.linspace(-1, 1, probed)) }),
  };
}

export const right = (id: FamilyId): KernelFamily => reluFamily(id, 'max(v, 0.0)');
/** One element in three is off by a tenth. */
export const wrong = (id: FamilyId): KernelFamily =>
  reluFamily(id, 'max(v, 0.0) * select(1.0, 0.9, i % 3u == 0u)');
export const broken = (id: FamilyId): KernelFamily => reluFamily(id, 'noSuchFunction(v)');
/** Right on the probe's 40 elements alone. */
export const rightWhenSmall = (id: FamilyId): KernelFamily =>
  reluFamily(id, 'max(v, 0.0) * select(1.0, 0.5, params.size > 40u)');
