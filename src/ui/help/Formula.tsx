/**
 * A formula in MathML, which the browser renders and a screen reader may read, with its meaning in
 * words.
 */
import { createElement, type ReactNode } from 'react';
import { never } from '../../lib/result';
import type { Expr, Line } from './expr';

/** React has no types for MathML elements, but can create them. */
const el = (tag: string, ...children: ReactNode[]): ReactNode => createElement(tag, null, ...children);

/** How strongly an operation binds; a part that binds less than its whole is set in parentheses. */
const strength = { '+': 1, '−': 1, '·': 2, '/': 3, '^': 4, sqrt: 5, floor: 5, cos: 3, ln: 3 } as const;

const strengthOf = (expr: Expr): number => (typeof expr === 'object' ? strength[expr.op] : 6);

const parenthesised = (inside: ReactNode): ReactNode => el('mrow', el('mo', '('), inside, el('mo', ')'));

/** A part of `whole`; what follows a minus keeps the parentheses of a sum. */
function part(expr: Expr, minStrength: number): ReactNode {
  return strengthOf(expr) < minStrength ? parenthesised(draw(expr)) : draw(expr);
}

/**
 * Numbers have thousands separators, as everywhere on the page; symbols of more than one letter are
 * upright.
 */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

function chain(op: string, of: readonly Expr[]): ReactNode {
  const strengthOfOp = op === '·' ? strength['·'] : strength['+'];
  const parts = of.flatMap((each, i) => {
    const drawn = part(each, i > 0 && op === '−' ? strengthOfOp + 1 : strengthOfOp);
    return i === 0 ? [drawn] : [el('mo', op), drawn];
  });
  return el('mrow', ...parts);
}

function draw(expr: Expr): ReactNode {
  if (typeof expr === 'number') return el('mn', grouped.format(expr));
  if (typeof expr === 'string') return el('mi', expr);
  const { op, of } = expr;
  switch (op) {
    case '+':
    case '−':
    case '·':
      return chain(op, of);
    case '/':
      return el('mfrac', draw(of[0]), draw(of[1]));
    case '^':
      return el('msup', part(of[0], strength['^'] + 1), draw(of[1]));
    case 'sqrt':
      return el('msqrt', draw(of[0]));
    case 'floor':
      return el('mrow', el('mo', '⌊'), draw(of[0]), el('mo', '⌋'));
    case 'cos':
    case 'ln':
      return el('mrow', el('mi', op), el('mo', '\u2061'), parenthesised(draw(of[0])));
    default:
      return never(op);
  }
}

interface FormulaProps {
  readonly lines: readonly Line[];
  /** What the formula says, in words. */
  readonly words: string;
}

export function Formula({ lines, words }: FormulaProps) {
  const rows = lines.map(({ left, sign, right }, i) =>
    createElement(
      'mtr',
      { key: i },
      el('mtd', draw(left)),
      el('mtd', el('mo', sign)),
      el('mtd', draw(right)),
    ),
  );
  return (
    <figure className="formula-figure">
      {createElement(
        'math',
        { display: 'block', alttext: words },
        createElement('mtable', { displaystyle: 'true' }, ...rows),
      )}
      <figcaption>{words}</figcaption>
    </figure>
  );
}
