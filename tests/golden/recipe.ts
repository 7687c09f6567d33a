/**
 * Weights and batches that both sides make from a hash, and digests of tensors. The same in Python:
 * tests/keras/golden.py.
 */
import { hashText, mix32 } from '../../src/lib/rng';
import { fans } from '../../src/model/initialize';

/** What a golden file says of a tensor. */
export interface Digest {
  readonly shape: readonly number[];
  /** Largest magnitude. */
  readonly max: number;
  /** Euclidean norm. */
  readonly norm: number;
  /** Sum of all elements under fixed random signs: an error in any of them moves it. */
  readonly signed: number;
  /** Elements at fixed random places. */
  readonly samples: readonly number[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

// Tens of millions of elements go through these loops: a name of this module is called many times
// as fast as one that is imported, which is looked up at each call.
const mix = mix32;

const bits = (element: number, key: number): number => mix(Math.imul(element, 0x9e3779b9) ^ key);

/** Element of a uniform stream in [0, 1) with this key. */
const uniform = (element: number, key: number): number => bits(element, key) / 2 ** 32;

/** In ± `limit`. */
function centred(size: number, key: number, limit: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = (2 * uniform(i, key) - 1) * limit;
  return values;
}

/** In [`least`, `least + range`). */
function above(size: number, key: number, floor: number, range: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = floor + range * uniform(i, key);
  return values;
}

/** Initial values of a weight, `layer/kernel` and so on. */
export function initialValues(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
  const size = sizeOf(shape);
  const key = hashText(name);
  const { fanIn, fanOut } = fans(shape);
  const kind = name.split('/')[1];
  if (kind === 'kernel') return centred(size, key, Math.sqrt(6 / (fanIn + fanOut)));
  if (kind === 'gamma') return above(size, key, 0.75, 0.5);
  if (kind === 'moving_variance') return above(size, key, 0.5, 1);
  return centred(size, key, 0.1);
}

/** Images [count, height, width, 3] in [0, 1) and their classes. */
export function images(
  step: number,
  count: number,
  input: readonly [number, number, number],
): { readonly pixels: Float32Array<ArrayBuffer>; readonly labels: Uint8Array } {
  const labels = Uint8Array.from({ length: count }, (_, i) => mix32(i + 1000 * step + 1) % 10);
  const size = sizeOf(input);
  const noise = hashText(`images ${step}`);
  const patterns = Array.from(labels, (label) => hashText(`class ${label}`));
  const pixels = new Float32Array(count * size);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = (uniform(i, noise) + 3 * uniform(i % size, patterns[Math.trunc(i / size)]!)) / 4;
  return { pixels, labels };
}

const signs = hashText('signs');

/** The digest of a tensor's values with as many samples as `like` has. */
function digestOf(values: ArrayLike<number>, shape: readonly number[], count: number): Digest {
  let max = 0;
  let squares = 0;
  let signed = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    max = Math.max(max, Math.abs(value));
    squares += value * value;
    // Without a branch, which no processor could foresee.
    signed += value * (2 * (bits(i, signs) & 1) - 1);
  }
  const samples = Array.from({ length: count }, (_, i) => values[mix32(i + 1) % values.length] ?? Number.NaN);
  return { shape, max, norm: Math.sqrt(squares), signed, samples };
}

/**
 * The relative error of a tensor against its digest, the greatest of: a sample's over the largest
 * magnitude; the norm's, and the signed sum's, over the norm. The last estimates the norm of the
 * whole difference. Infinite where the shape is another or a value is not finite.
 */
export function errorOf(values: ArrayLike<number>, shape: readonly number[], wanted: Digest): number {
  if (shape.join() !== wanted.shape.join()) return Number.POSITIVE_INFINITY;
  const found = digestOf(values, shape, wanted.samples.length);
  const errors = [
    Math.abs(found.max - wanted.max) / wanted.max,
    Math.abs(found.norm - wanted.norm) / wanted.norm,
    Math.abs(found.signed - wanted.signed) / wanted.norm,
    ...wanted.samples.map((sample, i) => Math.abs((found.samples[i] ?? Number.NaN) - sample) / wanted.max),
  ];
  const worst = Math.max(...errors);
  return Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst;
}
