/**
 * A form to try another filter, stride or padding for one layer; the network itself is not changed.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { textOfShape, type LayerRow, type LayerWindow } from '../../network';
import { Action, NumberInput, Segments } from '../shared';
import { whatIf } from './whatIf';

/** No network of the page has larger values. */
const largest = 32;

interface WhatIfFormProps {
  readonly rows: readonly LayerRow[];
  readonly index: number;
  /** The layer's own window. */
  readonly initial: LayerWindow;
}

function Answer({
  rows,
  index,
  window,
}: Omit<WhatIfFormProps, 'initial'> & { readonly window: LayerWindow }) {
  const { t } = useTranslation('model');
  const { from, to, next, breaks } = whatIf(rows, index, window);
  if (to === 0) {
    return (
      <p className="bad">
        ✕{' '}
        {t('whatIf.empty', {
          filter: `${count(window.filter)} × ${count(window.filter)}`,
          from: count(from),
        })}
      </p>
    );
  }
  return (
    <>
      <p>
        <b>{t('whatIf.result', { from: count(from), to: count(to) })}</b>{' '}
        {next && t('whatIf.next', { layer: next.layer, shape: textOfShape(next.shape) })}
      </p>
      {breaks ? (
        <p className="bad">
          ✕{' '}
          {t('whatIf.noFit', { layer: breaks.layer, filter: count(breaks.filter), side: count(breaks.side) })}
        </p>
      ) : (
        <p>✓ {t('whatIf.fits')}</p>
      )}
    </>
  );
}

export function WhatIfForm({ rows, index, initial }: WhatIfFormProps) {
  const { t } = useTranslation('model');
  const [window, setWindow] = useState(initial);
  const asIs =
    window.filter === initial.filter &&
    window.stride === initial.stride &&
    window.padding === initial.padding;
  const options = (['valid', 'same'] as const).map((id) => ({ id, label: t(`whatIf.${id}`) }));
  return (
    <fieldset className="what-if">
      <legend>{t('whatIf.title')}</legend>
      <div className="what-if-fields">
        {(['filter', 'stride'] as const).map((field) => (
          <NumberInput
            key={field}
            label={t(`whatIf.${field}`)}
            value={window[field]}
            min={1}
            max={largest}
            onChange={(value) => setWindow({ ...window, [field]: Math.round(value) })}
          />
        ))}
        <Segments
          label={t('whatIf.padding')}
          value={window.padding}
          onChange={(padding) => setWindow({ ...window, padding })}
          options={options}
        />
        <Action variant="quiet" isDisabled={asIs} onPress={() => setWindow(initial)}>
          {t('whatIf.reset')}
        </Action>
      </div>
      <output className="what-if-answer">
        <Answer rows={rows} index={index} window={window} />
        {asIs && <p className="note">{t('whatIf.asIs')}</p>}
      </output>
    </fieldset>
  );
}
