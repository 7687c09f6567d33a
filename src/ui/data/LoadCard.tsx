/** Progress of loading the images: bytes, sheets, time left; and errors, with a way to retry. */
import { useTranslation } from 'react-i18next';
import { bytes, count, duration } from '../../lib/units';
import type { DataProgress } from '../../protocol/data';
import { useActions, useLab } from '../lab';
import { Action, Card, ErrorNotice, Progress } from '../shared';
import { FailureNotice } from './FailureNotice';
import { dataPhase } from '../../store/selectors';
import { SheetWall } from './SheetWall';

function Status() {
  const { t } = useTranslation('data');
  const phase = useLab(dataPhase);
  const progress = useLab((state) => state.dataProgress);
  const values = { images: count(progress?.images ?? 0), total: count(progress?.imagesTotal ?? 0) };
  return (
    <p className={`data-status data-${phase}`} data-testid="dataset-status" data-status={phase}>
      {t(`status.${phase}`, values)}
    </p>
  );
}

function Streaming({ progress }: { readonly progress: DataProgress }) {
  const { t, i18n } = useTranslation('data');
  const { cached } = progress;
  const failed = useLab((state) => state.dataFailures.length);
  const secondsLeft = failed > 0 ? null : progress.secondsLeft;
  const parts = [
    t('status.bytes', { bytes: bytes(progress.bytes), total: bytes(progress.bytesTotal) }),
    t('status.sheets', { sheets: count(progress.sheets), total: count(progress.sheetsTotal) }),
    ...(cached > 0 ? [t('status.cached', { cached: count(cached) })] : []),
    ...(secondsLeft !== null && secondsLeft > 0
      ? [t('status.left', { time: duration(secondsLeft, i18n.language) })]
      : []),
  ];
  return (
    <>
      <Progress
        label={t('status.progress')}
        value={progress.bytes}
        max={progress.bytesTotal}
        text={parts.join(' · ')}
      />
      <SheetWall progress={progress} failed={failed} />
      <p className="note">{t('status.wall')}</p>
    </>
  );
}

function OfflineNote() {
  const { t } = useTranslation('data');
  const offline = useLab((state) => state.offline);
  if (offline === null) return null;
  return (
    <p className="note" data-testid="offline" data-status={offline}>
      {t(`status.offline.${offline}`)}
    </p>
  );
}

export function LoadCard() {
  const { t } = useTranslation(['data', 'common']);
  const progress = useLab((state) => state.dataProgress);
  const failures = useLab((state) => state.dataFailures);
  const error = useLab((state) => state.dataError);
  const { retryData } = useActions();
  const retry = <Action onPress={retryData}>{t('common:retry')}</Action>;
  return (
    <Card title={t('status.title')} className="stack">
      <Status />
      {failures.length > 0 && <FailureNotice failures={failures} retry={retry} />}
      {error && <ErrorNotice error={error} actions={failures.length > 0 ? undefined : retry} />}
      {progress && <Streaming progress={progress} />}
      <OfflineNote />
    </Card>
  );
}
