/**
 * The arithmetic of a layer with its own numbers filled in, for a person to follow. Expressions use
 * · − / and ⌊ ⌋, and evaluate to the result that shapes and costs computed independently. Pure.
 */
import { slideWindow } from '../lib/convolution';
import { floatBytes, type Reach } from './cost';
import { imageOf, unitsOf, windowOf, type LayerWindow } from './shapes';
import type { Formula, LayerRow, Shape } from './spec';

/** A row without its formulas. */
export type PlainRow = Omit<LayerRow, 'formulas'>;

const product = (factors: readonly (number | string | null)[]): string =>
  factors.filter((factor) => factor !== null).join('·');

/** OH = (H + 2P − FH)/S + 1; floored only where the division leaves a remainder. */
function sideFormula(quantity: 'height' | 'width', pixels: number, window: LayerWindow): Formula {
  const { output, before, after } = slideWindow({ input: pixels, ...window });
  const zeros = window.padding === 'valid' ? '2·0' : `(${before} + ${after})`;
  const way = `(${pixels} + ${zeros} − ${window.filter})/${window.stride}`;
  const whole = (pixels + before + after - window.filter) % window.stride === 0;
  return { quantity, expression: `${whole ? way : `⌊${way}⌋`} + 1`, result: output };
}

/** The zeros that `same` adds along an axis, so that the last window ends where they do. */
function paddingFormula(pixels: number, window: LayerWindow): Formula {
  const { output, before, after } = slideWindow({ input: pixels, ...window });
  const missing = `(${output} − 1)·${window.stride} + ${window.filter} − ${pixels}`;
  const needed = (output - 1) * window.stride + window.filter - pixels;
  return {
    quantity: 'padding',
    expression: needed < 0 ? `max(${missing}, 0)` : missing,
    result: before + after,
  };
}

function sizeFormulas({ layer, inputShape }: PlainRow): Formula[] {
  const window = windowOf(layer);
  if (!window) return [];
  const [height, width] = imageOf(inputShape, layer);
  const sides = [sideFormula('height', height, window), sideFormula('width', width, window)];
  return window.padding === 'same' ? [paddingFormula(height, window), ...sides] : sides;
}

/** Channels that one filter sees: `96`, or `(96/2)` with two towers. */
const seenChannels = (channels: number, groups: number): string =>
  groups === 1 ? String(channels) : `(${channels}/${groups})`;

function paramsExpression({ layer, inputShape }: PlainRow): string | null {
  if (layer.kind === 'conv2d') {
    const seen = seenChannels(imageOf(inputShape, layer)[2], layer.groups);
    return `${product([layer.kernel, layer.kernel, seen, layer.filters])} + ${layer.filters}`;
  }
  if (layer.kind === 'dense') return `${unitsOf(inputShape, layer)}·${layer.units} + ${layer.units}`;
  // gamma, beta, moving mean and moving variance of each channel
  if (layer.kind === 'batch-norm') return product([4, inputShape.at(-1) ?? null]);
  return null;
}

function macsExpression({ layer, inputShape, outputShape }: PlainRow): string | null {
  if (layer.kind === 'conv2d') {
    const seen = seenChannels(imageOf(inputShape, layer)[2], layer.groups);
    return product([...outputShape, layer.kernel, layer.kernel, seen]);
  }
  return layer.kind === 'dense' ? product([unitsOf(inputShape, layer), layer.units]) : null;
}

/** `flatten` is written with the sides that it flattens, so that 9216 shows as 6·6·256. */
function bytesExpression({ layer, inputShape, outputShape }: PlainRow): string {
  const sizes: Shape = layer.kind === 'flatten' ? inputShape : outputShape;
  return product([...sizes, floatBytes]);
}

function fieldExpression({ layer }: PlainRow, before: Reach | null): string | null {
  const window = windowOf(layer);
  return window && before ? `${before.field} + (${window.filter} − 1)·${before.jump}` : null;
}

/** All formulas of a row, in reading order. `before`: the reach of the layer's input. */
export function formulasOf(row: PlainRow, before: Reach | null): Formula[] {
  const lines: readonly [Formula['quantity'], string | null, number | null][] = [
    ['params', paramsExpression(row), row.params],
    ['macs', macsExpression(row), row.macs],
    ['activation-bytes', bytesExpression(row), row.activationBytes],
    ['receptive-field', fieldExpression(row, before), row.receptiveField],
  ];
  return [
    ...sizeFormulas(row),
    ...lines.flatMap(([quantity, expression, result]) =>
      expression !== null && result !== null ? [{ quantity, expression, result }] : [],
    ),
  ];
}
