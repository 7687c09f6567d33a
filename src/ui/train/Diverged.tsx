/**
 * A diverged run: at which step and in which layer its numbers became non-finite, and the way back.
 * Page side.
 */
import { useTranslation } from 'react-i18next';
import { count, metric, moment } from '../../lib/units';
import { goodSnapshot, isBusy } from '../../store/selectors';
import type { Divergence, NotFiniteLocation } from '../../protocol/run';
import { useActions, useLab } from '../lab';
import { Action } from '../shared';

function Location({ location }: { readonly location: NotFiniteLocation }) {
  const { t } = useTranslation('train');
  const { layer, kind, tensor, values, nan, infinite } = location;
  const what = t(`failure.${kind}Of`, { layer });
  const counts = { nan: count(nan), infinite: count(infinite), values: count(values) };
  return <p data-testid="not-finite">{t('failure.where', { tensor, what, ...counts })}</p>;
}

export function Diverged({ divergence }: { readonly divergence: Divergence }) {
  const { t, i18n } = useTranslation('train');
  const snapshot = useLab(goodSnapshot);
  const { step, loss, location } = divergence;
  const kept = snapshot && {
    epoch: count(snapshot.epochs + 1),
    step: count(snapshot.stepInEpoch),
    steps: count(snapshot.stepsPerEpoch),
    when: moment(snapshot.savedAt, i18n.language),
  };
  return (
    <>
      <p>
        {loss === null
          ? t('failure.weight', { step: count(step) })
          : t('failure.loss', { step: count(step), loss: metric(loss) })}
      </p>
      {location ? <Location location={location} /> : <p>{t('failure.nowhere')}</p>}
      <p>{kept ? t('failure.snapshot', kept) : t('failure.noSnapshot')}</p>
    </>
  );
}

/**
 * Goes back to the last good snapshot or, if there is none, to the beginning: with a tenth of the
 * learning rate.
 */
export function LowerRate() {
  const { t } = useTranslation('train');
  const { lowerRate } = useActions();
  const snapshot = useLab(goodSnapshot);
  const busy = useLab((state) => isBusy(state) || state.backend === null);
  return (
    <Action variant="primary" isDisabled={busy} onPress={() => lowerRate(snapshot)}>
      {t(snapshot ? 'failure.goBack' : 'failure.anew')}
    </Action>
  );
}
