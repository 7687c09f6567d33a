/**
 * Where the elements of each product's A and B lie, as WGSL for the template. x is [B, H, W, C],
 * filter [k, k, C / groups, F], y and dy [B, H', W', F], all row-major. Pure text.
 */
import type { Operand, Walk } from './terms';

type Choose = (vector: boolean) => Operand;
type ChooseHoles = (vector: boolean, holes: boolean) => Operand;

/** A run is a tap (ky, kx) of the window; its elements are channels. */
export const taps: Walk = {
  name: 'taps',
  kind: 'runs',
  code: `
fn stepAt(run: i32) -> vec4<i32> {
  return vec4<i32>(run / params.kernelWidth, run % params.kernelWidth, 0, run * params.inner);
}`,
};

/**
 * A run is a row of the window: without padding at its sides the k × C elements of a row of x are
 * contiguous.
 */
export const windowRows: Walk = {
  name: 'rows',
  kind: 'runs',
  code: `fn stepAt(run: i32) -> vec4<i32> { return vec4<i32>(run, 0, 0, run * params.inner); }`,
};

/**
 * A step is a pixel of y: vec4(row and column of its window's corner in x, the corner's address,
 * pixel).
 */
export const pixels: Walk = {
  name: 'pixels',
  kind: 'steps',
  code: `
fn windowAt(image: i32, y: i32, x: i32, k: i32) -> vec4<i32> {
  let top = y * params.stride - params.padTop;
  let left = x * params.stride - params.padLeft;
  return vec4<i32>(top, left, ((image * params.height + top) * params.width + left) * params.channels, k);
}
fn stepAt(k: i32) -> vec4<i32> {
  let x = k % params.outWidth;
  let rows = k / params.outWidth;
  return windowAt(rows / params.outHeight, rows % params.outHeight, x, k);
}
fn nextStep(step: vec4<i32>) -> vec4<i32> {
  let s = params.stride;
  let right = vec4<i32>(step.x, step.y + s, step.z + s * params.channels, step.w + 1);
  let wraps = right.y + params.padLeft >= params.outWidth * s;
  let rowStart = -params.outWidth * s;
  let down = vec4<i32>(right.x + s, right.y + rowStart, right.z + (s * params.width + rowStart) * params.channels, right.w);
  let next = select(right, down, wraps);
  let ends = next.x + params.padTop >= params.outHeight * s;
  let columnStart = -params.outHeight * s;
  let image = vec4<i32>(next.x + columnStart, next.y, next.z + (params.height + columnStart) * params.width * params.channels, next.w);
  return select(next, image, ends);
}`,
};

/** K of a matMul, in pieces of `inner` elements. */
export const pieces: Walk = {
  name: 'pieces',
  kind: 'runs',
  code: `fn stepAt(run: i32) -> vec4<i32> { return vec4<i32>(0, 0, 0, run * params.inner); }`,
};

/**
 * WGSL: `$At` of an operand on x: the address, or −1 where the window reaches beyond the image.
 * `&`, not `&&`: SwiftShader's compiler took 15 s and gigabytes for the branches of the latter.
 */
const underWindow = (holes: boolean, address: string): string => `
fn $At(row: vec4<i32>, step: vec4<i32>) -> i32 {
  let y = row.x + step.x;
  let x = row.y + step.y;
  let inside = (y >= 0) & (y < params.height) & (x >= 0) & (x < params.width);
  return ${holes ? `select(-1, ${address}, inside)` : address};
}`;

/** A of the forward product: row = pixel (b, y, x) of y; what its window has at tap (ky, kx). */
export const windows: ChooseHoles = (vector, holes) => ({
  name: `windows ${holes}`,
  along: 'k',
  vector,
  holes,
  code: `
fn $Row(pixel: i32) -> vec4<i32> {
  let rows = pixel / params.outWidth;
  let top = (rows % params.outHeight) * params.stride - params.padTop;
  let left = (pixel % params.outWidth) * params.stride - params.padLeft;
  let corner = ((rows / params.outHeight * params.height + top) * params.width + left) * params.channels;
  return vec4<i32>(top, left, corner + group * params.groupChannels, 0);
}
${underWindow(holes, 'row.z + (step.x * params.width + step.y) * params.channels')}`,
});

/**
 * A of dW: a row is (ky, kx, c) of the filter, its elements those of x that the window of each
 * pixel has there.
 */
export const im2colTransposed: ChooseHoles = (vector, holes) => ({
  name: `im2colTransposed ${holes}`,
  along: 'edge',
  vector,
  holes,
  code: `
fn $Row(index: i32) -> vec4<i32> {
  let tap = index / params.groupChannels;
  let y = tap / params.kernelWidth;
  let x = tap % params.kernelWidth;
  let channel = group * params.groupChannels + index % params.groupChannels;
  return vec4<i32>(y, x, (y * params.width + x) * params.channels + channel, 0);
}
${underWindow(holes, 'row.z + step.z')}`,
});

/**
 * A of dX: a row is pixel (b, y, x) of x, its elements dy at the window that has this pixel under
 * its tap (ky, kx), if there is one.
 */
export const dyUnderInput: Choose = (vector) => ({
  name: 'dyUnderInput',
  along: 'k',
  vector,
  holes: true,
  code: `
fn $Row(pixel: i32) -> vec4<i32> {
  let rows = pixel / params.width;
  let y = rows % params.height + params.padTop;
  let x = pixel % params.width + params.padLeft;
  return vec4<i32>(y, x, rows / params.height * params.outHeight, group * params.groupFilters);
}
fn $At(row: vec4<i32>, step: vec4<i32>) -> i32 {
  let top = row.x - step.x;
  let left = row.y - step.y;
  let y = top / params.stride;
  let x = left / params.stride;
  let meets = (top >= 0) & (left >= 0) & (y * params.stride == top) & (x * params.stride == left) & (y < params.outHeight) & (x < params.outWidth);
  return select(-1, ((row.z + y) * params.outWidth + x) * params.filters + row.w, meets);
}`,
});

/** B of dX: column = channel c, with the weights of (tap, c) for all filters of the group. */
export const filterTransposed: Choose = (vector) => ({
  name: 'filterTransposed',
  along: 'k',
  vector,
  holes: false,
  code: `
fn $Row(channel: i32) -> vec4<i32> { return vec4<i32>(channel, 0, 0, 0); }
fn $At(row: vec4<i32>, step: vec4<i32>) -> i32 {
  let tap = step.x * params.kernelWidth + step.y;
  return (tap * params.groupChannels + row.x) * params.filters + group * params.groupFilters - params.bShift;
}`,
});

/** A matrix [edge, K]: A as stored, or Bᵀ. In a batch of matrices `group` is the matrix. */
export const alongK: Choose = (vector) => ({
  name: 'alongK',
  along: 'k',
  vector,
  holes: false,
  code: `
fn $Row(edge: i32) -> vec4<i32> { return vec4<i32>(group * params.$Batch + edge * params.$Stride - params.$Shift, 0, 0, 0); }
fn $At(row: vec4<i32>, step: vec4<i32>) -> i32 { return row.x + step.w; }`,
});

/**
 * A matrix [K, edge]: B as stored (a filter as [taps × C, F], dy as [pixels, F], a dense kernel),
 * or Aᵀ.
 */
export const alongEdge: Choose = (vector) => ({
  name: 'alongEdge',
  along: 'edge',
  vector,
  holes: false,
  code: `
fn $Row(edge: i32) -> vec4<i32> { return vec4<i32>(group * params.$Batch + edge - params.$Shift, 0, 0, 0); }
fn $At(row: vec4<i32>, step: vec4<i32>) -> i32 { return row.x + step.w * params.$Stride; }`,
});
