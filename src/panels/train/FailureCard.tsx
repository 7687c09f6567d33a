/** Why the run failed: what happened, what was kept, what to do next, and the library's own words. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { useLab } from '../lab';
import { Notice } from '../shared';

export function FailureCard() {
  const { t } = useTranslation(['train', 'common']);
  const failure = useLab((state) => state.failure);
  const ran = useLab((state) => state.run !== null);
  const epochs = useLab((state) => state.run?.epochs.length ?? 0);
  if (!failure) return null;
  const { code, detail } = failure.error;
  return (
    <Notice tone="bad" live title={t(`common:errors.${code}.title`)}>
      <p>{t(failure.modelKept ? 'common:modelKept' : ran ? 'common:modelLost' : 'common:nothingLost')}</p>
      {epochs > 0 && <p>{t('failure.epochs', { epochs: count(epochs) })}</p>}
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
