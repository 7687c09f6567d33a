/**
 * The run in numbers, beside its state: how far it is, how long it takes, how fast it is, how much
 * memory it holds.
 */
import { Trans, useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { stepsPerEpoch } from '../experiment/schema';
import { bytes, count, duration, rate, times } from '../lib/units';
import { useLab } from '../ui/lab';
import { elsewhere, isBusy, runProgress } from '../store/selectors';
import type { LabState } from '../store/state';

const bold = { b: <b /> };

/** Why a first Train cannot start yet, or what it would do. */
export function waitingFor(state: LabState) {
  if (state.startError) return 'refused';
  if (state.backend === null) return 'backend';
  if (state.selfCheck === null) return 'check';
  if (state.dataError || state.dataFailures.length > 0) return 'failedData';
  if (state.split === null) return 'data';
  return elsewhere(state) === null ? 'ready' : 'elsewhere';
}

function Waiting() {
  const { t } = useTranslation(['shell', 'common']);
  const reason = useLab(waitingFor);
  const experiment = useLab((state) => state.experiment);
  const progress = useLab((state) => state.dataProgress);
  if (reason === 'data' && progress) {
    const values = { images: count(progress.images), total: count(progress.imagesTotal) };
    return (
      <span>
        <Trans t={t} i18nKey="run.data" values={values} components={bold} />
      </span>
    );
  }
  if (reason !== 'ready') return <span>{t(`wait.${reason}`)}</span>;
  const plan = {
    count: experiment.epochs,
    model: t(`common:models.${experiment.model}`),
    images: count(experiment.train),
    epochs: count(experiment.epochs),
    steps: count(stepsPerEpoch(experiment)),
  };
  return <span>{t('wait.ready', plan)}</span>;
}

/** Progress of a pass in inference mode: an evaluation, or the validation within a run. */
function Pass() {
  const { t } = useTranslation('shell');
  const validating = useLab((state) => state.run?.validating ?? null);
  const evaluating = useLab((state) => state.evaluating);
  const part = evaluating ?? validating;
  if (!part) return null;
  const values = { images: count(part.images), total: count(part.imagesTotal) };
  return (
    <span>
      {evaluating ? (
        <Trans t={t} i18nKey="run.evaluating" values={values} components={bold} />
      ) : (
        <Trans t={t} i18nKey="run.validating" values={values} components={bold} />
      )}
    </span>
  );
}

/** The estimated time left, while something is running. */
function TimeLeft() {
  const { t, i18n } = useTranslation('shell');
  const seconds = useLab((state) => {
    if (!isBusy(state) || state.status === 'estimating') return null;
    if (state.status === 'profiling') return state.profiling?.secondsLeft ?? null;
    return state.evaluating ? state.evaluating.secondsLeft : (runProgress(state)?.secondsLeft ?? null);
  });
  if (seconds === null) return null;
  return (
    <span>
      <Trans t={t} i18nKey="run.left" values={{ time: duration(seconds, i18n.language) }} components={bold} />
    </span>
  );
}

function Running() {
  const { t, i18n } = useTranslation('shell');
  const progress = useLab(useShallow(runProgress));
  const memory = useLab((state) => state.memory?.bytes ?? null);
  if (!progress) return null;
  const epoch = { epoch: count(progress.epoch), epochs: count(progress.lastEpoch) };
  const step = { step: count(progress.step), steps: count(progress.stepsPerEpoch) };
  const speed = progress.imagesPerSecond;
  return (
    <>
      <span>
        <Trans t={t} i18nKey="run.epoch" values={epoch} components={bold} />
      </span>
      <span>
        <Trans t={t} i18nKey="run.step" values={step} components={bold} />
      </span>
      <Unsteady />
      <Pass />
      <TimeLeft />
      {speed !== null && (
        <span>
          <Trans t={t} i18nKey="run.rate" values={{ rate: rate(speed, i18n.language) }} components={bold} />
        </span>
      )}
      {memory !== null && (
        <span>
          <Trans t={t} i18nKey="run.memory" values={{ memory: bytes(memory) }} components={bold} />
        </span>
      )}
    </>
  );
}

/** Shown only if the run is slowed or stalled. */
function Unsteady() {
  const { t, i18n } = useTranslation('shell');
  const health = useLab((state) => (state.status === 'training' ? state.runHealth : null));
  if (!health || health.status === 'steady') return null;
  const { status, secondsPerStep, usualSeconds, silentSeconds } = health;
  const factor = secondsPerStep !== null && usualSeconds ? secondsPerStep / usualSeconds : 1;
  const values = { factor: times(factor), time: duration(silentSeconds, i18n.language) };
  return (
    <span className="unsteady" data-pace={status}>
      {t(`run.${status}`, values)}
    </span>
  );
}

export function RunFacts() {
  const hasRun = useLab((state) => state.run !== null);
  // A browser that translates the page would keep these numbers from updating.
  return (
    <div className="run-facts" translate="no">
      {hasRun ? <Running /> : <Waiting />}
    </div>
  );
}
