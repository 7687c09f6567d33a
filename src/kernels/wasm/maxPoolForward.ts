/** The forward kernel of maxPool.ts. */
import { int, locals, type Declare, type IntLocal, type Local, type Statement } from './assembler';
import { doWhile, f32x4, forRange, i32, i32x4, increase, v128 } from './instructions';
import { defineKernel } from './kernel';
import { Prologue, walk, type Body } from './loops';

const fields = {
  x: 'i32',
  y: 'i32',
  argmax: 'i32',
  height: 'i32',
  width: 'i32',
  pixelBytes: 'i32',
  outHeight: 'i32',
  outWidth: 'i32',
  pool: 'i32',
  stride: 'i32',
  beforeY: 'i32',
  beforeX: 'i32',
  rows: 'i32',
  taskRows: 'i32',
} as const;

/** A window within an image, in bytes except for `rows`. */
interface Window {
  /** The image's address. */
  readonly image: IntLocal;
  /** The offset of the first pixel. */
  readonly corner: IntLocal;
  /** Bytes per row of the window, and of the image. */
  readonly spanBytes: IntLocal;
  readonly rowBytes: IntLocal;
  /** Rows of the window, ≥ 1. */
  readonly rows: IntLocal;
  /** Bytes of a pixel's channels. */
  readonly pixelBytes: IntLocal;
}

/**
 * Computes the maxima of a window at the channels from `c` on, and stores them `c` bytes after the
 * addresses of y and argmax.
 */
function maxima(
  declare: Declare,
  window: Window,
  c: IntLocal,
  out: { readonly y: IntLocal; readonly argmax: IntLocal },
): Body {
  const { image, corner, spanBytes, rowBytes, rows, pixelBytes } = window;
  const [at, end, first, left, address] = locals(declare, 'i32', 5);
  const [value, greater, here] = locals(declare, 'v128', 3);
  const maxima = [0, 1, 2, 3].map(() => ({ best: declare('v128'), place: declare('v128') }));
  const compare = (best: Local<'v128'>, argmax: Local<'v128'>, offset: number): Statement[] => [
    value.set(v128.load(address, offset)),
    greater.set(f32x4.gt(value, best)),
    best.set(v128.bitselect(value, best, greater)),
    argmax.set(v128.bitselect(here, argmax, greater)),
  ];
  return ({ store }, offsets) => {
    const each = (
      body: (best: Local<'v128'>, argmax: Local<'v128'>, offset: number) => Statement[],
    ): Statement[] =>
      offsets.flatMap((offset, i) => {
        const kept = maxima[i];
        return kept ? body(kept.best, kept.place, offset) : [];
      });
    const pixel = [
      address.set(i32.add(image, at)),
      here.set(i32x4.splat(at)),
      ...each(compare),
      increase(at, pixelBytes),
    ];
    const row = [
      at.set(first),
      end.set(i32.add(at, spanBytes)),
      doWhile(pixel, i32.ltS(at, end)),
      increase(first, rowBytes),
      increase(left, -1),
    ];
    return [
      first.set(i32.add(corner, c)),
      address.set(i32.add(image, first)),
      ...each((best, argmax, offset) => [
        best.set(v128.load(address, offset)),
        argmax.set(i32x4.splat(first)),
      ]),
      left.set(rows),
      doWhile(row, left),
      ...each((best, argmax, offset) => [
        store(i32.add(out.y, c), best, offset),
        store(
          i32.add(out.argmax, c),
          i32x4.add(argmax, i32x4.const(offset, offset + 4, offset + 8, offset + 12)),
          offset,
        ),
      ]),
    ];
  };
}

/**
 * y [B, H', W', C], the maximum of each window, and argmax, its position: the offset in bytes
 * within its image of x [B, H, W, C]. A task is `taskRows` rows of y; all images together have
 * `rows`. The zeros of `same` padding are never a maximum: they are skipped.
 */
export const maxPool = defineKernel('maxPool', fields, ({ declare, field, task }) => {
  const prologue = new Prologue(declare);
  const [pixelBytes, width, height] = prologue.ints(field.pixelBytes, field.width, field.height);
  const [outHeight, outWidth, stride] = prologue.ints(field.outHeight, field.outWidth, field.stride);
  const rowBytes = prologue.int(i32.mul(width, pixelBytes));
  const row = prologue.int(i32.mul(task, field.taskRows));
  const lastRow = prologue.int(i32.min(field.rows, i32.add(row, field.taskRows)));
  const outBytes = i32.mul(i32.mul(row, outWidth), pixelBytes);
  const [y, argmax] = prologue.ints(i32.add(field.y, outBytes), i32.add(field.argmax, outBytes));
  const [image, corner, spanBytes, rows] = locals(declare, 'i32', 4);
  const [column, top, left, first, c] = locals(declare, 'i32', 5);
  const window = { image, corner, spanBytes, rowBytes, rows, pixelBytes };
  const across = [
    left.set(i32.sub(i32.mul(column, stride), field.beforeX)),
    corner.set(i32.max(left, 0)),
    spanBytes.set(i32.mul(i32.sub(i32.min(i32.add(left, field.pool), width), corner), pixelBytes)),
    corner.set(i32.add(i32.mul(first, rowBytes), i32.mul(corner, pixelBytes))),
    c.set(int(0)),
    ...walk(declare, c, pixelBytes, maxima(declare, window, c, { y, argmax })),
    increase(y, pixelBytes),
    increase(argmax, pixelBytes),
  ];
  const down = [
    image.set(i32.add(field.x, i32.mul(i32.mul(i32.divU(row, outHeight), height), rowBytes))),
    top.set(i32.sub(i32.mul(i32.remU(row, outHeight), stride), field.beforeY)),
    first.set(i32.max(top, 0)),
    rows.set(i32.sub(i32.min(i32.add(top, field.pool), height), first)),
    forRange(column, 0, outWidth, 1, across),
  ];
  return [...prologue.statements, forRange(row, row, lastRow, 1, down)];
});
