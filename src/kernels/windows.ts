/**
 * Splits tensors that are larger than a binding may be into windows: runs of whole items along the
 * first axis (rows, images) that can be bound. A tensor that fits is one window. For programs that
 * must not cut an item. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { bindingLimit, type Binding, type Gpu } from './gpu';

/** Items `first` … `first + count − 1`. */
export interface Window {
  readonly first: number;
  readonly count: number;
}

/** WebGPU's `minStorageBufferOffsetAlignment` is at most this. */
const alignment = 256;
/**
 * The largest window, whatever the device allows, so that one dispatch stays short: 128 MiB,
 * WebGPU's default binding limit.
 */
const longest = 134_217_728;

/** The largest power of two, up to `alignment`, that divides `bytes`. */
const powerIn = (bytes: number): number => Math.min(bytes & -bytes, alignment);

/**
 * Cuts `items` into windows. `bytesEach`: bytes per item in each of the tensors that these windows
 * will bind. Throws a RangeError if not even the smallest number of items that starts at multiples
 * of 256 B fits.
 */
export function windowsOf(gpu: Gpu, items: number, bytesEach: readonly number[]): Window[] {
  const limit = Math.min(bindingLimit(gpu), longest);
  const maxItems = Math.floor(limit / Math.max(...bytesEach));
  if (items <= maxItems) return [{ first: 0, count: items }];
  const unit = Math.max(...bytesEach.map((bytes) => alignment / powerIn(bytes)));
  const count = Math.floor(maxItems / unit) * unit;
  if (count < 1) {
    throw new RangeError(`${unit} × ${Math.max(...bytesEach)} B do not fit into a binding of ${limit} B`);
  }
  return Array.from({ length: Math.ceil(items / count) }, (_, i) => ({
    first: i * count,
    count: Math.min(count, items - i * count),
  }));
}

/**
 * A window's part of a tensor of 4-byte elements. The last item may be shorter than `bytesEach`.
 */
export function partOf(tensor: TensorInfo, { first, count }: Window, bytesEach: number): Binding {
  const size = 4 * tf.util.sizeFromShape(tensor.shape);
  const offset = first * bytesEach;
  const bytes = Math.min(count * bytesEach, size - offset);
  return bytes === size ? tensor : { tensor, offset, bytes };
}
