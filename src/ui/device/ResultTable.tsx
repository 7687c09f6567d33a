/** A table of device test results: one row per quantity, with its number in the last column. */
import type { ReactNode } from 'react';

interface ResultTableProps {
  /** Headers of the columns; the last column holds numbers. */
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
