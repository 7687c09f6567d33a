/**
 * Which tile each class of shapes uses on a device, and how much work one dispatch may do. Engine
 * side.
 */
import { subgroupSize } from '../device';
import { traceWithoutRunning, type Gpu } from '../gpu';
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

interface TuneCache extends Measured {
  readonly maxMs: number;
}

const empty: TuneCache = { ...nothingMeasured, maxMs: Infinity };
const tuneCaches = new WeakMap<GPUDevice, TuneCache>();
const tuneCacheOf = (gpu: Gpu): TuneCache => tuneCaches.get(gpu.device) ?? empty;

/** What `useMeasured` was last given. */
export const measuredOn = (gpu: Gpu): Measured => tuneCacheOf(gpu);

/**
 * Puts measured tiles into use, and splits products whose dispatch would take longer than `maxMs`
 * at the rate of their class. A name that is not among a product's candidates is ignored.
 */
export function useMeasured(gpu: Gpu, { tiles, rates }: Measured, maxMs = Infinity): void {
  tuneCaches.set(gpu.device, { tiles, rates, maxMs });
}

/** A product as a step asks for it: the shapes of A, B and C. */
export interface Request {
  readonly product: Product;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly c: readonly number[];
}

let requests: Request[] | null = null;

/** Traces a step without executing it, and returns its products. */
export function productsOf(step: () => void): Request[] {
  const products: Request[] = [];
  requests = products;
  try {
    traceWithoutRunning(step);
  } finally {
    requests = null;
  }
  return products;
}

/** The kernels call this with each product that they compute. */
export const noteRequest = (request: Request): void => void requests?.push(request);

/** The plan of a product on this device. */
export function planFor(gpu: Gpu, product: Product): Plan {
  const { tiles, rates, maxMs } = tuneCacheOf(gpu);
  const among = candidates(product, subgroupSize(gpu.device));
  const name = shapeClass(product);
  const { tile } = among.find((candidate) => candidate.name === tiles[name]) ?? among[0];
  const rate = rates[name];
  return { tile, parts: partsOf(product), maxFlops: rate === undefined ? Infinity : rate * maxMs };
}
