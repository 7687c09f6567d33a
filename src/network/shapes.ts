/**
 * The shape after a layer, from the shape before it. Pure. Shapes are channels last; the batch
 * dimension is null.
 */
import { slideWindow, type Padding } from '../lib/convolution';
import type { LayerSpec, NamedLayer, Shape } from './spec';

/** `(None, 55, 55, 96)`, as Keras prints it. */
export const textOfShape = (shape: Shape): string =>
  `(${shape.map((size) => size ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;

/** Number of values of one image: the product of the sizes without the batch. */
export const sizeOf = (shape: Shape): number => shape.reduce<number>((size, n) => size * (n ?? 1), 1);

/**
 * Height, width and channels of an image's shape. Throws if the layer that takes it gets anything
 * else.
 */
export function imageOf(shape: Shape, taker: NamedLayer): readonly [number, number, number] {
  const [, height, width, channels] = shape;
  if (shape.length !== 4 || height == null || width == null || channels == null)
    throw new RangeError(`${taker.name} takes images, not the shape ${textOfShape(shape)}`);
  return [height, width, channels];
}

/** Units of a flat shape. Throws if the layer that takes it gets anything else. */
export function unitsOf(shape: Shape, taker: NamedLayer): number {
  const [, units] = shape;
  if (shape.length !== 2 || units == null)
    throw new RangeError(`${taker.name} takes flat values, not the shape ${textOfShape(shape)}`);
  return units;
}

/** A layer's window: side and stride in pixels. */
export interface LayerWindow {
  readonly filter: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** The window of a convolution or pool; null for layers that have none. */
export function windowOf(layer: LayerSpec): LayerWindow | null {
  if (layer.kind === 'conv2d') return { filter: layer.kernel, stride: layer.stride, padding: layer.padding };
  if (layer.kind === 'max-pool') return { filter: layer.pool, stride: layer.stride, padding: layer.padding };
  return null;
}

function slideOver(layer: NamedLayer, window: LayerWindow, input: Shape): Shape {
  const [height, width, channels] = imageOf(input, layer);
  const side = (pixels: number): number => slideWindow({ input: pixels, ...window }).output;
  const output = [null, side(height), side(width), layer.kind === 'conv2d' ? layer.filters : channels];
  if (output.includes(0))
    throw new RangeError(
      `${layer.name}: its window of ${window.filter} × ${window.filter} does not fit into ${height} × ${width}`,
    );
  return output;
}

function checkGroups(layer: Extract<NamedLayer, { kind: 'conv2d' }>, input: Shape): void {
  const channels = imageOf(input, layer)[2];
  if (channels % layer.groups !== 0 || layer.filters % layer.groups !== 0)
    throw new RangeError(
      `${layer.name}: ${layer.groups} groups do not divide ${channels} channels and ${layer.filters} filters`,
    );
}

/**
 * The layer's output shape. Throws a RangeError that names the layer if its window does not fit,
 * its groups do not divide, or the input has the wrong rank.
 */
export function outputShape(layer: NamedLayer, input: Shape): Shape {
  const window = windowOf(layer);
  if (layer.kind === 'conv2d') checkGroups(layer, input);
  if (window) return slideOver(layer, window, input);
  if (layer.kind === 'flatten') return [null, sizeOf(input)];
  if (layer.kind === 'dense') {
    unitsOf(input, layer);
    return [null, layer.units];
  }
  return input;
}
