/** Whether the run goes on steadily, slowly or not at all, from its measured times; and what nobody saw. Page side. */
import { useTranslation } from 'react-i18next';
import { count, duration, milliseconds } from '../../lib/units';
import { useLab } from '../lab';
import { Notice } from '../shared';

const step = (seconds: number): string => milliseconds(seconds * 1_000);

export function PaceLine() {
  const { t } = useTranslation('train');
  const pace = useLab((state) => state.pace);
  if (!pace || pace.secondsPerStep === null) return null;
  const { word, secondsPerStep, usual, silentSeconds } = pace;
  const times = {
    now: step(secondsPerStep),
    usual: step(usual ?? secondsPerStep),
    silence: duration(silentSeconds),
  };
  return (
    <p className="note" data-testid="pace" data-pace={word}>
      {t(`pace.${word}`, times)}
    </p>
  );
}

/** That the machine slept, or that the page was hidden, and that the run went on. */
export function WhileAway() {
  const { t } = useTranslation('train');
  const pace = useLab((state) => state.pace);
  const goes = useLab((state) => state.status === 'training');
  if (!pace) return null;
  const { slept, unseen } = pace;
  return (
    <>
      {slept && (
        <Notice tone="info" title={t('pace.slept', { time: duration(slept.seconds) })}>
          <p>{t(goes ? 'pace.wentOn' : 'pace.sleepHelp')}</p>
        </Notice>
      )}
      {unseen && (
        <p className="note" data-testid="unseen">
          {t('pace.unseen', { time: duration(unseen.seconds), steps: count(unseen.steps) })}
        </p>
      )}
    </>
  );
}
