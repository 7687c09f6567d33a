/**
 * Whether the run is steady, slowed or stalled, from its measured times; and what happened while
 * nobody was watching. Page side.
 */
import { useTranslation } from 'react-i18next';
import { count, duration, milliseconds } from '../../lib/units';
import { useLab } from '../lab';
import { Notice } from '../shared';

const step = (seconds: number): string => milliseconds(seconds * 1_000);

export function RunHealthLine() {
  const { t, i18n } = useTranslation('train');
  const health = useLab((state) => state.runHealth);
  if (!health || health.secondsPerStep === null) return null;
  const { status, secondsPerStep, usualSeconds, silentSeconds } = health;
  const times = {
    now: step(secondsPerStep),
    usual: step(usualSeconds ?? secondsPerStep),
    silence: duration(silentSeconds, i18n.language),
  };
  return (
    <p className="note" data-testid="pace" data-pace={status}>
      {t(`health.${status}`, times)}
    </p>
  );
}

/** Says that the machine slept, or that the page was hidden, and that the run continued. */
export function WhileAway() {
  const { t, i18n } = useTranslation('train');
  const health = useLab((state) => state.runHealth);
  const goes = useLab((state) => state.status === 'training');
  if (!health) return null;
  const { slept, unseen } = health;
  return (
    <>
      {slept && (
        <Notice tone="info" title={t('health.slept', { time: duration(slept.seconds, i18n.language) })}>
          <p>{t(goes ? 'health.wentOn' : 'health.sleepHelp')}</p>
        </Notice>
      )}
      {unseen && (
        <p className="note" data-testid="unseen">
          {t('health.unseen', {
            count: unseen.steps,
            time: duration(unseen.seconds, i18n.language),
            steps: count(unseen.steps),
          })}
        </p>
      )}
    </>
  );
}
