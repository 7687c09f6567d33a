/** The job of a Winograd transform, and where its tables lie. Engine side. */
import type { Job, KernelScope, WasmKernel } from '../kernel';

/**
 * A unit is a tile, or for filters a channel; a task takes `unitsEach`. Addresses and strides are
 * in bytes. A table lists `from` + unit · `fromUnit` + i · `fromStep`, or the pixels of a tile of
 * an image at `from`; likewise for `to`, where `toPanel` is the stride from panel to panel.
 */
export const transformFields = {
  units: 'i32',
  unitsEach: 'i32',
  channels: 'i32',
  from: 'i32',
  fromUnit: 'i32',
  fromStep: 'i32',
  to: 'i32',
  toUnit: 'i32',
  toStep: 'i32',
  toPanel: 'i32',
  firstTile: 'i32',
  tiles: 'i32',
  down: 'i32',
  across: 'i32',
  height: 'i32',
  width: 'i32',
  pixelBytes: 'i32',
  padTop: 'i32',
  padLeft: 'i32',
  zeros: 'i32',
  bias: 'i32',
  relu: 'i32',
} as const;
export type Scope = KernelScope<typeof transformFields>;
export type TransformJob = Job<typeof transformFields>;
/** The defaults for what a job does not set. */
export const noTransform: TransformJob = {
  ...(Object.fromEntries(Object.keys(transformFields).map((field) => [field, 0])) as TransformJob),
  unitsEach: 1,
  tiles: 1,
  down: 1,
  across: 1,
};
export type TransformKernel = WasmKernel<typeof transformFields>;

/**
 * A thread's scratch memory: both tables, a half-transformed square, and room for outputs that lie
 * outside the image; in bytes.
 */
export const layout = { from: 0, to: 256, half: 512, beside: 1_536 } as const;
