/** Numbers of a chart as a table that scrolls in its own box. Page side; knows React, no store. */
import { Scroll } from '../shared';

/** Formatted cells; the first column names the row. */
export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface DataTableProps {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly data: TableData;
}

export function DataTable({ label, data }: DataTableProps) {
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
            {data.rows.map(([head, ...cells]) => (
              <tr key={head}>
                <th scope="row">{head}</th>
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
