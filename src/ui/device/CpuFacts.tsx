/** What is known about the CPU engine here, and what would make it faster. Page side. */
import { useTranslation } from 'react-i18next';
import { bytes, count, flopRate } from '../../lib/units';
import type { CpuReport } from '../../protocol/device';
import { lacksThreads } from '../../store/selectors';
import { useLab } from '../lab';

/** Rows for the table of device facts. */
export function CpuFacts({ cpu }: { readonly cpu: CpuReport }) {
  const { t } = useTranslation('device');
  const { threads, cores, fma, isolated, tile, gflops, maxMemoryBytes } = cpu;
  const yesOrNo = (is: boolean): string => t(is ? 'cpu.yes' : 'cpu.no');
  return (
    <>
      <dt>{t('cpu.threads')}</dt>
      <dd>{t('cpu.threadsText', { threads: count(threads), cores: count(cores) })}</dd>
      <dt>{t('cpu.fma')}</dt>
      <dd>{yesOrNo(fma)}</dd>
      <dd className="facts-more">
        <details>
          <summary>{t('cpu.fmaFollows')}</summary>
          <p className="note">{t('cpu.fmaHelp')}</p>
        </details>
      </dd>
      <dt>{t('cpu.isolated')}</dt>
      <dd>{yesOrNo(isolated)}</dd>
      <dt>{t('cpu.tile')}</dt>
      <dd>{t('cpu.tileText', { tile, rate: flopRate(gflops) })}</dd>
      <dt>{t('cpu.memory')}</dt>
      <dd>{bytes(maxMemoryBytes)}</dd>
    </>
  );
}

/**
 * How to get more than one thread: a reload, if the service worker is there to send the headers;
 * else the host has to send them.
 */
export function useRemedy(): string {
  const { t } = useTranslation('device');
  const offline = useLab((state) => state.offline);
  if (offline === 'ready') return t('isolation.reload');
  return t(offline === 'installing' ? 'isolation.installing' : 'isolation.headers');
}

export function CpuAdvice() {
  const { t } = useTranslation('device');
  const lacking = useLab(lacksThreads);
  const remedy = useRemedy();
  return (
    <>
      <p>{t('cpu.advice')}</p>
      {lacking && <p>{`${t('isolation.why')} ${remedy}`}</p>}
    </>
  );
}
