/** A table of results of a test of the device: a row a quantity, its number at the end. */
import type { ReactNode } from 'react';

interface ResultTableProps {
  /** Heads of the columns; the last is one of numbers. */
  readonly columns: readonly string[];
  /** The rows. */
  readonly children: ReactNode;
}

export function ResultTable({ columns, children }: ResultTableProps) {
  const last = columns.length - 1;
  return (
    <table className="table">
      <thead>
        <tr>
          {columns.map((column, i) => (
            <th key={column} scope="col" className={i === last ? 'n' : undefined}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
