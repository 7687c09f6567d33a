/**
 * Dropout: multiplies each element by its entry in `dropoutMask` (`../dropout.ts`), whose hash is
 * computed here four elements at a time. The bits are the same on every backend; the backward pass
 * runs the same kernel on dy. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Statement } from './assembler';
import { f32x4, i32, i32x4, v128 } from './instructions';
import { defineKernel, joined, runtimeOf, type WasmFamily } from './kernel';
import { blockFields, each, flat, Prologue, walkBlock } from './loops';

const fields = { ...blockFields, x: 'i32', y: 'i32', key: 'i32', threshold: 'i32', scale: 'f32' } as const;

const dropout = defineKernel('dropout', fields, (scope) => {
  const { declare, field } = scope;
  const prologue = new Prologue(declare);
  const x = prologue.int(field.x);
  const y = prologue.int(field.y);
  const scale = prologue.splat(field.scale);
  const key = prologue.vector(i32x4.splat(field.key));
  const threshold = prologue.vector(i32x4.splat(field.threshold));
  const h = declare('v128');
  /** h ← (h ^ (h >>> bits)) · factor, as in `mix32` of lib/rng.ts. */
  const mix = (bits: number, factor: number): Statement =>
    h.set(i32x4.mul(v128.xor(h, i32x4.shrU(h, bits)), i32x4.splat(factor)));
  const steps = walkBlock(scope, (at) =>
    each(({ store }, offset) => [
      h.set(i32x4.add(i32x4.splat(i32.shrU(at, 2)), i32x4.const(0, 1, 2, 3))),
      ...(offset > 0 ? [h.set(i32x4.add(h, i32x4.splat(offset / 4)))] : []),
      h.set(v128.xor(i32x4.mul(h, i32x4.splat(0x9e3779b9)), key)),
      mix(16, 0x85ebca6b),
      mix(13, 0xc2b2ae35),
      h.set(i32x4.geU(v128.xor(h, i32x4.shrU(h, 16)), threshold)),
      store(i32.add(y, at), f32x4.mul(v128.load(i32.add(x, at), offset), v128.and(scale, h)), offset),
    ]),
  );
  return [...prologue.statements, ...steps];
});

const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { rate, key } = attrs as unknown as { readonly rate: number; readonly key: number };
  const runtime = runtimeOf(backend);
  const x = inputs['x'] as tf.TensorInfo;
  const y = runtime.output(x.shape);
  const { job, tasks } = flat(tf.util.sizeFromShape(x.shape));
  // Hashes are integers: one reaches the threshold where it reaches the next integer above it.
  const threshold = Math.ceil(rate * 0x1_0000_0000);
  const addresses = { x: runtime.address(x), y: runtime.address(y) };
  runtime.run(dropout, joined(job, addresses, { key, threshold, scale: 1 / (1 - rate) }), tasks);
  return y;
};

export const dropoutFamily: WasmFamily = {
  definitions: [dropout],
  kernels: [{ kernelName: 'TrainDropout', kernelFunc }],
};
