/**
 * Counts the non-finite values of tensors. On WebGPU it counts on the device and reads each value's
 * bits as an integer, because a shader compiler may assume that a float is finite. Elsewhere it
 * reads the tensors back, one at a time. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { countNotFinite, type NotFinite } from '../lib/numeric';
import { gpuOf } from './family';
import { allocate, dispatch, type Gpu } from './gpu';
import { defineProgram, lane } from './wgsl';
import { partOf, windowsOf } from './windows';

/** Workgroups that share a window of a tensor, each of which writes two counts. */
const groups = 64;

const program = defineProgram('count-not-finite', {
  buffers: { x: 'read u32', counts: 'write i32' },
  params: { count: 'u32', at: 'u32' },
  body: () => `
var<workgroup> nans: array<i32, ${lane}>;
var<workgroup> infinities: array<i32, ${lane}>;

@compute @workgroup_size(${lane})
fn main(@builtin(local_invocation_index) me: u32, @builtin(workgroup_id) group: vec3<u32>) {
  var nan = 0;
  var infinite = 0;
  for (var i = group.x * ${lane}u + me; i < params.count; i += ${groups * lane}u) {
    let size = x[i] & 0x7fffffffu; // without the sign
    nan += select(0, 1, size > 0x7f800000u);
    infinite += select(0, 1, size == 0x7f800000u);
  }
  nans[me] = nan;
  infinities[me] = infinite;
  for (var half = ${lane / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (me < half) {
      nans[me] += nans[me + half];
      infinities[me] += infinities[me + half];
    }
  }
  if (me == 0u) {
    counts[params.at + 2u * group.x] = nans[0];
    counts[params.at + 2u * group.x + 1u] = infinities[0];
  }
}`,
});

/** Sums the pairs of counts of one window, `2 · groups` values from `at` on. */
function summed(values: ArrayLike<number>, at: number): NotFinite {
  let nan = 0;
  let infinite = 0;
  for (let i = at; i < at + 2 * groups; i += 2) {
    nan += values[i] ?? 0;
    infinite += values[i + 1] ?? 0;
  }
  return { nan, infinite };
}

/** One dispatch per window, and one small read for all of them. */
async function onGpu(gpu: Gpu, tensors: readonly tf.Tensor[]): Promise<NotFinite[]> {
  const windows = tensors.map((tensor) => windowsOf(gpu, tensor.size, [4]));
  const total = windows.reduce((sum, { length }) => sum + length, 0);
  const info = allocate(gpu, [2 * groups * total], 'int32');
  const counts = tf.engine().makeTensorFromTensorInfo(info);
  let at = 0;
  tensors.forEach((tensor, i) => {
    for (const window of windows[i] ?? []) {
      dispatch(gpu, {
        program,
        bindings: [partOf(tensor, window, 4), info],
        params: { count: window.count, at },
        workgroups: [groups],
        constant: false,
      });
      at += 2 * groups;
    }
  });
  const values = await counts.data();
  counts.dispose();
  let read = 0;
  return windows.map((each) => {
    let nan = 0;
    let infinite = 0;
    each.forEach(() => {
      const part = summed(values, read);
      [nan, infinite, read] = [nan + part.nan, infinite + part.infinite, read + 2 * groups];
    });
    return { nan, infinite };
  });
}

/** Counts the non-finite values of each float32 tensor, in order. Does not change them. */
export async function notFinite(tensors: readonly tf.Tensor[]): Promise<NotFinite[]> {
  if (tensors.length === 0) return [];
  if (tf.getBackend() === 'webgpu') return onGpu(gpuOf(tf.backend()), tensors);
  const counts: NotFinite[] = [];
  for (const tensor of tensors) counts.push(countNotFinite((await tensor.data()) as Float32Array));
  return counts;
}
