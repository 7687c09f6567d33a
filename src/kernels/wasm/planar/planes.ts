/**
 * Loops for convolutions of stride 1 with six filters, on images whose channels are separate
 * planes. Emits code; `convolution.ts` follows one convolution through them.
 *
 * An image [height, width, channels] is copied to planes [channels][planeHeight][planeWidth], with
 * zeros around it where the window reaches beyond. Then what four neighbouring positions see at one
 * element under the window is four adjacent floats: a vector. K counts the elements under the
 * window, row by row, pixel by pixel, then channels; a table has the offset of each in the planes.
 */
import {
  int,
  locals,
  type Declare,
  type IntLocal,
  type Local,
  type Statement,
  type Vector,
} from '../assembler';
import { f32, fillZeros, forRange, i32, increase, v128 } from '../instructions';
import type { KernelScope } from '../kernel';
import { range } from '../gemm/microKernel';

/** Filters: with two vectors of positions they take 12 of 15 registers. */
export const planarFilters = 6;
/** Positions in a vector. */
export const lanes = 4;
/** Bytes of a position's six numbers. */
export const positionBytes = 4 * planarFilters;
/** Six vectors: for each filter, the numbers of four positions. */
export const panelBytes = lanes * positionBytes;

/**
 * The most elements under a window, floats of planes, and panels of dy, that the scratch memory is
 * laid out for.
 */
export const planarLimits = { k: 960, planes: 16_384, panels: 1_365 } as const;

/**
 * A thread's scratch memory, in bytes: the table of offsets; a row's last positions; filters
 * [k][6], or the gradient's sums [k][6] of vectors; dy's panels; planes.
 */
export const layout = {
  offsets: 0,
  rest: 3_968,
  filters: 4_096,
  sums: 4_096,
  panels: 131_072,
  planes: 262_144,
} as const;

/**
 * Sizes are in pixels. The image lies in its planes from row `top` and column `left` on. A task
 * takes `imagesEach` images.
 */
export const imageFields = {
  images: 'i32',
  imagesEach: 'i32',
  image: 'i32',
  channels: 'i32',
  height: 'i32',
  width: 'i32',
  top: 'i32',
  left: 'i32',
  planeHeight: 'i32',
  planeWidth: 'i32',
  windowHeight: 'i32',
  windowWidth: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
} as const;

type ImageScope = Pick<KernelScope<typeof imageFields>, 'declare' | 'field' | 'scratch' | 'task'>;

/** Bytes of a row and of a plane, and elements under the window. */
interface Sizes {
  readonly rowBytes: IntLocal;
  readonly planeBytes: IntLocal;
  readonly ks: IntLocal;
  readonly set: readonly Statement[];
}
export function sizesOf({ declare, field }: ImageScope): Sizes {
  const [rowBytes, planeBytes, ks] = locals(declare, 'i32', 3);
  return {
    rowBytes,
    planeBytes,
    ks,
    set: [
      rowBytes.set(i32.shl(field.planeWidth, 2)),
      planeBytes.set(i32.mul(rowBytes, field.planeHeight)),
      ks.set(i32.mul(i32.mul(field.windowHeight, field.windowWidth), field.channels)),
    ],
  };
}

/** Runs `each` for each of the task's images. */
export function forImages(
  { declare, field, task }: ImageScope,
  each: (image: IntLocal) => readonly Statement[],
): Statement {
  const image = declare('i32');
  const first = i32.mul(task, field.imagesEach);
  return forRange(image, first, i32.min(i32.add(first, field.imagesEach), field.images), 1, [...each(image)]);
}

/**
 * Fills the planes, and one vector after them, with zeros, and writes the table of offsets, with
 * the last one repeated: elements are taken in pairs.
 */
export function prepare(
  { declare, field, scratch }: ImageScope,
  { rowBytes, planeBytes }: Sizes,
): Statement[] {
  const [ky, kx, channel, row, at, to] = locals(declare, 'i32', 6);
  return [
    fillZeros(i32.add(scratch, layout.planes), i32.add(i32.mul(planeBytes, field.channels), 16)),
    row.set(int(0)),
    to.set(scratch),
    forRange(ky, 0, field.windowHeight, 1, [
      forRange(kx, 0, field.windowWidth, 1, [
        at.set(i32.add(row, i32.shl(kx, 2))),
        forRange(channel, 0, field.channels, 1, [
          i32.store(to, at, layout.offsets),
          increase(at, planeBytes),
          increase(to, 4),
        ]),
      ]),
      increase(row, rowBytes),
    ]),
    i32.store(to, i32.sub(at, planeBytes), layout.offsets),
  ];
}

/** Copies an image to the planes, four pixels of a channel at a time. */
export function fillPlanes(
  { declare, field, scratch }: ImageScope,
  { rowBytes, planeBytes }: Sizes,
  image: IntLocal,
): Statement[] {
  const [channel, y, x, pixelBytes, rowStart, from, to, plane, row] = locals(declare, 'i32', 9);
  const vector = declare('v128');
  const corner = i32.add(i32.mul(field.top, rowBytes), i32.shl(field.left, 2));
  const next = increase(from, pixelBytes);
  return [
    pixelBytes.set(i32.shl(field.channels, 2)),
    rowStart.set(
      i32.add(field.image, i32.mul(i32.mul(i32.mul(image, field.height), field.width), pixelBytes)),
    ),
    plane.set(i32.add(i32.add(scratch, layout.planes), corner)),
    forRange(y, 0, field.height, 1, [
      row.set(plane),
      forRange(channel, 0, field.channels, 1, [
        from.set(i32.add(rowStart, i32.shl(channel, 2))),
        to.set(row),
        forRange(x, lanes, i32.add(field.width, 1), lanes, [
          vector.set(v128.loadSplat(from)),
          next,
          ...([1, 2, 3] as const).flatMap((lane) => [vector.set(v128.loadLane(from, vector, lane)), next]),
          v128.store(to, vector),
          increase(to, 16),
        ]),
        forRange(x, i32.and(field.width, -lanes), field.width, 1, [
          f32.store(to, f32.load(from)),
          next,
          increase(to, 4),
        ]),
        increase(row, planeBytes),
      ]),
      increase(rowStart, i32.mul(field.width, pixelBytes)),
      increase(plane, rowBytes),
    ]),
  ];
}

export type Six = readonly Local<'v128'>[];
export const sixVectors = (declare: Declare): Six => range(planarFilters).map(() => declare('v128'));
export const at6 = (vectors: Six, i: number): Vector => vectors[i] ?? v128.zero;

/** Two vectors of positions × six filters: 12 sums. */
export function declareSums(declare: Declare) {
  const first = sixVectors(declare);
  const second = sixVectors(declare);
  return { first, second, all: [...first, ...second] };
}
