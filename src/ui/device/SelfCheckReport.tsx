/** Whether the device computes correctly, quantity by quantity. */
import { useTranslation } from 'react-i18next';
import { duration, metric } from '../../lib/units';
import { useLab } from '../lab';
import { ResultTable } from './ResultTable';

export function SelfCheckReport() {
  const { t, i18n } = useTranslation('device');
  const check = useLab((state) => state.selfCheck);
  const refused = useLab((state) => state.startError !== null);
  if (!check) return refused ? null : <p className="note">{t('checkRunning')}</p>;
  if (check.errors.length === 0)
    return (
      <>
        <h3>{t('check')}</h3>
        <p className="note">{t('checkReference')}</p>
      </>
    );
  const values = { tolerance: metric(check.tolerance), time: duration(check.seconds, i18n.language) };
  return (
    <>
      <h3>{t('check')}</h3>
      <p className="note">{t(check.passed ? 'checkPassed' : 'checkFailed', values)}</p>
      <ResultTable columns={[t('quantity'), t('relative')]}>
        {check.errors.map(({ name, relative }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="n">{metric(relative)}</td>
          </tr>
        ))}
      </ResultTable>
    </>
  );
}
