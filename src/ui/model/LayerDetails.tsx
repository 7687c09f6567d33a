/** How the numbers of one row are computed, line by line, with this layer's numbers filled in. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { windowOf, type Formula, type LayerRow } from '../../network';
import { explanationOf } from './explain';
import { WhatIfForm } from './WhatIfForm';

interface FormulaLineProps {
  readonly formula: Formula;
  readonly row: LayerRow;
}

function FormulaLine({ formula, row }: FormulaLineProps) {
  const { t } = useTranslation('model');
  const { quantity, expression, result } = formula;
  return (
    <>
      <dt>{t(`quantities.${quantity}`)}</dt>
      <dd>
        <span className="formula">
          {expression} = <b>{count(result)}</b>
        </span>
        <small>{t(`explain.${explanationOf(quantity, row.layer.kind)}`)}</small>
      </dd>
    </>
  );
}

/** Kinds whose output has the shape of their input, so there is no size to compute. */
const keepsShape = ({ layer }: LayerRow): boolean =>
  layer.kind === 'batch-norm' || layer.kind === 'lrn' || layer.kind === 'dropout';

interface LayerDetailsProps {
  readonly rows: readonly LayerRow[];
  readonly index: number;
}

export function LayerDetails({ rows, index }: LayerDetailsProps) {
  const { t } = useTranslation('model');
  const row = rows[index];
  if (!row) return null;
  const window = windowOf(row.layer);
  return (
    <div className="details">
      {keepsShape(row) && <p>{t('explain.unchanged')}</p>}
      {row.layer.kind === 'flatten' && <p>{t('explain.flatten')}</p>}
      <dl>
        {row.formulas.map((formula) => (
          <FormulaLine key={formula.quantity} formula={formula} row={row} />
        ))}
      </dl>
      {row.receptiveField === null && <p className="note">{t('explain.wholeField')}</p>}
      {window && (
        <>
          <p className="note">{t('general')}</p>
          {/* Another network may have another window in a layer of the same name. */}
          <WhatIfForm
            key={`${row.layer.name} ${Object.values(window).join()}`}
            rows={rows}
            index={index}
            initial={window}
          />
        </>
      )}
    </div>
  );
}
