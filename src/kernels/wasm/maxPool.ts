/**
 * Max pooling that remembers where each maximum was. A tie goes to the first maximum in row-major
 * order, as in TensorFlow. A NaN is the maximum if its window begins with it, and is skipped
 * elsewhere; tfjs's CPU backend skips every one. Engine side.
 */
import { locals } from './assembler';
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { slideWindow, type Padding } from '../../lib/convolution';
import { doWhile, f32, fillZeros, i32, increase, when } from './instructions';
import { defineKernel, joined, runtimeOf, type WasmFamily } from './kernel';
import { Prologue } from './loops';
import { maxPool } from './maxPoolForward';

const fields = {
  dx: 'i32',
  dy: 'i32',
  argmax: 'i32',
  height: 'i32',
  rowBytes: 'i32',
  outHeight: 'i32',
  outRowBytes: 'i32',
  pool: 'i32',
  stride: 'i32',
  beforeY: 'i32',
  bands: 'i32',
  bandRows: 'i32',
} as const;

/**
 * dx [B, H, W, C] is the sum of dy over the windows whose maximum it is, in row-major order. A task
 * is a band of `bandRows` rows of one image: it goes through the windows that reach into the band,
 * and adds what belongs there.
 */
const maxPoolGradient = defineKernel('maxPoolGradient', fields, ({ declare, field, task }) => {
  const prologue = new Prologue(declare);
  const rowBytes = prologue.int(field.rowBytes);
  const [image, first] = prologue.ints(
    i32.divU(task, field.bands),
    i32.mul(i32.remU(task, field.bands), field.bandRows),
  );
  const last = prologue.int(i32.min(i32.add(first, field.bandRows), field.height));
  const firstByte = prologue.int(i32.mul(first, rowBytes));
  const bytes = prologue.int(i32.mul(i32.sub(last, first), rowBytes));
  const dx = prologue.int(
    i32.add(field.dx, i32.add(i32.mul(i32.mul(image, field.height), rowBytes), firstByte)),
  );
  // The windows, at multiples of the stride, that cover a row of the band.
  const reach = i32.sub(i32.add(first, i32.add(field.beforeY, field.stride)), field.pool);
  const firstWindow = prologue.int(i32.divU(i32.max(reach, 0), field.stride));
  const endWindow = prologue.int(
    i32.min(i32.add(i32.divU(i32.add(i32.sub(last, 1), field.beforeY), field.stride), 1), field.outHeight),
  );
  const imageRow = prologue.int(i32.mul(image, field.outHeight));
  const at = prologue.int(i32.mul(i32.add(imageRow, firstWindow), field.outRowBytes));
  const end = prologue.int(i32.mul(i32.add(imageRow, endWindow), field.outRowBytes));
  const [dy, argmax] = prologue.ints(field.dy, field.argmax);
  const [argmaxAt, target] = locals(declare, 'i32', 2);
  const step = [
    argmaxAt.set(i32.sub(i32.load(i32.add(argmax, at)), firstByte)),
    when(i32.ltU(argmaxAt, bytes), [
      target.set(i32.add(dx, argmaxAt)),
      f32.store(target, f32.add(f32.load(target), f32.load(i32.add(dy, at)))),
    ]),
    increase(at, 4),
  ];
  return [
    ...prologue.statements,
    fillZeros(dx, bytes),
    when(i32.ltS(at, end), [doWhile(step, i32.ltS(at, end))]),
  ];
});

interface Pooling {
  readonly pool: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** All sizes for x [B, H, W, C]. */
function geometry([batch = 0, height = 0, width = 0, channels = 0]: number[], pooling: Pooling) {
  const { pool, stride, padding } = pooling;
  const rows = slideWindow({ input: height, filter: pool, stride, padding });
  const pixels = slideWindow({ input: width, filter: pool, stride, padding });
  return {
    batch,
    height,
    width,
    channels,
    out: [batch, rows.output, pixels.output, channels],
    outHeight: rows.output,
    outWidth: pixels.output,
    pool,
    stride,
    beforeY: rows.before,
    beforeX: pixels.before,
  };
}

/** About how many tasks a job is cut into, whatever the number of threads. */
const enoughTasks = 256;

/** Input x [B, H, W, C]; outputs y [B, H', W', C] and argmax, int32 of the same shape. */
const forward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const runtime = runtimeOf(backend);
  const { x } = inputs as { x: TensorInfo };
  const { batch, channels, out, ...sizes } = geometry(x.shape, attrs as unknown as Pooling);
  const y = runtime.output(out);
  const argmax = runtime.output(out, 'int32');
  const rows = batch * sizes.outHeight;
  const taskRows = Math.ceil(rows / enoughTasks);
  const addresses = { x: runtime.address(x), y: runtime.address(y), argmax: runtime.address(argmax) };
  const job = joined(sizes, addresses, { pixelBytes: 4 * channels, rows, taskRows });
  runtime.run(maxPool, job, Math.ceil(rows / taskRows));
  return [y, argmax];
};

/** The fewest bands of all images, if the images have the rows: enough for 16 threads. */
const minBands = 64;

/**
 * Inputs dy [B, H', W', C] and argmax; attrs: x's shape and the pooling. Output dx [B, H, W, C].
 */
const backward: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const runtime = runtimeOf(backend);
  const { dy, argmax } = inputs as { dy: TensorInfo; argmax: TensorInfo };
  const { shape, ...pooling } = attrs as unknown as Pooling & { readonly shape: number[] };
  const { batch, height, width, channels, outHeight, outWidth, ...sizes } = geometry(shape, pooling);
  const dx = runtime.output(shape);
  const bandRows = Math.ceil(height / Math.min(Math.ceil(minBands / batch), height));
  const bands = Math.ceil(height / bandRows);
  const { pool, stride, beforeY } = sizes;
  const addresses = { dx: runtime.address(dx), dy: runtime.address(dy), argmax: runtime.address(argmax) };
  const rowBytes = 4 * width * channels;
  const outRowBytes = 4 * outWidth * channels;
  const cut = { height, rowBytes, outHeight, outRowBytes, pool, stride, beforeY, bands, bandRows };
  runtime.run(maxPoolGradient, joined(addresses, cut), batch * bands);
  return dx;
};

export const maxPoolFamily: WasmFamily = {
  definitions: [maxPool, maxPoolGradient],
  kernels: [
    { kernelName: 'TrainMaxPool', kernelFunc: forward },
    { kernelName: 'TrainMaxPoolGrad', kernelFunc: backward },
  ],
};
