/**
 * Bytes of 32 × 32 images become the network's input: moved, scaled and enlarged, as `../images.ts`. A task is a band of rows of one
 * image. It scales the image's bytes by a table, 256 values a channel; then each row of the output is mixed from two of the image's
 * rows, 24 vectors, and stretched, a vector a pixel whose last lane the next pixel overwrites. Engine side.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression, Int, IntLocal, Statement } from './assembler';
import { doWhile, f32, f32x4, forRange, i32, increase, v128, when } from './instructions';
import { defineKernel, joined, multiplyAdd, runtimeOf, type WasmFamily, type WasmRuntime } from './kernel';
import { Prologue } from './loops';

/** Side and channels of the images that come, and what they and a row of them take. */
const [inputSide, channels] = [32, 3];
const imageBytes = inputSide * inputSide * channels;
const rowFloats = inputSide * channels;
const tableValues = 256;
/** A thread's scratch holds the scaled image, then a mixed row, of which a vector is read beyond the end. */
const mixedAt = 4 * imageBytes;
/** The least that a thread's scratch must have for this family. */
export const imagesScratchBytes = mixedAt + 4 * rowFloats + 64;

const fields = {
  words: 'i32', moves: 'i32', images: 'i32', table: 'i32', places: 'i32',
  side: 'i32', bands: 'i32', bandRows: 'i32',
} as const; // prettier-ignore

/** A row or column mirrored at the edge pixel, which is not repeated. */
const reflect = (at: IntLocal): Statement[] => [
  at.set(i32.select(i32.ltS(at, 0), i32.sub(0, at), at)),
  at.set(i32.min(at, i32.sub(2 * (inputSide - 1), at))),
];

/** Writes the moved and scaled image to `to`, [32, 32, 3] floats. */
function scaled(
  declare: (type: 'i32') => IntLocal,
  from: { readonly bytes: IntLocal; readonly move: IntLocal; readonly table: IntLocal },
  to: IntLocal,
): Statement[] {
  const [y, x, row, column, source, target] = [
    declare('i32'), declare('i32'), declare('i32'), declare('i32'), declare('i32'), declare('i32'),
  ]; // prettier-ignore
  const part = (shift: number): Expression<'i32'> => i32.sub(i32.and(i32.shrU(from.move, shift), 0xff), 128);
  const value = (c: number): Expression<'f32'> =>
    f32.load(i32.add(from.table, i32.shl(i32.load8(source, c), 2)), 4 * tableValues * c);
  return [
    target.set(to),
    forRange(y, 0, inputSide, 1, [
      row.set(i32.add(y, part(16))),
      ...reflect(row),
      row.set(i32.add(from.bytes, i32.mul(row, rowFloats))),
      forRange(x, 0, inputSide, 1, [
        column.set(i32.add(x, part(8))),
        ...reflect(column),
        column.set(i32.select(i32.and(from.move, 1), i32.sub(inputSide - 1, column), column)),
        source.set(i32.add(row, i32.mul(column, channels))),
        ...[0, 1, 2].map((c) => f32.store(target, value(c), 4 * c)),
        increase(target, 4 * channels),
      ]),
    ]),
  ];
}

/** Words of a place: the offsets of two pixels in a row of floats, and the share of the second, a float. */
const placeWords = 4;
const placeAt = (places: IntLocal, i: Int): Expression<'i32'> => i32.add(places, i32.mul(i, 4 * placeWords));

const images = defineKernel('images', fields, ({ declare, field, task, scratch, options }) => {
  const held = new Prologue(declare);
  const [side, places, table] = [held.int(field.side), held.int(field.places), held.int(field.table)];
  const image = held.int(i32.divU(task, field.bands));
  const y = held.int(i32.mul(i32.remU(task, field.bands), field.bandRows));
  const last = held.int(i32.min(i32.add(y, field.bandRows), side));
  const bytes = held.int(i32.add(field.words, i32.mul(image, imageBytes)));
  const move = held.int(i32.load(i32.add(field.moves, i32.shl(image, 2))));
  const pixels = i32.mul(i32.add(i32.mul(image, side), y), side);
  const out = held.int(i32.add(field.images, i32.mul(pixels, 4 * channels)));
  const mixed = held.int(i32.add(scratch, mixedAt));
  const [place, lastPlace, low, high] = [declare('i32'), declare('i32'), declare('i32'), declare('i32')];
  const [share, value] = [declare('v128'), declare('v128')];
  /** a + (b − a) · share: exactly a where the two are equal or the share is 0. */
  const mix = (a: Expression<'v128'>, b: Expression<'v128'>): Expression<'v128'> =>
    multiplyAdd(options, f32x4.sub(b, a), share, a);
  const rows = Array.from({ length: rowFloats / 4 }, (_, i) => 16 * i);
  const pixel = [
    low.set(i32.add(mixed, i32.load(place))),
    high.set(i32.add(mixed, i32.load(place, 4))),
    share.set(v128.loadSplat(place, 8)),
    value.set(mix(v128.load(low), v128.load(high))),
  ];
  const row = [
    place.set(placeAt(places, y)),
    low.set(i32.add(scratch, i32.mul(i32.load(place), inputSide))),
    high.set(i32.add(scratch, i32.mul(i32.load(place, 4), inputSide))),
    share.set(v128.loadSplat(place, 8)),
    ...rows.map((at) => v128.store(mixed, mix(v128.load(low, at), v128.load(high, at)), at)),
    place.set(places),
    lastPlace.set(placeAt(places, i32.sub(side, 1))),
    when(i32.ne(place, lastPlace), [
      doWhile(
        [...pixel, v128.store(out, value), increase(out, 4 * channels), increase(place, 4 * placeWords)],
        i32.ne(place, lastPlace),
      ),
    ]),
    // Beyond the last pixel of a row may lie another task's.
    ...pixel,
    v128.storeHalf(out, value, 0),
    v128.storeLane(out, value, 2, 8),
    increase(out, 4 * channels),
  ];
  return [
    ...held.statements,
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

/** What a byte becomes in each channel [3, 256]: (byte / 255 − mean) / deviation, rounded after each step as on other backends. */
function tableOf(runtime: WasmRuntime, { mean, deviation }: Attributes): TensorInfo {
  const table = runtime.output([channels, tableValues]);
  const values = runtime.values(table);
  for (let i = 0; i < values.length; i++) {
    const [c, byte] = [Math.trunc(i / tableValues), i % tableValues];
    const centred = Math.fround(Math.fround(byte / 255) - Math.fround(mean[c] ?? 0));
    values[i] = centred / Math.fround(deviation[c] ?? 1);
  }
  return table;
}

/**
 * Where each output row or column lies in the input, (i + ½) · 32 / side − ½, kept inside [side, 4]: the offsets in a row of floats of
 * its whole part and of the next pixel, and the share of the next, from whole numbers, so that no rounding moves it.
 */
function placesOf(runtime: WasmRuntime, side: number): TensorInfo {
  const places = runtime.output([side, placeWords], 'int32');
  const words = runtime.values(places);
  const shares = new Float32Array(words.buffer, words.byteOffset, words.length);
  for (let i = 0; i < side; i++) {
    const ahead = Math.max((2 * i + 1) * inputSide - side, 0); // of 2 · side parts of an input pixel
    const low = Math.min(Math.trunc(ahead / (2 * side)), inputSide - 1);
    const high = Math.min(low + 1, inputSide - 1);
    words.set([4 * channels * low, 4 * channels * high], placeWords * i);
    shares[placeWords * i + 2] = (ahead % (2 * side)) / (2 * side);
  }
  return places;
}

/** Bands of all images that there are at least, where images are large enough: enough for 16 threads. */
const leastBands = 64;

/** Inputs words int32 [768 B], moves int32 [B]; attrs as `../images.ts`. Output [B, side, side, 3]. */
const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const runtime = runtimeOf(backend);
  const given = attrs as unknown as Attributes;
  const { size, side } = given;
  const { words, moves } = inputs as { words: TensorInfo; moves: TensorInfo };
  const output = runtime.output([size, side, side, channels]); // [B, side, side, 3]
  const [table, places] = [tableOf(runtime, given), placesOf(runtime, side)];
  // A band scales the whole image: below 32 rows that would be the greater part.
  const bandRows = Math.max(Math.ceil(side / Math.ceil(leastBands / size)), Math.min(inputSide, side));
  const bands = Math.ceil(side / bandRows);
  const addresses = {
    words: runtime.address(words),
    moves: runtime.address(moves),
    images: runtime.address(output),
    table: runtime.address(table),
    places: runtime.address(places),
  };
  runtime.run(images, joined(addresses, { side, bands, bandRows }), size * bands);
  for (const { dataId } of [table, places]) runtime.disposeData(dataId);
  return output;
};

export const imagesFamily: WasmFamily = {
  definitions: [images],
  kernels: [{ kernelName: 'TrainImages', kernelFunc }],
};
