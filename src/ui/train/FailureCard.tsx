/**
 * Why the run failed: what happened, what was saved, what to do next, and the library's own
 * message. Page side.
 */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { failureHere } from '../../store/selectors';
import { useLab } from '../lab';
import { Notice } from '../shared';
import { Diverged, LowerRate } from './Diverged';

export function FailureCard() {
  const { t } = useTranslation(['train', 'common']);
  const failure = useLab(failureHere);
  const ran = useLab((state) => state.run !== null);
  const epochs = useLab((state) => state.run?.epochs.length ?? 0);
  if (!failure) return null;
  const { code, detail, divergence } = failure.error;
  return (
    <Notice
      tone="bad"
      live
      title={t(`common:errors.${code}.title`)}
      actions={code === 'not-finite' ? <LowerRate /> : undefined}
    >
      {divergence && <Diverged divergence={divergence} />}
      <p>{t(failure.modelKept ? 'common:modelKept' : ran ? 'common:modelLost' : 'common:nothingLost')}</p>
      {epochs > 0 && <p>{t('failure.epochs', { count: epochs, epochs: count(epochs) })}</p>}
      <p>{t(`common:errors.${code}.help`)}</p>
      {detail !== '' && (
        <details>
          <summary>{t('failure.words')}</summary>
          <p className="mono detail">{detail}</p>
        </details>
      )}
    </Notice>
  );
}
