/** Which tile each class of shapes has on a device, and how much one dispatch may do. Engine side. */
import { subgroupSize } from '../device';
import { goThrough, type Gpu } from '../gpu';
import type { Product } from './geometry';
import type { Plan } from './launch';
import { candidates, partsOf, shapeClass } from './plan';

/** What was measured on an adapter. Plain data. */
export interface Measured {
  /** Names of the best candidates by `shapeClass`. */
  readonly tiles: Readonly<Record<string, string>>;
  /** FLOP per millisecond that they reached. */
  readonly rates: Readonly<Record<string, number>>;
}

export const nothingMeasured: Measured = { tiles: {}, rates: {} };

interface Book extends Measured {
  readonly mostMs: number;
}

const empty: Book = { ...nothingMeasured, mostMs: Infinity };
const books = new WeakMap<GPUDevice, Book>();
const bookOf = (gpu: Gpu): Book => books.get(gpu.device) ?? empty;

/** What `useMeasured` was given last. */
export const measuredOn = (gpu: Gpu): Measured => bookOf(gpu);

/**
 * Puts measured tiles into use, and splits products whose dispatch would take longer than `mostMs` at the rate of their class. A name
 * that is not among a product's candidates counts as none.
 */
export function useMeasured(gpu: Gpu, { tiles, rates }: Measured, mostMs = Infinity): void {
  books.set(gpu.device, { tiles, rates, mostMs });
}

/** A product as a step asks for it: the shapes of A, B and C. */
export interface Request {
  readonly product: Product;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly c: readonly number[];
}

let requests: Request[] | null = null;

/** The products of a step, which is not executed. */
export function productsOf(step: () => void): Request[] {
  const found: Request[] = [];
  requests = found;
  try {
    goThrough(step);
  } finally {
    requests = null;
  }
  return found;
}

/** Told by the kernels of each product that they compute. */
export const noteRequest = (request: Request): void => void requests?.push(request);

/** The plan of a product on this device. */
export function planFor(gpu: Gpu, product: Product): Plan {
  const { tiles, rates, mostMs } = bookOf(gpu);
  const among = candidates(product, subgroupSize(gpu.device));
  const name = shapeClass(product);
  const { tile } = among.find((candidate) => candidate.name === tiles[name]) ?? among[0];
  const rate = rates[name];
  return { tile, parts: partsOf(product), mostFlops: rate === undefined ? Infinity : rate * mostMs };
}
