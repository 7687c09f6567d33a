/** Fractions as horizontal bars, each with its name and number beside it. */
import type { ReactNode } from 'react';

interface BarRow {
  readonly id: string | number;
  readonly label: ReactNode;
  /** Length of the bar, 0 … 1. */
  readonly fraction: number;
  /** The number, formatted. */
  readonly text: string;
  readonly tone?: 'ok' | 'bad' | 'plain';
}

export function Bars({ rows }: { readonly rows: readonly BarRow[] }) {
  return (
    <ul className="bars">
      {rows.map((row) => (
        <li key={row.id}>
          <span>{row.label}</span>
          <span className="bar" aria-hidden="true">
            <span
              className={`bar-fill bar-${row.tone ?? 'plain'}`}
              style={{ inlineSize: `${row.fraction * 100}%` }}
            />
          </span>
          <span className="bar-text">{row.text}</span>
        </li>
      ))}
    </ul>
  );
}
