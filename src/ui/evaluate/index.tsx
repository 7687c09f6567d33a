/**
 * The fourth section, Evaluate: the model on images that it never saw, and the images behind each
 * figure. Page side.
 */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Confusion } from '../../lib/classification';
import type { CalibrationBin } from '../../protocol/evaluation';
import { ImagesDialog } from './images/OpenImages';
import { useLab } from '../lab';
import { ReportCard } from './report/ReportCard';
import { PanelHead } from '../shared';
import { NoModel } from '../files/NoModel';
import { Calibration } from './Calibration';
import { Gallery } from './Gallery';
import { ImagesCard } from './ImagesCard';
import { Matrix } from './Matrix';
import { Modes } from './Modes';
import { Pairs } from './Pairs';
import { PerClass } from './PerClass';
import { ResultCard } from './ResultCard';
import { useStaggered } from './useStaggered';
import './evaluate.css';

const noConfusion: Confusion = [];
const noBins: readonly CalibrationBin[] = [];

// Only one of them renders at a time; the others, tables among them, stay unchanged.
const cards = {
  Matrix: memo(Matrix),
  PerClass: memo(PerClass),
  Pairs: memo(Pairs),
  Calibration: memo(Calibration),
  ImagesCard: memo(ImagesCard),
};

function Evaluated() {
  const [matrix, classes, pairs, images] = useStaggered(
    useLab((state) => state.evaluation),
    4,
  );
  return (
    <>
      <div className="class-charts">
        <cards.Matrix confusion={matrix?.confusion ?? noConfusion} />
        <cards.PerClass confusion={classes?.confusion ?? noConfusion} />
        <cards.Pairs confusion={pairs?.confusion ?? noConfusion} />
        <cards.Calibration bins={pairs?.calibration ?? noBins} />
      </div>
      <cards.ImagesCard evaluation={images ?? null} />
    </>
  );
}

export function EvaluatePanel() {
  const { t } = useTranslation('evaluate');
  // The results of an earlier model stay visible.
  const isEmpty = useLab(
    ({ hasModel, evaluation, modes, gallery }) => !hasModel && !evaluation && !modes && !gallery,
  );
  return (
    <ImagesDialog>
      <PanelHead title={t('title')} lead={t('lead')} />
      <NoModel origin="evaluate" />
      <ResultCard />
      {!isEmpty && (
        <>
          <Evaluated />
          <Modes />
          <Gallery />
        </>
      )}
      <ReportCard />
    </ImagesDialog>
  );
}
