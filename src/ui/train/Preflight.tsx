/**
 * Before a run: what it needs of the device and of the browser's storage, how long it will take,
 * and shorter alternatives. Page side.
 */
import { useTranslation } from 'react-i18next';
import { useLab } from '../lab';
import { Card } from '../shared';
import { Needs } from './PreflightNeeds';
import { EstimatedTime, EstimateButton, SmallerPlans } from './PreflightTime';
import './preflight.css';

/** During a run or an evaluation it would only be in the way. */
const shownIn = new Set(['idle', 'loading', 'estimating', 'finished', 'failed']);

export function Preflight() {
  const { t } = useTranslation('preflight');
  const shown = useLab((state) => shownIn.has(state.status) && state.startError === null);
  if (!shown) return null;
  return (
    <Card title={t('title')} note={t('note')} className="preflight" actions={<EstimateButton />}>
      <EstimatedTime />
      <SmallerPlans />
      <Needs />
    </Card>
  );
}
