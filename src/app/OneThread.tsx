/** A notice that training could use more cores, and how to get them. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../lib/units';
import { useRemedy } from '../ui/device/CpuFacts';
import { useLab } from '../ui/lab';
import { lacksThreads } from '../store/selectors';
import { OnceNotice } from './OnceNotice';

export function OneThread() {
  const { t } = useTranslation(['shell', 'device']);
  const lacking = useLab(lacksThreads);
  // Once the service worker is installed, it is known whether a reload helps.
  const soon = useLab((state) => state.offline === 'installing');
  const cores = useLab((state) => state.backend?.cpu?.cores ?? 0);
  const remedy = useRemedy();
  if (!lacking || soon) return null;
  return (
    <OnceNotice question="one-thread" title={t('oneThread.title', { cores: count(cores) })}>
      {t('device:isolation.why')} {remedy}
    </OnceNotice>
  );
}
