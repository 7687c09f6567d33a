/**
 * Convolutions of stride 1 with six filters, such as LeNet-5's first layer, and input gradients of
 * six channels, such as its second layer's. A tile of a product is 8 columns wide: with six filters
 * a quarter of it would be multiplied for nothing, and the runs under the window are only three or
 * six floats long. Here the lanes of a vector hold positions instead of filters.
 *
 * One convolution, step by step. LeNet-5's first layer at batch 64: x [64, 32, 32, 3], filter [5,
 * 5, 3, 6], y [64, 28, 28, 6]. For each image, on any thread:
 *   1. The image is copied to three planes of 32 × 32, with zeros around them if there is padding.
 *   2. For rows 0 and 1 of y, positions 0 to 3, there are 12 vectors of sums, 6 filters × 2 rows.
 *      For each of the 75 elements under the window it takes one vector from the plane for each
 *      row, and each filter's weight in all lanes: 12 products.
 *   3. Bias and relu are applied; then the sums are transposed, so that the six filters of a
 *      position are adjacent, and stored.
 *   4. It continues with positions 4 to 7, …, 24 to 27, then with rows 2 and 3.
 *
 * The input's gradient is a convolution of dy, padded with zeros, with the filter rotated by 180°.
 * The filter's gradient is a sum over positions: each lane sums every fourth of them, and the lanes
 * are added at the end. Engine side.
 */
import type { ConvGeometry } from '../../gemm/geometry';
import { tasksEach } from '../gemm/blocks';
import type { Addresses } from '../gemm/jobs';
import { sumOfParts } from '../gemm/parts';
import { joined, type Job, type WasmKernel, type WasmRuntime } from '../kernel';
import { backwards, type Sliding } from '../sliding';
import { planarFilterGradientKernel } from './filterGradient';
import { planarConvolutionKernel } from './forward';
import { lanes, planarFilters, planarLimits } from './planes';

export const planarDefinitions: readonly WasmKernel[] = [planarConvolutionKernel, planarFilterGradientKernel];

/**
 * The most parts of the filter's gradient, a task each. A fixed number: threads must not decide
 * what is summed together.
 */
const maxParts = 16;

/** An image, and how the window slides over it. */
interface Seen {
  readonly sliding: Sliding;
  readonly channels: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
}

const planeOf = ({ sliding, windowHeight, windowWidth }: Seen) => ({
  planeHeight: sliding.outHeight + windowHeight - 1,
  planeWidth: sliding.outWidth + windowWidth - 1,
});

/**
 * Whether the kernels suit: stride 1, one group, as many results per position as the kernels have,
 * and sizes that fit in the scratch memory.
 */
function suits({ stride, groups }: ConvGeometry, results: number, seen: Seen): boolean {
  const { channels, windowHeight, windowWidth } = seen;
  const { outHeight, outWidth } = seen.sliding;
  const { planeHeight, planeWidth } = planeOf(seen);
  return (
    stride === 1 &&
    groups === 1 &&
    results === planarFilters &&
    outHeight >= 2 &&
    outWidth >= lanes &&
    windowHeight * windowWidth * channels <= planarLimits.k &&
    channels * planeHeight * planeWidth <= planarLimits.planes &&
    outHeight * Math.ceil(outWidth / lanes) <= planarLimits.panels
  );
}

const imageOf = (seen: Seen, image: number) => {
  const { sliding, channels, windowHeight, windowWidth } = seen;
  const { height, width, outHeight, outWidth, padTop, padLeft, batch } = sliding;
  return joined(planeOf(seen), {
    image,
    channels,
    height,
    width,
    outHeight,
    outWidth,
    windowHeight,
    windowWidth,
    top: padTop,
    left: padLeft,
    images: batch,
  });
};

type Convolution = Job<(typeof planarConvolutionKernel)['fields']>;
/** Each image has its own result, so here the tasks may depend on the number of threads. */
function convolve(runtime: WasmRuntime, job: Omit<Convolution, 'imagesEach'>): void {
  const imagesEach = Math.ceil(job.images / (tasksEach * runtime.threads));
  runtime.run(planarConvolutionKernel, joined(job, { imagesEach }), Math.ceil(job.images / imagesEach));
}

const seenForward = (g: ConvGeometry): Seen => ({
  sliding: g,
  channels: g.channels,
  windowHeight: g.kernelHeight,
  windowWidth: g.kernelWidth,
});

/** y: a is x, b the filter, c is y. Returns false, with nothing done, if it does not suit. */
export function planarForward(
  runtime: WasmRuntime,
  g: ConvGeometry,
  { a, b, c, bias = 0, relu = false }: Addresses,
): boolean {
  const seen = seenForward(g);
  if (!suits(g, g.filters, seen)) return false;
  const weights = {
    filter: b,
    pixelBytes: 4 * g.channels * g.filters,
    channelBytes: 4 * g.filters,
    filterBytes: 4,
  };
  convolve(
    runtime,
    joined(imageOf(seen, a), weights, {
      result: c,
      bias: bias === 0 ? runtime.zeros : bias,
      relu: Number(relu),
    }),
  );
  return true;
}

/** dL/dx: a is dL/dy, b the filter, c is dL/dx. Returns false, with nothing done, if unsuitable. */
export function planarInputGradient(runtime: WasmRuntime, g: ConvGeometry, { a, b, c }: Addresses): boolean {
  const seen = joined(seenForward(g), { sliding: backwards(g), channels: g.filters });
  if (!suits(g, g.channels, seen)) return false;
  const tapBytes = 4 * g.channels * g.filters;
  const lastTap = g.kernelHeight * g.kernelWidth - 1;
  const rotated = {
    filter: b + lastTap * tapBytes,
    pixelBytes: -tapBytes,
    channelBytes: 4,
    filterBytes: 4 * g.filters,
  };
  convolve(runtime, joined(imageOf(seen, a), rotated, { result: c, bias: runtime.zeros, relu: 0 }));
  return true;
}

/**
 * dL/dfilter: a is x, b is dL/dy, c is dL/dfilter. Returns false, with nothing done, if it does not
 * suit.
 */
export function planarFilterGradient(runtime: WasmRuntime, g: ConvGeometry, { a, b, c }: Addresses): boolean {
  const seen = seenForward(g);
  if (!suits(g, g.filters, seen)) return false;
  const each = Math.ceil(g.batch / maxParts);
  const parts = Math.ceil(g.batch / each);
  const rows = g.kernelHeight * g.kernelWidth * g.channels;
  const job = joined(imageOf(seen, a), { imagesEach: each, dy: b });
  sumOfParts(runtime, { parts, rows, columns: g.filters, c, cStride: 4 * g.filters }, (sums) =>
    runtime.run(planarFilterGradientKernel, joined(job, { sums }), parts),
  );
  return true;
}
