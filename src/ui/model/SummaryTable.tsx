/** Keras's summary as a table; its rows open to show how each number is computed. */
import { useTranslation } from 'react-i18next';
import { bytes, count, kerasBytes, si } from '../../lib/units';
import { textOfShape, type LayerRow, type NetworkSummary } from '../../network';
import { LayerDetails } from './LayerDetails';
import type { Highlight } from './useHighlight';

const columns = ['layer', 'output', 'params', 'macs', 'field'] as const;
const floatBytes = 4;

interface RowProps {
  readonly rows: readonly LayerRow[];
  readonly index: number;
  readonly row: LayerRow;
  readonly highlight: Highlight;
}

function Row({ rows, index, row, highlight }: RowProps) {
  const { t } = useTranslation('model');
  const { name } = row.layer;
  const open = highlight.open === name;
  const lit = open || highlight.pointed === name;
  const field = row.receptiveField;
  return (
    <>
      <tr
        id={`layer-${name}`}
        className={lit ? 'row row-lit' : 'row'}
        onPointerEnter={() => highlight.point(name)}
        onPointerLeave={() => highlight.point(null)}
      >
        <th scope="row">
          <button
            type="button"
            className="row-button"
            aria-expanded={open}
            onClick={() => highlight.toggle(name)}
            onFocus={() => highlight.point(name)}
            onBlur={() => highlight.point(null)}
          >
            <span className="row-sign" aria-hidden="true" />
            {name} ({row.type})
          </button>
        </th>
        <td className="mono">{textOfShape(row.outputShape)}</td>
        <td className="n">{count(row.params)}</td>
        <td className="n">{row.macs === 0 ? t('summary.none') : si(row.macs)}</td>
        <td className="n">
          {field === null ? t('summary.all') : t('summary.fieldValue', { side: count(field) })}
        </td>
      </tr>
      {open && (
        <tr>
          <td className="opened" colSpan={columns.length}>
            <LayerDetails rows={rows} index={index} />
          </td>
        </tr>
      )}
    </>
  );
}

const amount = (params: number) => ({ n: count(params), bytes: kerasBytes(params * floatBytes) });

function Totals({ summary }: { readonly summary: NetworkSummary }) {
  const { t } = useTranslation('model');
  return (
    <tfoot>
      <tr>
        <td colSpan={columns.length}>
          <p>
            <b>{t('summary.total', amount(summary.params))}</b>
          </p>
          <p>{t('summary.trainable', amount(summary.trainable))}</p>
          <p>{t('summary.nonTrainable', amount(summary.nonTrainable))}</p>
          <p>{t('summary.costs', { macs: si(summary.macs), bytes: bytes(summary.activationBytes) })}</p>
        </td>
      </tr>
    </tfoot>
  );
}

interface SummaryTableProps {
  readonly summary: NetworkSummary;
  readonly highlight: Highlight;
}

export function SummaryTable({ summary, highlight }: SummaryTableProps) {
  const { t } = useTranslation('model');
  return (
    <table className="table summary" data-testid="summary" translate="no">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={column === 'layer' || column === 'output' ? '' : 'n'}>
              {t(`summary.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {summary.rows.map((row, index) => (
          <Row key={row.layer.name} rows={summary.rows} index={index} row={row} highlight={highlight} />
        ))}
      </tbody>
      <Totals summary={summary} />
    </table>
  );
}
