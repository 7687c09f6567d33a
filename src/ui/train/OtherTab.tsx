/**
 * Says that another tab is training, and what, and lets this one wait for it: only one trains at a
 * time. Page side.
 */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { elsewhere } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Action, Notice } from '../shared';

export function OtherTab() {
  const { t } = useTranslation(['train', 'common']);
  const { waitForTab } = useActions();
  const id = useLab(elsewhere);
  const run = useLab((state) => state.runs?.runs.find((saved) => saved.id === id) ?? null);
  const waits = useLab((state) => state.waitsForTab);
  if (id === null) return null;
  return (
    <Notice
      tone="info"
      title={t('otherTab.title')}
      actions={
        <Action onPress={() => waitForTab(!waits)}>{t(waits ? 'otherTab.dont' : 'otherTab.wait')}</Action>
      }
    >
      <div data-testid="other-tab" data-run={id}>
        {run && (
          <p>
            {t('otherTab.run', {
              model: t(`common:models.${run.experiment.model}`),
              seed: String(run.experiment.seed),
              epoch: count(run.epochs + 1),
              epochs: count(run.lastEpoch),
            })}
          </p>
        )}
        <p>{t(waits ? 'otherTab.waits' : 'otherTab.help')}</p>
      </div>
    </Notice>
  );
}
