/** Pieces of Python code. Only numbers and plain names get in, so nothing needs escaping. Pure. */

/** A Python number. Throws if it is not finite: Python has no literal for that. */
export function number(x: number): string {
  if (!Number.isFinite(x)) throw new RangeError(`${x} has no Python literal`);
  return String(x);
}

/** A Python float, since Keras refuses an integer where it wants a float. Throws as `number`. */
export const float = (x: number): string =>
  Number.isInteger(x) && Math.abs(x) < 1e16 ? `${number(x)}.0` : number(x);

/**
 * A quoted Python string of a plain name: lower-case letters, digits, underscores. Throws on
 * anything else.
 */
export function quoted(name: string): string {
  if (!/^[a-z0-9_]+$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is not a plain name`);
  return `"${name}"`;
}

/** `keras.layers.Dense(10, activation="softmax")`; arguments that are null are left out. */
export const call = (callee: string, ...args: readonly (string | null)[]): string =>
  `${callee}(${args.filter((argument) => argument !== null).join(', ')})`;

/** Lines indented by `levels` of four blanks; empty lines stay empty. */
export const indent = (lines: readonly string[], levels: number): string[] =>
  lines.map((line) => (line === '' ? line : ' '.repeat(4 * levels) + line));
