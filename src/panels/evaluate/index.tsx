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
import { useInTurn } from './useInTurn';
import './evaluate.css';

const noConfusion: Confusion = [];
const noBins: readonly CalibrationBin[] = [];

export function EvaluatePanel() {
  const { t } = useTranslation('evaluate');
  const [matrix, classes, pairs, images] = useInTurn(
    useLab((state) => state.evaluation),
    4,
  );
  return (
    <ImagesDialog>
      <PanelHead title={t('title')} lead={t('lead')} />
      <ResultCard />
      <div className="class-charts">
        <Matrix confusion={matrix?.confusion ?? noConfusion} />
        <PerClass confusion={classes?.confusion ?? noConfusion} />
        <Pairs confusion={pairs?.confusion ?? noConfusion} />
        <Calibration bins={pairs?.calibration ?? noBins} />
      </div>
      <ImagesCard evaluation={images ?? null} />
      <Modes />
      <Gallery />
      <ReportCard />
    </ImagesDialog>
  );
}
