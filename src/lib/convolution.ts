/**
 * The arithmetic of a sliding window: output size, and the zeros that `same` adds. Pure; used by
 * networks and by the page.
 */

/**
 * Keras's two paddings: `valid` adds nothing, `same` adds enough zeros that stride 1 keeps the
 * size.
 */
export type Padding = 'same' | 'valid';

/** One spatial axis of a convolution or pooling. */
export interface WindowAxis {
  /** Input pixels, ≥ 1. */
  readonly input: number;
  /** Filter (window) pixels, ≥ 1. */
  readonly filter: number;
  /** Pixels between two window positions, ≥ 1. */
  readonly stride: number;
  readonly padding: Padding;
}

/** The result of sliding a window along one axis. */
export interface WindowResult {
  /**
   * Number of output positions: floor((input + before + after − filter) / stride) + 1; 0 if the
   * window does not fit.
   */
  readonly output: number;
  /**
   * Zeros before and after the input. If their number is odd, `same` adds the extra one after, as
   * TensorFlow does.
   */
  readonly before: number;
  readonly after: number;
}

/**
 * Output size and padding along one axis.
 * Source: TensorFlow, "Convolution: padding" (nn.convolution notes); `same` gives ceil(input /
 * stride). Throws a RangeError that names a size which is not a whole number of at least 1.
 */
export function slideWindow({ input, filter, stride, padding }: WindowAxis): WindowResult {
  for (const [name, size] of Object.entries({ input, filter, stride })) {
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`${name} must be a whole number from 1 up, not ${size}`);
  }
  const zeros =
    padding === 'same' ? Math.max((Math.ceil(input / stride) - 1) * stride + filter - input, 0) : 0;
  const before = Math.floor(zeros / 2);
  const output = Math.max(Math.floor((input + zeros - filter) / stride) + 1, 0);
  return { output, before, after: zeros - before };
}
