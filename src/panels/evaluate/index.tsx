/** The fourth place: the model against images that it never saw, and the images behind each figure. Page side. */
import { useTranslation } from 'react-i18next';
import type { Confusion } from '../../lib/classification';
import type { CalibrationBin } from '../../training/logs';
import { ImagesDialog } from '../judged';
import { useLab } from '../lab';
import { ReportCard } from '../report';
import { PanelHead } from '../shared';
import { Calibration } from './Calibration';
import { Gallery } from './Gallery';
import { ImagesCard } from './ImagesCard';
import { Matrix } from './Matrix';
import { Modes } from './Modes';
import { Pairs } from './Pairs';
import { PerClass } from './PerClass';
import { ResultCard } from './ResultCard';
import './evaluate.css';

const noConfusion: Confusion = [];
const noBins: readonly CalibrationBin[] = [];

export function EvaluatePanel() {
  const { t } = useTranslation('evaluate');
  const confusion = useLab((state) => state.evaluation?.confusion ?? noConfusion);
  const bins = useLab((state) => state.evaluation?.calibration ?? noBins);
  return (
    <ImagesDialog>
      <PanelHead title={t('title')} lead={t('lead')} />
      <ResultCard />
      <div className="class-charts">
        <Matrix confusion={confusion} />
        <PerClass confusion={confusion} />
        <Pairs confusion={confusion} />
        <Calibration bins={bins} />
      </div>
      <ImagesCard />
      <Modes />
      <Gallery />
      <ReportCard />
    </ImagesDialog>
  );
}
