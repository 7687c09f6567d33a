/** The forward kernel of maxPool.ts. */
import { int, type Declare, type IntLocal, type Local, type Statement } from './assembler';
import { doWhile, f32x4, forRange, i32, i32x4, increase, v128 } from './instructions';
import { defineKernel } from './kernel';
import { Prologue, walk, type Body } from './loops';

const fields = {
  x: 'i32', y: 'i32', argmax: 'i32', height: 'i32', width: 'i32', pixelBytes: 'i32', outHeight: 'i32', outWidth: 'i32',
  pool: 'i32', stride: 'i32', beforeY: 'i32', beforeX: 'i32', rows: 'i32', taskRows: 'i32',
} as const; // prettier-ignore

/** A window within an image, in bytes but for `rows`. */
interface Window {
  /** The image's address. */
  readonly image: IntLocal;
  /** Of the first pixel. */
  readonly corner: IntLocal;
  /** Of a row of the window, and of the image. */
  readonly spanBytes: IntLocal;
  readonly rowBytes: IntLocal;
  /** Rows of the window, ≥ 1. */
  readonly rows: IntLocal;
  /** Channels of a pixel. */
  readonly pixelBytes: IntLocal;
}

/** The maxima of a window at the channels from `c` on, to y and argmax, which lie at these addresses less `c`. */
function maxima(
  declare: Declare,
  window: Window,
  c: IntLocal,
  out: { readonly y: IntLocal; readonly argmax: IntLocal },
): Body {
  const { image, corner, spanBytes, rowBytes, rows, pixelBytes } = window;
  const [at, end, first, left, address] = [
    declare('i32'), declare('i32'), declare('i32'), declare('i32'), declare('i32'),
  ]; // prettier-ignore
  const [value, greater, here] = [declare('v128'), declare('v128'), declare('v128')];
  const maxima = [0, 1, 2, 3].map(() => ({ best: declare('v128'), place: declare('v128') }));
  const compare = (best: Local<'v128'>, place: Local<'v128'>, offset: number): Statement[] => [
    value.set(v128.load(address, offset)),
    greater.set(f32x4.gt(value, best)),
    best.set(v128.bitselect(value, best, greater)),
    place.set(v128.bitselect(here, place, greater)),
  ];
  return ({ store }, offsets) => {
    const each = (body: (best: Local<'v128'>, place: Local<'v128'>, offset: number) => Statement[]): Statement[] =>
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
      ...each((best, place, offset) => [best.set(v128.load(address, offset)), place.set(i32x4.splat(first))]),
      left.set(rows),
      doWhile(row, left),
      ...each((best, place, offset) => [
        store(i32.add(out.y, c), best, offset),
        store(i32.add(out.argmax, c), i32x4.add(place, i32x4.const(offset, offset + 4, offset + 8, offset + 12)), offset),
      ]),
    ];
  }; // prettier-ignore
}

/**
 * y [B, H', W', C], the maximum of each window, and argmax, its place: the offset in bytes within its image of x [B, H, W, C]. A task is
 * `taskRows` rows of y; there are `rows`, of all images. Zeros of `same` are never a maximum: they are not looked at.
 */
export const maxPool = defineKernel('maxPool', fields, ({ declare, field, task }) => {
  const held = new Prologue(declare);
  const [pixelBytes, width, height] = [
    held.int(field.pixelBytes), held.int(field.width), held.int(field.height),
  ]; // prettier-ignore
  const [outHeight, outWidth, stride] = [
    held.int(field.outHeight), held.int(field.outWidth), held.int(field.stride),
  ]; // prettier-ignore
  const rowBytes = held.int(i32.mul(width, pixelBytes));
  const row = held.int(i32.mul(task, field.taskRows));
  const lastRow = held.int(i32.min(field.rows, i32.add(row, field.taskRows)));
  const outBytes = i32.mul(i32.mul(row, outWidth), pixelBytes);
  const [y, argmax] = [held.int(i32.add(field.y, outBytes)), held.int(i32.add(field.argmax, outBytes))];
  const [image, corner, spanBytes, rows] = [declare('i32'), declare('i32'), declare('i32'), declare('i32')];
  const [column, top, left, first, c] = [
    declare('i32'), declare('i32'), declare('i32'), declare('i32'), declare('i32'),
  ]; // prettier-ignore
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
  return [...held.statements, forRange(row, row, lastRow, 1, down)];
});
