/**
 * Fixes for what tfjs 4.22 does wrongly or wastefully, where no kernel of our own is needed. Each
 * patch cites what it works around; a test fails without it. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
// Registers tfjs's own gradients: they must be there before one is replaced.
import '@tensorflow/tfjs-layers';

/**
 * The gradient of `mean` as a broadcast of dy / n. tfjs multiplies by `tf.ones` of the whole input,
 * created on the CPU and uploaded: 268 MB for each step of AlexNet's BatchNorm at batch 64
 * (tfjs-core/src/gradients/Mean_grad.ts, ops/ones.ts).
 */
const meanGradient: tf.GradConfig = {
  kernelName: 'Mean',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const x = saved[0];
    if (!x || Array.isArray(dy)) throw new Error('Mean has one input and one output');
    const axes = tf.util.parseAxisParam(attrs['axis'] as number | number[], x.shape);
    const kept = x.shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
    const reduced = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
    return { x: () => tf.broadcastTo(tf.div(tf.reshape(dy, kept), reduced), x.shape) };
  },
};

/** Replaces the gradient of `mean`. Idempotent. */
export function patchGradients(): void {
  tf.unregisterGradient('Mean');
  tf.registerGradient(meanGradient);
}

/**
 * Sets flags of the WebGPU backend; call it after the backend is imported and before it is used.
 * - `WEBGPU_MATMUL_PROGRAM_TYPE` 3 (packed): the default may choose `MatMulSplitKProgram`, which
 *   reads a transposed B wrongly (tfjs-backend-webgpu/src/matmul_splitK_webgpu.ts) and adds with
 *   float atomics, in no fixed order.
 * - `WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE` false: uses the tiled gradient of a convolution's input,
 *   with workgroup memory.
 */
export function setWebGpuFlags(): void {
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
  tf.env().set('WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE', false);
}
