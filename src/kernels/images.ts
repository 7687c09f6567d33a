/**
 * Turns the bytes of 32 × 32 images into the network's input on the device, in one dispatch:
 * mirrored and shifted, scaled and enlarged. A batch uploads only its bytes, four to a word; floats
 * would be four times as much. Engine side.
 */
import { imageBytes, imageChannels, imageSide } from '../lib/cifar10';
import * as tf from '@tensorflow/tfjs-core';
import { transformImage, identityTransform, unpackTransform } from '../lib/augmentTransform';
import { gpuOf, hasKernel, run, type KernelFamily } from './family';
import { allocate, dispatch } from './gpu';
import { defineProgram, forEach, grid } from './wgsl';
import { partOf, windowsOf } from './windows';

const kernelName = 'TrainImages';

type Triple = readonly [number, number, number];

/** What is subtracted from each channel of pixels / 255, and what the difference is divided by. */
export interface ChannelScale {
  readonly mean: Triple;
  readonly deviation: Triple;
}
const unit: ChannelScale = { mean: [0, 0, 0], deviation: [1, 1, 1] };

interface Attributes extends ChannelScale {
  readonly size: number;
  readonly side: number;
}

/**
 * One invocation per pixel of the output, [B, side, side, 3] from `first` on. `at`: the position of
 * output row or column `i` in the input, (i + ½) · 32 / side − ½, clamped to the image: its integer
 * part, the next pixel, and the weight of the next, computed in integers so that no rounding shifts
 * it. `pixel`: the three bytes at (y, x) of the transformed image; lib/augmentTransform.ts explains
 * the word in `moves`.
 */
const program = defineProgram('network-images', {
  buffers: { words: 'read u32', moves: 'read u32', images: 'write f32' },
  params: {
    first: 'u32',
    count: 'u32',
    side: 'u32',
    mean0: 'f32',
    mean1: 'f32',
    mean2: 'f32',
    deviation0: 'f32',
    deviation1: 'f32',
    deviation2: 'f32',
  },
  body: () => `
const edge: i32 = ${imageSide - 1};

struct Place { low: i32, high: i32, share: f32 }
fn at(i: u32) -> Place {
  let side = i32(params.side);
  let ahead = max((2 * i32(i) + 1) * ${imageSide} - side, 0); // of 2 · side parts of an input pixel
  let low = min(ahead / (2 * side), edge);
  return Place(low, min(low + 1, edge), f32(ahead % (2 * side)) / f32(2 * side));
}

fn reflect_at_edge(i: i32) -> i32 {
  let inside = abs(i);
  return select(2 * edge - inside, inside, inside <= edge);
}

fn byte(place: u32) -> f32 { return f32((words[place / 4u] >> (8u * (place % 4u))) & 0xffu); }

fn pixel(image: u32, y: i32, x: i32) -> vec3<f32> {
  let turn = moves[image];
  let column = reflect_at_edge(x + i32((turn >> 8u) & 0xffu) - 128);
  let row = reflect_at_edge(y + i32((turn >> 16u) & 0xffu) - 128);
  let start = image * ${imageBytes}u
    + u32(row * ${imageSide} + select(column, edge - column, (turn & 1u) == 1u)) * ${imageChannels}u;
  return vec3(byte(start), byte(start + 1u), byte(start + 2u));
}
${forEach(
  'params.count',
  `  let p = params.first + i;
  let image = p / (params.side * params.side);
  let y = at(p / params.side % params.side);
  let x = at(p % params.side);
  let left = mix(pixel(image, y.low, x.low), pixel(image, y.high, x.low), y.share);
  let right = mix(pixel(image, y.low, x.high), pixel(image, y.high, x.high), y.share);
  let mean = vec3(params.mean0, params.mean1, params.mean2);
  let value = (mix(left, right, x.share) / 255.0 - mean) / vec3(params.deviation0, params.deviation1, params.deviation2);
  images[3u * i] = value.x;
  images[3u * i + 1u] = value.y;
  images[3u * i + 2u] = value.z;`,
)}`,
});

const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { size, side, mean, deviation } = attrs as unknown as Attributes;
  const gpu = gpuOf(backend);
  const { words, moves } = inputs as { words: tf.TensorInfo; moves: tf.TensorInfo };
  const images = allocate(gpu, [size, side, side, imageChannels]); // [B, side, side, 3]
  const [mean0, mean1, mean2] = mean;
  const [deviation0, deviation1, deviation2] = deviation;
  const scale = { mean0, mean1, mean2, deviation0, deviation1, deviation2 };
  const pixelBytes = 4 * imageChannels;
  for (const window of windowsOf(gpu, size * side * side, [pixelBytes])) {
    dispatch(gpu, {
      program,
      bindings: [words, moves, partOf(images, window, pixelBytes)],
      params: { ...window, side, ...scale },
      workgroups: grid(window.count),
    });
  }
  return images;
};

/**
 * The bytes as 32-bit words, the first byte lowest (as every platform with WebGPU stores them),
 * copied only if they are not aligned.
 */
function wordsOf(bytes: Uint8Array): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, bytes.length / 4);
}

/** Mirrors and shifts the images on the CPU, for backends without the kernel. */
function moved(bytes: Uint8Array, moves: Uint32Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  moves.forEach((word, i) => {
    const image = bytes.subarray(i * imageBytes, (i + 1) * imageBytes);
    transformImage(image, out, i * imageBytes, unpackTransform(word), [imageSide, imageChannels]);
  });
  return out;
}

/** The same with tfjs's operations, which every backend has; also the reference. */
function stockImages(bytes: Uint8Array, { size, side, mean, deviation }: Attributes): tf.Tensor4D {
  return tf.tidy(() => {
    const pixels = tf.tensor4d(new Float32Array(bytes), [size, imageSide, imageSide, imageChannels]); // [B, 32, 32, 3]
    const centred = tf.sub(tf.div<tf.Tensor4D>(pixels, 255), tf.tensor1d([...mean])); // [B, 32, 32, 3]
    const scaled = tf.div<tf.Tensor4D>(centred, tf.tensor1d([...deviation])); // [B, 32, 32, 3]
    return side === imageSide ? scaled : tf.image.resizeBilinear(scaled, [side, side], false, true); // [B, side, side, 3]
  });
}

/**
 * Uploads images and converts them to float32 [size, side, side, 3]. Each is mirrored and shifted
 * (`moves`: one word of `packTransform` per image); pixels / 255 are normalised by the channel's
 * mean and deviation (null: neither) and enlarged bilinearly with half-pixel centres, as TensorFlow
 * 2's `tf.image.resize` does. `bytes` is [size, 32, 32, 3]; the caller disposes the result. Throws
 * a RangeError if a size is wrong.
 */
export function networkImages(
  bytes: Uint8Array,
  size: number,
  side: number,
  scale: ChannelScale | null,
  moves: Uint32Array | null,
): tf.Tensor4D {
  if (bytes.length !== size * imageBytes) {
    throw new RangeError(`${bytes.length} bytes for ${size} images, expected ${size * imageBytes}`);
  }
  if (moves && moves.length !== size) throw new RangeError(`${moves.length} moves for ${size} images`);
  const { mean, deviation } = scale ?? unit;
  const attributes: Attributes = { size, side, mean, deviation };
  if (!hasKernel(kernelName)) return stockImages(moves ? moved(bytes, moves) : bytes, attributes);
  return tf.tidy(() => {
    const words = tf.tensor1d(wordsOf(bytes), 'int32'); // [768 B]
    const turns = tf.tensor1d(
      Int32Array.from(moves ?? new Uint32Array(size).fill(identityTransform)),
      'int32',
    ); // [B]
    return run<tf.Tensor4D>(kernelName, { words, moves: turns }, attributes);
  });
}

const probe = (): tf.NamedTensorMap => {
  const bytes = Uint8Array.from({ length: 2 * imageBytes }, (_, i) => (i * 97 + (i >> 5) * 31) % 256);
  const moves = Uint32Array.of(identityTransform ^ 1, identityTransform + 0x0301fd);
  const scale: ChannelScale = { mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.25] };
  return {
    plain: networkImages(bytes, 2, 32, null, null),
    enlarged: networkImages(bytes, 2, 67, scale, moves),
  };
};

export const imagesFamily: KernelFamily = {
  id: 'images',
  kernels: [{ kernelName, kernelFunc }],
  gradients: [],
  probe,
};
