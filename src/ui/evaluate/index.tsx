/**
 * The fourth section, Evaluate: the model on images that it never saw, and the images behind each
 * figure. Page side.
 */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Confusion } from '../../lib/classification';
import type { CalibrationBin } from '../../protocol/evaluation';
import type { Evaluation } from '../../store/slices/evaluation';
import { ImagesDialog } from './images/OpenImages';
import { useLab } from '../lab';
import { ReportCard } from './report/ReportCard';
import { PanelHead, Views } from '../shared';
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

/** `stages`: the evaluation for one card after the other. */
function Classes({ stages }: { readonly stages: readonly (Evaluation | null)[] }) {
  const [matrix, classes, pairs] = stages;
  return (
    <div className="class-charts">
      <cards.Matrix confusion={matrix?.confusion ?? noConfusion} />
      <cards.PerClass confusion={classes?.confusion ?? noConfusion} />
      <cards.Pairs confusion={pairs?.confusion ?? noConfusion} />
      <cards.Calibration bins={pairs?.calibration ?? noBins} />
    </div>
  );
}

function EvaluateViews() {
  const { t } = useTranslation('evaluate');
  // The results of an earlier model stay visible.
  const isEmpty = useLab(
    ({ hasModel, evaluation, modes, gallery }) => !hasModel && !evaluation && !modes && !gallery,
  );
  const stages = useStaggered(
    useLab((state) => state.evaluation),
    4,
  );
  const result = (
    <>
      <ResultCard />
      {!isEmpty && <Gallery />}
    </>
  );
  return (
    <Views
      section="evaluate"
      label={t('views.label')}
      views={[
        { id: 'result', title: t('views.result'), content: result },
        {
          id: 'classes',
          title: t('views.classes'),
          content: !isEmpty && <Classes stages={stages} />,
        },
        {
          id: 'images',
          title: t('views.images'),
          content: !isEmpty && <cards.ImagesCard evaluation={stages.at(-1) ?? null} />,
        },
        { id: 'modes', title: t('views.modes'), content: !isEmpty && <Modes /> },
        { id: 'report', title: t('views.report'), content: <ReportCard /> },
      ]}
    />
  );
}

export function EvaluatePanel() {
  const { t } = useTranslation('evaluate');
  return (
    <ImagesDialog>
      <PanelHead title={t('title')} lead={t('lead')} />
      <NoModel origin="evaluate" />
      <EvaluateViews />
    </ImagesDialog>
  );
}
