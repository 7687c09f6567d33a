/**
 * What would change with another filter, stride or padding in one layer, with all other layers as
 * they are. Pure.
 */
import { slideWindow } from '../../lib/convolution';
import { windowOf, type LayerRow, type LayerWindow, type Shape } from '../../network';

/**
 * The answer to a what-if. Sides in pixels; images are square here, so one side stands for both.
 */
export interface WhatIf {
  readonly from: number;
  /** 0: the window does not fit, so there is no output. */
  readonly to: number;
  /**
   * The layer after this one, with the shape that it would get; null after the last layer, or if
   * there is no output.
   */
  readonly next: { readonly layer: string; readonly shape: Shape } | null;
  /** The first later layer whose window does not fit; null if all fit. */
  readonly breaks: { readonly layer: string; readonly filter: number; readonly side: number } | null;
}

function firstMisfit(rows: readonly LayerRow[], from: number): WhatIf['breaks'] {
  let side = from;
  for (const { layer } of rows) {
    const window = windowOf(layer);
    if (!window) continue;
    const { output } = slideWindow({ input: side, ...window });
    if (output === 0) return { layer: layer.name, filter: window.filter, side };
    side = output;
  }
  return null;
}

/**
 * Replaces the window of `rows[index]` by `window`. Throws RangeError if that layer's input is not
 * an image.
 */
export function whatIf(rows: readonly LayerRow[], index: number, window: LayerWindow): WhatIf {
  const row = rows[index];
  const from = row?.inputShape[1];
  if (!row || row.inputShape.length !== 4 || from == null)
    throw new RangeError(`Layer ${index} slides no window`);
  const to = slideWindow({ input: from, ...window }).output;
  const next = rows[index + 1];
  if (to === 0) return { from, to, next: null, breaks: null };
  const shape: Shape = [null, to, to, row.outputShape[3] ?? null];
  return {
    from,
    to,
    next: next ? { layer: next.layer.name, shape } : null,
    breaks: firstMisfit(rows.slice(index + 1), to),
  };
}
