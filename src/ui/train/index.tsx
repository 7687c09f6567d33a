/**
 * The third section, Train: the experiment beside the run's state, its curves, its log and its
 * predictions. Page side.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { networkFor, summarize } from '../../network';
import { useLab } from '../lab';
import { LeakNotice } from '../shared/LeakNotice';
import { Part } from '../classroom/locks';
import { PanelHead } from '../shared';
import { Activity } from './Activity';
import { Curves } from './Curves';
import { EpochLog } from './EpochLog';
import { ExperimentForm } from './ExperimentForm';
import { FailureCard } from './FailureCard';
import { Preflight } from './Preflight';
import { Protection } from './Protection';
import { SavedRuns } from './SavedRuns';
import { SeesNow } from './SeesNow';
import { Warnings } from './Warnings';
import './train.css';

export { OtherTab } from './OtherTab';
export { RunOffer } from './RunOffer';

export function TrainPanel() {
  const { t } = useTranslation(['train', 'common']);
  const experiment = useLab((state) => state.experiment);
  const summary = useMemo(() => summarize(networkFor(experiment)), [experiment]);
  const lead = t('lead', {
    model: t(`common:models.${experiment.model}`),
    params: count(summary.params),
    train: count(experiment.train),
    val: count(experiment.val),
  });
  return (
    <>
      <PanelHead title={t('title')} lead={lead} />
      <div className="train-cols">
        <ExperimentForm />
        <div className="train-run">
          <Activity />
          <FailureCard />
          <Protection />
          <Part id="preflight">
            <Preflight />
          </Part>
          <LeakNotice />
          <Curves />
          <Warnings />
          <EpochLog />
          <SeesNow />
          <Part id="runs">
            <SavedRuns />
          </Part>
        </div>
      </div>
    </>
  );
}
