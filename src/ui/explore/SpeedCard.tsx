/**
 * Measures where the time of a step goes on this device: the button, why it is disabled, and the
 * progress. Page side.
 */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { count, duration } from '../../lib/units';
import { isSlowDevice, preparing, speedObstacle } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Action, Card, ErrorNotice, Progress } from '../shared';
import { SpeedReport } from './SpeedReport';

/** What would be measured, or why nothing can be. */
function Reason() {
  const { t } = useTranslation(['explore', 'common']);
  const obstacle = useLab(speedObstacle);
  const experiment = useLab((state) => state.experiment);
  const measuring = useLab((state) => state.status === 'profiling');
  const plan = { model: t(`common:models.${experiment.model}`), batch: count(experiment.batch) };
  const hindrance = measuring ? 'measuring' : obstacle;
  return <span>{hindrance === null ? t('speed.plan', plan) : t(`speed.obstacles.${hindrance}`)}</span>;
}

/** Progress: compiling programs first, where the device needs them, then measuring the parts. */
function Measuring() {
  const { t, i18n } = useTranslation('explore');
  const making = useLab((state) => state.compiling);
  const before = useLab(preparing);
  const progress = useLab((state) => state.profiling);
  const { done, total } = progress ?? making ?? { done: 0, total: 0 };
  const phase = progress ? 'measuring' : before;
  const left = progress?.secondsLeft ?? null;
  const text = total > 0 ? t('speed.parts', { n: count(done), total: count(total) }) : '';
  return (
    <Progress
      label={t(`speed.${phase}`)}
      value={total > 0 ? done : null}
      max={Math.max(total, 1)}
      text={left === null ? text : `${text}, ${t('speed.left', { time: duration(left, i18n.language) })}`}
    />
  );
}

function MeasureButton({ reason }: { readonly reason: string }) {
  const { t } = useTranslation('explore');
  const { measureSpeed, stop } = useActions();
  const obstacle = useLab(speedObstacle);
  const measuring = useLab((state) => state.status === 'profiling');
  const measured = useLab((state) => state.speed !== null);
  if (measuring) return <Action onPress={stop}>{t('speed.stop')}</Action>;
  return (
    <Action isDisabled={obstacle !== null} onPress={measureSpeed} aria-describedby={reason}>
      {t(measured ? 'speed.again' : 'speed.measure')}
    </Action>
  );
}

export function SpeedCard() {
  const { t } = useTranslation('explore');
  const reason = useId();
  const report = useLab((state) => state.speed);
  const error = useLab((state) => state.speedError);
  const measuring = useLab((state) => state.status === 'profiling');
  const slow = useLab((state) => state.backend !== null && isSlowDevice(state));
  return (
    <Card className="stack" title={t('speed.title')} actions={<MeasureButton reason={reason} />}>
      <p className="note">{t('speed.explain')}</p>
      <p id={reason}>
        <Reason />
      </p>
      {slow && !measuring && <p className="note">{t('speed.slow')}</p>}
      {measuring && <Measuring />}
      {error && <ErrorNotice error={error} />}
      {report && <SpeedReport report={report} />}
    </Card>
  );
}
