/** The fourth place: the model against images that it never saw, and the images behind each figure. Page side. */
import { useDeferredValue } from 'react';
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
  // What takes long to draw is drawn piece by piece, behind the figures: all at once it would block the page.
  const evaluation = useDeferredValue(useLab((state) => state.evaluation));
  const confusion = evaluation?.confusion ?? noConfusion;
  const bins = evaluation?.calibration ?? noBins;
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
      <ImagesCard evaluation={evaluation} />
      <Modes />
      <Gallery />
      <ReportCard />
    </ImagesDialog>
  );
}
