/**
 * Turns the bytes of 32 × 32 images into the network's input: mirrored and shifted, scaled and
 * enlarged, as in `../images.ts`. A task is a band of rows of one image. It scales the image's
 * bytes through a table, 256 values per channel; then it interpolates each row of the output from
 * two rows of the image, 24 vectors, and stretches it, storing a vector per pixel whose last lane
 * the next pixel overwrites. Engine side.
 */
import { imageBytes, imageChannels, imageSide } from '../../lib/cifar10';
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { locals, type Declare, type Expression, type Int, type IntLocal, type Statement } from './assembler';
import { doWhile, f32, f32x4, forRange, i32, increase, v128, when } from './instructions';
import { defineKernel, joined, multiplyAdd, runtimeOf, type WasmFamily, type WasmRuntime } from './kernel';
import { Prologue } from './loops';

const rowFloats = imageSide * imageChannels;
const tableValues = 256;
/**
 * A thread's scratch holds the scaled image, then an interpolated row; a vector is read beyond its
 * end.
 */
const mixedAt = 4 * imageBytes;
/** The fewest bytes of a thread's scratch that this family needs. */
export const imagesScratchBytes = mixedAt + 4 * rowFloats + 64;

const fields = {
  words: 'i32',
  moves: 'i32',
  images: 'i32',
  table: 'i32',
  places: 'i32',
  side: 'i32',
  bands: 'i32',
  bandRows: 'i32',
} as const;

/** Mirrors a row or column at the edge pixel, which is not repeated. */
const reflect = (at: IntLocal): Statement[] => [
  at.set(i32.select(i32.ltS(at, 0), i32.sub(0, at), at)),
  at.set(i32.min(at, i32.sub(2 * (imageSide - 1), at))),
];

/** Writes the mirrored, shifted and scaled image to `to`, [32, 32, 3] floats. */
function scaled(
  declare: Declare,
  from: { readonly bytes: IntLocal; readonly move: IntLocal; readonly table: IntLocal },
  to: IntLocal,
): Statement[] {
  const [y, x, row, column, source, target] = locals(declare, 'i32', 6);
  const part = (shift: number): Expression<'i32'> => i32.sub(i32.and(i32.shrU(from.move, shift), 0xff), 128);
  const value = (c: number): Expression<'f32'> =>
    f32.load(i32.add(from.table, i32.shl(i32.load8(source, c), 2)), 4 * tableValues * c);
  return [
    target.set(to),
    forRange(y, 0, imageSide, 1, [
      row.set(i32.add(y, part(16))),
      ...reflect(row),
      row.set(i32.add(from.bytes, i32.mul(row, rowFloats))),
      forRange(x, 0, imageSide, 1, [
        column.set(i32.add(x, part(8))),
        ...reflect(column),
        column.set(i32.select(i32.and(from.move, 1), i32.sub(imageSide - 1, column), column)),
        source.set(i32.add(row, i32.mul(column, imageChannels))),
        ...[0, 1, 2].map((c) => f32.store(target, value(c), 4 * c)),
        increase(target, 4 * imageChannels),
      ]),
    ]),
  ];
}

/**
 * Words per position: the offsets of two pixels in a row of floats, and the weight of the second, a
 * float.
 */
const positionWords = 4;
const positionAt = (positions: IntLocal, i: Int): Expression<'i32'> =>
  i32.add(positions, i32.mul(i, 4 * positionWords));

const images = defineKernel('images', fields, ({ declare, field, task, scratch, options }) => {
  const prologue = new Prologue(declare);
  const [side, positions, table] = prologue.ints(field.side, field.places, field.table);
  const image = prologue.int(i32.divU(task, field.bands));
  const y = prologue.int(i32.mul(i32.remU(task, field.bands), field.bandRows));
  const last = prologue.int(i32.min(i32.add(y, field.bandRows), side));
  const bytes = prologue.int(i32.add(field.words, i32.mul(image, imageBytes)));
  const move = prologue.int(i32.load(i32.add(field.moves, i32.shl(image, 2))));
  const pixels = i32.mul(i32.add(i32.mul(image, side), y), side);
  const out = prologue.int(i32.add(field.images, i32.mul(pixels, 4 * imageChannels)));
  const mixed = prologue.int(i32.add(scratch, mixedAt));
  const [position, lastPosition, low, high] = locals(declare, 'i32', 4);
  const [fraction, value] = locals(declare, 'v128', 2);
  /** a + (b − a) · fraction: exactly a where the two are equal or the fraction is 0. */
  const mix = (a: Expression<'v128'>, b: Expression<'v128'>): Expression<'v128'> =>
    multiplyAdd(options, f32x4.sub(b, a), fraction, a);
  const rows = Array.from({ length: rowFloats / 4 }, (_, i) => 16 * i);
  const pixel = [
    low.set(i32.add(mixed, i32.load(position))),
    high.set(i32.add(mixed, i32.load(position, 4))),
    fraction.set(v128.loadSplat(position, 8)),
    value.set(mix(v128.load(low), v128.load(high))),
  ];
  const row = [
    position.set(positionAt(positions, y)),
    low.set(i32.add(scratch, i32.mul(i32.load(position), imageSide))),
    high.set(i32.add(scratch, i32.mul(i32.load(position, 4), imageSide))),
    fraction.set(v128.loadSplat(position, 8)),
    ...rows.map((at) => v128.store(mixed, mix(v128.load(low, at), v128.load(high, at)), at)),
    position.set(positions),
    lastPosition.set(positionAt(positions, i32.sub(side, 1))),
    when(i32.ne(position, lastPosition), [
      doWhile(
        [
          ...pixel,
          v128.store(out, value),
          increase(out, 4 * imageChannels),
          increase(position, 4 * positionWords),
        ],
        i32.ne(position, lastPosition),
      ),
    ]),
    // What lies beyond a row's last pixel may belong to another task.
    ...pixel,
    v128.storeHalf(out, value, 0),
    v128.storeLane(out, value, 2, 8),
    increase(out, 4 * imageChannels),
  ];
  return [
    ...prologue.statements,
    ...scaled(declare, { bytes, move, table }, scratch),
    forRange(y, y, last, 1, row),
  ];
});

type Triple = readonly [number, number, number];
interface Attributes {
  readonly size: number;
  readonly side: number;
  readonly mean: Triple;
  readonly deviation: Triple;
}

/**
 * What a byte becomes in each channel [3, 256]: (byte / 255 − mean) / deviation, rounded after each
 * step as on other backends.
 */
function tableOf(runtime: WasmRuntime, { mean, deviation }: Attributes): TensorInfo {
  const table = runtime.output([imageChannels, tableValues]);
  const values = runtime.values(table);
  for (let i = 0; i < values.length; i++) {
    const c = Math.trunc(i / tableValues);
    const byte = i % tableValues;
    const centred = Math.fround(Math.fround(byte / 255) - Math.fround(mean[c] ?? 0));
    values[i] = centred / Math.fround(deviation[c] ?? 1);
  }
  return table;
}

/**
 * The position of each output row or column in the input, (i + ½) · 32 / side − ½, clamped to the
 * image, as [side, 4]: the offsets in a row of floats of its integer part and of the next pixel,
 * and the weight of the next, computed in integers so that no rounding shifts it.
 */
function positionsOf(runtime: WasmRuntime, side: number): TensorInfo {
  const positions = runtime.output([side, positionWords], 'int32');
  const words = runtime.values(positions);
  const shares = new Float32Array(words.buffer, words.byteOffset, words.length);
  for (let i = 0; i < side; i++) {
    const ahead = Math.max((2 * i + 1) * imageSide - side, 0); // of 2 · side parts of an input pixel
    const low = Math.min(Math.trunc(ahead / (2 * side)), imageSide - 1);
    const high = Math.min(low + 1, imageSide - 1);
    words.set([4 * imageChannels * low, 4 * imageChannels * high], positionWords * i);
    shares[positionWords * i + 2] = (ahead % (2 * side)) / (2 * side);
  }
  return positions;
}

/** The fewest bands of all images, if the images are large enough: enough for 16 threads. */
const minBands = 64;

/**
 * Inputs words int32 [768 B], moves int32 [B]; attrs as in `../images.ts`. Output [B, side, side,
 * 3].
 */
const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const runtime = runtimeOf(backend);
  const attributes = attrs as unknown as Attributes;
  const { size, side } = attributes;
  const { words, moves } = inputs as { words: TensorInfo; moves: TensorInfo };
  const output = runtime.output([size, side, side, imageChannels]); // [B, side, side, 3]
  const table = tableOf(runtime, attributes);
  const positions = positionsOf(runtime, side);
  // A band scales the whole image: with fewer than 32 rows that would be most of its work.
  const bandRows = Math.max(Math.ceil(side / Math.ceil(minBands / size)), Math.min(imageSide, side));
  const bands = Math.ceil(side / bandRows);
  const addresses = {
    words: runtime.address(words),
    moves: runtime.address(moves),
    images: runtime.address(output),
    table: runtime.address(table),
    places: runtime.address(positions),
  };
  runtime.run(images, joined(addresses, { side, bands, bandRows }), size * bands);
  for (const { dataId } of [table, positions]) runtime.disposeData(dataId);
  return output;
};

export const imagesFamily: WasmFamily = {
  definitions: [images],
  kernels: [{ kernelName: 'TrainImages', kernelFunc }],
};
