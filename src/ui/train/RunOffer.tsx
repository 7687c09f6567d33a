/** After a reload or a crash: offers to continue the run that was cut off. Page side. */
import { useTranslation } from 'react-i18next';
import { count, duration } from '../../lib/units';
import { isBusy, offeredRun } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Action, Notice } from '../shared';
import { useSecondsSince } from './Protection';

export function RunOffer() {
  const { t, i18n } = useTranslation(['train', 'common']);
  const { openRun, deleteRun, dismissOffer } = useActions();
  const run = useLab(offeredRun);
  const busy = useLab((state) => state.backend === null || (isBusy(state) && state.status !== 'loading'));
  const seconds = useSecondsSince(run?.savedAt ?? 0);
  if (!run) return null;
  const values = {
    model: t(`common:models.${run.experiment.model}`),
    epoch: count(run.epochs + 1),
    epochs: count(run.lastEpoch),
    step: count(run.stepInEpoch),
    steps: count(run.stepsPerEpoch),
    time: duration(seconds, i18n.language),
  };
  return (
    <Notice
      tone="info"
      title={t('offer.title')}
      actions={
        <>
          <Action variant="primary" isDisabled={busy} onPress={() => openRun(run, 'train')}>
            {t('offer.continue')}
          </Action>
          <Action isDisabled={busy} onPress={() => openRun(run, 'inspect')}>
            {t('offer.look')}
          </Action>
          <Action
            variant="quiet"
            onPress={() => {
              dismissOffer();
              deleteRun(run.id);
            }}
          >
            {t('offer.discard')}
          </Action>
        </>
      }
    >
      <p data-testid="offered-run">{t('offer.place', values)}</p>
    </Notice>
  );
}
