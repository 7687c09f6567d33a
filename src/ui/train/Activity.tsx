/** What the run is doing, in a sentence and a progress bar, and how it ended. Page side. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { count, duration, percent, rate } from '../../lib/units';
import { preparing, runProgress, type RunProgress } from '../../store/selectors';
import { useLab } from '../lab';
import { Card, Progress } from '../shared';
import { KeepAwake } from './KeepAwake';
import { RunHealthLine, WhileAway } from './RunHealthLine';

/** Whole seconds since this component appeared. */
function useElapsed(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - start) / 1_000)), 1_000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

export function Activity() {
  const { t } = useTranslation('train');
  return (
    <Card title={t('now.title')} className="activity">
      <Now />
      <WhileAway />
      <KeepAwake />
    </Card>
  );
}

function Now() {
  const { t } = useTranslation('train');
  const status = useLab((state) => state.status);
  const refused = useLab((state) => state.startError !== null);
  if (refused) return <p>{t('now.refused')}</p>;
  if (status === 'compiling') return <Compiling />;
  if (status === 'training' || status === 'paused') return <Running paused={status === 'paused'} />;
  if (status === 'finished') return <Ended />;
  return <p>{t(`now.${status}`)}</p>;
}

function Compiling() {
  const { t, i18n } = useTranslation('train');
  const seconds = useElapsed();
  const progress = useLab((state) => state.compiling);
  const hasTotal = progress !== null && progress.total > 0;
  const phase = useLab(preparing);
  const tuning = phase === 'tuning';
  const progressValues = hasTotal && { n: count(progress.done), total: count(progress.total) };
  return (
    <>
      <Progress
        label={t(`now.${phase}`, { seconds: duration(seconds, i18n.language) })}
        value={hasTotal ? progress.done : null}
        max={hasTotal ? progress.total : 1}
        text={progressValues ? t(tuning ? 'now.shapes' : 'now.programs', progressValues) : ''}
      />
      {phase !== 'building' && <p className="note">{t(`now.${phase}Help`)}</p>}
    </>
  );
}

/** The numbers for the sentence. */
const progressValuesOf = (progress: RunProgress) => ({
  epoch: count(progress.epoch),
  epochs: count(progress.lastEpoch),
  step: count(progress.step),
  steps: count(progress.stepsPerEpoch),
});

function Running({ paused }: { readonly paused: boolean }) {
  const { t, i18n } = useTranslation('train');
  const progress = useLab(useShallow(runProgress));
  const validating = useLab((state) => state.run?.validating ?? null);
  if (!progress) return null;
  const { secondsLeft, imagesPerSecond } = progress;
  const speed =
    secondsLeft === null || imagesPerSecond === null
      ? ''
      : ` · ${t('now.left', { time: duration(secondsLeft, i18n.language), rate: rate(imagesPerSecond, i18n.language) })}`;
  return (
    <>
      <p>{t(paused ? 'now.paused' : 'now.training', progressValuesOf(progress))}</p>
      {validating && (
        <Progress
          label={t('now.validating', {
            images: count(validating.images),
            total: count(validating.imagesTotal),
          })}
          value={validating.images}
          max={validating.imagesTotal}
          text={percent(validating.images / Math.max(validating.imagesTotal, 1), 0)}
        />
      )}
      <Progress
        label={t('now.progress')}
        value={progress.fraction}
        max={1}
        text={`${percent(progress.fraction, 0)}${paused ? '' : speed}`}
      />
      {!paused && <RunHealthLine />}
    </>
  );
}

function Ended() {
  const { t, i18n } = useTranslation('train');
  const report = useLab((state) => state.run?.report ?? null);
  if (!report) return <p>{t('now.idle')}</p>;
  const { end, epochs, steps, seconds, restoredEpoch } = report;
  return (
    <>
      <p>
        {t(`now.${end}`, {
          // The number that the sentence speaks of.
          count: end === 'stopped' || end === 'opened' ? steps : epochs.length,
          epochs: count(epochs.length),
          steps: count(steps),
          time: duration(seconds, i18n.language),
        })}
      </p>
      {restoredEpoch !== null && <p className="note">{t('now.restored', { epoch: count(restoredEpoch) })}</p>}
    </>
  );
}
