/**
 * A formula as a tree that is both rendered (Formula.tsx) and computed, so that tests can compare
 * it with the code. Pure.
 */

import { never } from '../../lib/result';

/** A symbol (`η`), a number, or an operation on others. */
export type Expr =
  | string
  | number
  | { readonly op: '+' | '−' | '·'; readonly of: readonly Expr[] }
  | { readonly op: '/' | '^'; readonly of: readonly [Expr, Expr] }
  | { readonly op: 'sqrt' | 'floor' | 'cos' | 'ln'; readonly of: readonly [Expr] };

/** One line: `left` becomes (←) or is (=, <, ≥) `right`. */
export interface Line {
  readonly left: Expr;
  readonly sign: '←' | '=' | '<' | '≥';
  readonly right: Expr;
}

export const sum = (...of: Expr[]): Expr => ({ op: '+', of });
export const less = (...of: Expr[]): Expr => ({ op: '−', of });
export const times = (...of: Expr[]): Expr => ({ op: '·', of });
export const over = (above: Expr, below: Expr): Expr => ({ op: '/', of: [above, below] });
export const power = (base: Expr, exponent: Expr): Expr => ({ op: '^', of: [base, exponent] });
export const root = (of: Expr): Expr => ({ op: 'sqrt', of: [of] });
export const floor = (of: Expr): Expr => ({ op: 'floor', of: [of] });
export const cos = (of: Expr): Expr => ({ op: 'cos', of: [of] });
export const ln = (of: Expr): Expr => ({ op: 'ln', of: [of] });

export const becomes = (left: Expr, right: Expr): Line => ({ left, sign: '←', right });
export const equals = (left: Expr, right: Expr): Line => ({ left, sign: '=', right });

/** Values of symbols. π is predefined. */
export type Values = Readonly<Record<string, number>>;

/** The value of an expression. Throws a RangeError that names a symbol without a value. */
export function evaluate(expr: Expr, values: Values): number {
  if (typeof expr === 'number') return expr;
  if (typeof expr === 'string') {
    const value = expr === 'π' ? Math.PI : values[expr];
    if (value === undefined) throw new RangeError(`The formula needs a value for ${expr}`);
    return value;
  }
  const [first = 0, ...others] = expr.of.map((part) => evaluate(part, values));
  const [second = 0] = others;
  switch (expr.op) {
    case '+':
      return others.reduce((total, x) => total + x, first);
    case '−':
      return others.reduce((total, x) => total - x, first);
    case '·':
      return others.reduce((total, x) => total * x, first);
    case '/':
      return first / second;
    case '^':
      return first ** second;
    case 'sqrt':
      return Math.sqrt(first);
    case 'floor':
      return Math.floor(first);
    case 'cos':
      return Math.cos(first);
    case 'ln':
      return Math.log(first);
    default:
      return never(expr);
  }
}

/** The values after running these lines in order: each assigns a new value to its symbol. */
export const assign = (lines: readonly Line[], values: Values): Values =>
  lines.reduce<Values>(
    (result, { left, right }) =>
      typeof left === 'string' ? { ...result, [left]: evaluate(right, result) } : result,
    values,
  );
