/** The experiment that the next Train uses: presets, fields in groups, its plan, its link. Page side. */
import { useTranslation } from 'react-i18next';
import { presetIds, presets } from '../../experiment/presets';
import { count } from '../../lib/units';
import { isBusy } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Card, Choice, CopyButton, Notice } from '../shared';
import { DataFields, NetworkFields, OptimizerFields, RunFields } from './fieldGroups';
import { epochPlan, presetOf } from './formRules';
import { Lessons } from './Lessons';

export function ExperimentForm() {
  const { t } = useTranslation('train');
  const { link } = useActions();
  const busy = useLab(isBusy);
  const running = useLab((state) => state.run !== null && state.run.report === null);
  return (
    <Card title={t('experiment')} className="experiment">
      <Presets />
      <Lessons />
      {busy && running && <p className="note experiment-note">{t('nextRun')}</p>}
      <NetworkFields />
      <OptimizerFields />
      <DataFields />
      <RunFields />
      <Plan />
      <CopyButton label={t('copyLink')} text={link} />
    </Card>
  );
}

function Presets() {
  const { t } = useTranslation('train');
  const { edit } = useActions();
  const experiment = useLab((state) => state.experiment);
  const preset = presetOf(experiment) ?? 'own';
  const named = presetIds.map((id) => ({ id, label: t(`presets.${id}.name`) }));
  const options = preset === 'own' ? [{ id: 'own' as const, label: t('presets.own.name') }, ...named] : named;
  return (
    <Choice
      label={t('preset')}
      value={preset}
      options={options}
      onChange={(id) => {
        if (id !== 'own') edit(presets[id]);
      }}
      help={t(`presets.${preset}.help`)}
    />
  );
}

function Plan() {
  const { t } = useTranslation('train');
  const experiment = useLab((state) => state.experiment);
  const { steps, leftOver } = epochPlan(experiment);
  return (
    <>
      <p className="note experiment-note">
        {t('plan', { steps: count(steps), total: count(steps * experiment.epochs) })}
        {leftOver > 0 && ` ${t('leftOver', { images: count(leftOver) })}`}
      </p>
      {experiment.labels === 'shuffled' && <Notice tone="warn" title={t('shuffledNotice')} />}
    </>
  );
}
