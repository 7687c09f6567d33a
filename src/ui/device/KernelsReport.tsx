/** Which kernels train: the lab's own, family by family with each one's test result, or tfjs's. */
import { useTranslation } from 'react-i18next';
import { count, duration, metric } from '../../lib/units';
import type { KernelReport } from '../../protocol/device';
import { isBusy } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Segments } from '../shared';
import { ResultTable } from './ResultTable';

const signs = { passed: '✓', failed: '✕', 'not-used': '–' } as const;

function Family({ report }: { readonly report: KernelReport }) {
  const { t } = useTranslation('device');
  const { family, status, relative, detail, withSubgroups } = report;
  // A family that was tested but is not used passed alone, but not together with the others.
  const dropped = status === 'not-used' && relative !== null;
  const outcome = dropped ? 'dropped' : status === 'passed' && withSubgroups ? 'plain' : status;
  return (
    <tr data-family={family} data-status={status}>
      <th scope="row">{t(`families.${family}`)}</th>
      <td>
        <span className={status === 'passed' ? 'attempt-sign attempt-ok' : 'attempt-sign'} aria-hidden="true">
          {signs[status]}
        </span>{' '}
        {t(`kernelStatus.${outcome}`)}
        {withSubgroups && withSubgroups.relative !== null && (
          <span className="note"> {t('subgroupError', { relative: metric(withSubgroups.relative) })}</span>
        )}
        {detail !== '' && <span className="mono kernel-detail">{detail}</span>}
      </td>
      <td className="n">{relative === null ? '–' : metric(relative)}</td>
    </tr>
  );
}

/** Choosing other kernels restarts the engine, so it is offered only while nothing is running. */
function KernelChoice() {
  const { t } = useTranslation('device');
  const { setSettings } = useActions();
  const chosen = useLab((state) => state.settings.kernels);
  const busy = useLab((state) => isBusy(state) && state.status !== 'loading');
  return (
    <Segments
      label={t('kernels')}
      value={chosen}
      isDisabled={busy}
      onChange={(kernels) => setSettings({ kernels })}
      options={(['auto', 'stock'] as const).map((id) => ({ id, label: t(`kernelChoices.${id}`) }))}
    />
  );
}

export function KernelsReport() {
  const { t, i18n } = useTranslation('device');
  const reports = useLab((state) => state.backend?.kernels);
  if (!reports || reports.length === 0) return null;
  const inUse = reports.filter(({ status }) => status === 'passed');
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  const values = {
    n: count(inUse.length),
    total: count(reports.length),
    time: duration(seconds, i18n.language),
  };
  return (
    <section className="device" data-testid="kernels" aria-label={t('kernels')}>
      <h3>{t('kernels')}</h3>
      <p className="note">
        {inUse.length === 0 ? t('kernelsStock') : t('kernelsInUse', values)}
        {seconds > 0 && ` ${t('kernelsTested', values)}`}
      </p>
      <KernelChoice />
      <ResultTable columns={[t('family'), t('result'), t('relative')]}>
        {reports.map((report) => (
          <Family key={report.family} report={report} />
        ))}
      </ResultTable>
    </section>
  );
}
