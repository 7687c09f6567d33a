/** What the CPU engine computes with, in words: `CPU, 2 threads`. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import type { CpuReport } from '../../protocol/events';

export function useThreads(): (cpu: CpuReport) => string {
  const { t } = useTranslation('device');
  return ({ threads }) => (threads === 1 ? t('oneThread') : t('threads', { n: count(threads) }));
}
