/** Numbers of a chart as a table that scrolls in its own box. Page side; knows React, no store. */
import { useTranslation } from 'react-i18next';
import { count } from '../../../lib/units';
import { Action, Scroll } from '..';

/** How many rows are rendered, from the end: fifty thousand would block the page for 15 seconds. */
const maxRows = 1_000;

/** Formatted cells; the first column names the row. */
export interface TableData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What pressing a row does. */
export interface RowActions {
  readonly open: (row: number) => void;
  /** Its name in words; null: this row cannot be opened. */
  readonly label: (row: number) => string | null;
}

interface DataTableProps {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly data: TableData;
  readonly rows?: RowActions | undefined;
}

/** A row's first cell, which is a button if the row can be opened. */
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
    <Action variant="quiet" aria-label={label} onPress={() => rows.open(row)}>
      {text}
    </Action>
  );
}

export function DataTable({ label, data, rows }: DataTableProps) {
  const { t } = useTranslation('charts');
  const left = Math.max(data.rows.length - maxRows, 0);
  return (
    <div className="chart-table">
      {left > 0 && <p className="note">{t('earlierRows', { count: left, n: count(left) })}</p>}
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
            {data.rows.slice(left).map(([head, ...cells], row) => (
              <tr key={head}>
                <th scope="row">
                  <RowHead text={head} row={left + row} rows={rows} />
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
