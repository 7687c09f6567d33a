/** Numbers of a chart as a table that scrolls in its own box. Page side; knows React, no store. */
import { Action, Scroll } from '../shared';

/** Formatted cells; the first column names the row. */
export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a press on a row does. */
export interface RowActions {
  readonly open: (row: number) => void;
  /** Its name in words; null: this row opens nothing. */
  readonly label: (row: number) => string | null;
}

interface DataTableProps {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly data: TableData;
  readonly rows?: RowActions | undefined;
}

/** The first cell of a row that can be opened is a button. */
function RowHead({
  text,
  row,
  rows,
}: {
  readonly text: string | undefined;
  readonly row: number;
  readonly rows?: RowActions | undefined;
}) {
  const label = rows?.label(row) ?? null;
  if (!rows || label === null) return text;
  return (
    <Action look="quiet" aria-label={label} onPress={() => rows.open(row)}>
      {text}
    </Action>
  );
}

export function DataTable({ label, data, rows }: DataTableProps) {
  return (
    <div className="chart-table">
      <Scroll label={label}>
        <table className="table">
          <caption className="hidden-text">{label}</caption>
          <thead>
            <tr>
              {data.columns.map((column, i) => (
                <th key={column} scope="col" className={i === 0 ? undefined : 'n'}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map(([head, ...cells], row) => (
              <tr key={head}>
                <th scope="row">
                  <RowHead text={head} row={row} rows={rows} />
                </th>
                {cells.map((cell, i) => (
                  <td key={data.columns[i + 1]} className="n">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}
