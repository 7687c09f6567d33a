/** Variables that change while tfjs may only be compiling. Engine side. */
import * as tf from '@tensorflow/tfjs-core';

/** Whether nothing runs, because tfjs only compiles (`compileAhead` of gpu.ts): then a variable must keep what it has. */
const onlyCompiles = (): boolean =>
  tf.getBackend() === 'webgpu' && tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');

/** `variable.assign(value)`, unless nothing runs. */
export function assign(variable: tf.Variable, value: tf.Tensor): void {
  if (!onlyCompiles()) variable.assign(value);
}
