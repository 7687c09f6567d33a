/**
 * How long a run would take: the button that measures it, its progress, its result; and shorter
 * runs if that is hours. Page side.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsPerEpoch } from '../../experiment/schema';
import { count, duration, milliseconds } from '../../lib/units';
import { estimateOf, smallerPlans, type SmallerPlan } from '../../store/preflight';
import { preparing, speedObstacle } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Action, Notice, Progress } from '../shared';

/** The form, and what is known about the current device. */
function useEstimateInput() {
  const experiment = useLab((state) => state.experiment);
  const backend = useLab((state) => state.backend);
  const speeds = useLab((state) => state.speeds);
  return useMemo(() => ({ experiment, known: { backend, speeds } }), [experiment, backend, speeds]);
}

export function EstimateButton() {
  const { t } = useTranslation('preflight');
  const { estimate, stop } = useActions();
  const obstacle = useLab(speedObstacle);
  const going = useLab((state) => state.status === 'estimating');
  if (going) return <Action onPress={stop}>{t('stop')}</Action>;
  return (
    <Action isDisabled={obstacle !== null} onPress={estimate}>
      {t('estimate')}
    </Action>
  );
}

/** Progress: compiling programs first, where the device needs them, then measuring the steps. */
function Measuring() {
  const { t } = useTranslation('preflight');
  const making = useLab((state) => state.compiling);
  const phase = useLab(preparing);
  const progress = useLab((state) => state.estimating);
  const { done, total } = progress ?? making ?? { done: 0, total: 0 };
  return (
    <Progress
      label={t(progress ? 'measuring' : phase)}
      value={total > 0 ? done : null}
      max={Math.max(total, 1)}
      text={total > 0 ? t('parts', { n: count(done), total: count(total) }) : ''}
    />
  );
}

export function EstimatedTime() {
  const { t, i18n } = useTranslation('preflight');
  const going = useLab((state) => state.status === 'estimating');
  const { experiment, known: context } = useEstimateInput();
  const estimate = useMemo(() => estimateOf(context, experiment), [context, experiment]);
  if (going) return <Measuring />;
  if (!estimate) return <p className="note">{t('unknown')}</p>;
  const { seconds, basis, step } = estimate;
  const values = {
    count: experiment.epochs,
    epochs: count(experiment.epochs),
    time: duration(seconds, i18n.language),
    steps: count(stepsPerEpoch(experiment)),
    step: milliseconds(step * 1000),
  };
  return (
    <div>
      <p className="preflight-time" data-testid="estimate" data-basis={basis}>
        {t(basis === 'scaled' ? 'about' : 'time', values)}
      </p>
      <p className="note">{t(`basis.${basis}`, values)}</p>
    </div>
  );
}

function Plan({ plan }: { readonly plan: SmallerPlan }) {
  const { t, i18n } = useTranslation(['preflight', 'common']);
  const { edit } = useActions();
  const { id, change, estimate } = plan;
  const values = {
    input: String(change.input ?? ''),
    train: count(change.train ?? 0),
    val: count(change.val ?? 0),
    epochs: count(change.epochs ?? 0),
    time: duration(estimate.seconds, i18n.language),
  };
  // Most of a LeNet-5 step is not arithmetic, so the estimate is only a minimum.
  const scaled = id === 'lenet5' ? 'plans.minimum' : 'plans.about';
  return (
    <Action onPress={() => edit(change)}>
      {t(`plans.${id}`, values)} <b>{t(estimate.basis === 'scaled' ? scaled : 'plans.time', values)}</b>
    </Action>
  );
}

export function SmallerPlans() {
  const { t } = useTranslation('preflight');
  const { experiment, known: context } = useEstimateInput();
  const lock = useLab(({ classroom }) => classroom.lock);
  const plans = useMemo(
    () => smallerPlans(context, experiment).filter(({ change }) => lock.every((field) => !(field in change))),
    [context, experiment, lock],
  );
  if (plans.length === 0) return null;
  return (
    <Notice tone="info" title={t('plans.title')}>
      <p>{t('plans.explain')}</p>
      <div className="preflight-plans" data-testid="smaller-plans">
        {plans.map((plan) => (
          <Plan key={plan.id} plan={plan} />
        ))}
      </div>
    </Notice>
  );
}
