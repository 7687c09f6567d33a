/** The fourth place: the model against images that it never saw, and the images behind each figure. Page side. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Confusion } from '../../lib/classification';
import type { CalibrationBin } from '../../training/logs';
import { ImagesDialog } from '../judged';
import { useLab } from '../lab';
import { ReportCard } from '../report';
import { PanelHead } from '../shared';
import { NoModel } from '../trained/NoModel';
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

// One of them has its turn while the others, tables among them, stay as they are.
const cards = {
  Matrix: memo(Matrix),
  PerClass: memo(PerClass),
  Pairs: memo(Pairs),
  Calibration: memo(Calibration),
  ImagesCard: memo(ImagesCard),
};

function Evaluated() {
  const [matrix, classes, pairs, images] = useInTurn(
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
  // What an earlier model left is still to be seen.
  const isEmpty = useLab(
    ({ hasModel, evaluation, modes, gallery }) => !hasModel && !evaluation && !modes && !gallery,
  );
  return (
    <ImagesDialog>
      <PanelHead title={t('title')} lead={t('lead')} />
      <NoModel place="evaluate" />
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
