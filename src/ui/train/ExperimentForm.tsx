/**
 * The experiment that the next Train uses: presets, grouped fields, its plan, its link. Page side.
 */
import { useTranslation } from 'react-i18next';
import { presetIds, presets } from '../../experiment/presets';
import { count } from '../../lib/units';
import { isBusy } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { ClassLink } from '../classroom/ClassLink';
import { Part } from '../classroom/locks';
import { Card, Choice, CopyButton, Notice } from '../shared';
import { DataFields, NetworkFields, OptimizerFields, RunFields } from './fieldGroups';
import { epochPlan, presetOf } from './formRules';
import { Lessons } from './Lessons';

export function ExperimentForm() {
  const { t } = useTranslation('train');
  const { link } = useActions();
  return (
    <Card title={t('experiment')} className="experiment">
      <Part id="presets">
        <Presets />
        <Lessons />
      </Part>
      <NextRunNote />
      <NetworkFields />
      <OptimizerFields />
      <DataFields />
      <RunFields />
      <Plan />
      <div className="form-links">
        <CopyButton label={t('copyLink')} text={() => link()} />
        <ClassLink />
      </div>
    </Card>
  );
}

/**
 * A component of its own: each change of status would render the whole form again, which takes too
 * long during an evaluation.
 */
function NextRunNote() {
  const { t } = useTranslation('train');
  const running = useLab((state) => isBusy(state) && state.run !== null && state.run.report === null);
  return running && <p className="note experiment-note">{t('nextRun')}</p>;
}

function Presets() {
  const { t } = useTranslation(['train', 'classroom']);
  const { edit } = useActions();
  const experiment = useLab((state) => state.experiment);
  const locked = useLab(({ classroom }) => classroom.lock.length > 0);
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
      isDisabled={locked}
      help={locked ? t('classroom:presetsLocked') : t(`presets.${preset}.help`)}
    />
  );
}

function Plan() {
  const { t } = useTranslation(['train', 'leak']);
  const experiment = useLab((state) => state.experiment);
  const { steps, leftOver } = epochPlan(experiment);
  return (
    <>
      <p className="note experiment-note">
        {t('plan', { count: steps, steps: count(steps), total: count(steps * experiment.epochs) })}
        {leftOver > 0 && ` ${t('leftOver', { count: leftOver, images: count(leftOver) })}`}
      </p>
      {experiment.labels === 'shuffled' && <Notice tone="warn" title={t('shuffledNotice')} />}
      {experiment.leak && <Notice tone="warn" title={t('leak:next')} />}
    </>
  );
}
