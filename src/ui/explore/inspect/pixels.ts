/** Numbers as pictures: greyscale for maps, cividis for heat maps. Pure. */

export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Nine evenly spaced colours of cividis, dark to light, which people with any colour vision see
 * alike: J. Nuñez, C. Anderton, R. Renslow, "Optimizing colormaps with consideration for color
 * vision deficiency", PLOS ONE 13(7), 2018; values as in matplotlib.
 */
const cividis: readonly Rgb[] = [
  [0, 34, 78],
  [26, 56, 111],
  [67, 78, 108],
  [97, 101, 111],
  [125, 124, 120],
  [155, 148, 118],
  [188, 174, 108],
  [222, 201, 88],
  [254, 232, 56],
];

/** The colour of a value in 0–1; values outside are clamped. */
export function heatColour(value: number): Rgb {
  const position = Math.min(Math.max(value, 0), 1) * (cividis.length - 1);
  const below = Math.min(Math.trunc(position), cividis.length - 2);
  const fraction = position - below;
  const from = cividis[below]!;
  const to = cividis[below + 1]!;
  return [0, 1, 2].map((i) => Math.round(from[i]! + (to[i]! - from[i]!) * fraction)) as unknown as Rgb;
}

/** The scale from 0 to 1 as a CSS background. */
export const heatGradient = `linear-gradient(to right, ${cividis.map((rgb) => `rgb(${rgb.join()})`).join(', ')})`;

/** One pixel per value, in its colour: row-major RGBA, opaque. */
export function coloured(
  values: ArrayLike<number>,
  colourOf: (value: number) => Rgb,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) rgba.set([...colourOf(values[i] ?? 0), 255], i * 4);
  return rgba;
}

/** A range of values. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Converts bytes from one scale, 0 `low` … 255 `high`, to another that contains it. */
export function rescale(pixels: Uint8Array, range: Range, to: Range): Uint8Array {
  const span = to.high - to.low;
  if (span <= 0) return new Uint8Array(pixels.length);
  const step = (range.high - range.low) / span;
  const offset = ((range.low - to.low) / span) * 255;
  return pixels.map((value) => Math.round(offset + value * step));
}

export const grey = (value: number): Rgb => [value, value, value];
