/**
 * LeNet-5 against AlexNet, started with one click: the plan, the progress, and the result. Page
 * side; reads the race from the store.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../../experiment/schema';
import { count, duration, learningRate } from '../../../lib/units';
import { estimateOf } from '../../../store/preflight';
import { racePlan, type Opponent, type RaceSize } from '../../../store/race';
import { canTrain, isBusy, isSlowDevice } from '../../../store/selectors';
import type { LabState } from '../../../store/state';
import { useActions, useLab } from '../../lab';
import { Action, Card, Segments } from '../../shared';
import { RaceResults } from './RaceResults';
import { RaceStatus } from './RaceStatus';
import './race.css';

const opponents = ['alexnet-small', 'alexnet'] as const;
const sizes = ['short', 'form'] as const;

/** A race changes the form, so it is not offered if a link locks fields. */
const isLocked = ({ classroom }: LabState): boolean => classroom.lock.length > 0;

const mayStart = (state: LabState): boolean => canTrain(state) && !isBusy(state) && !isLocked(state);

/** The race to run: as chosen or, until then, what suits the device. */
function usePlan() {
  const form = useLab((state) => state.experiment);
  const slow = useLab(isSlowDevice);
  const [opponent, setOpponent] = useState<Opponent | null>(null);
  const [size, setSize] = useState<RaceSize | null>(null);
  const chosen = {
    opponent: opponent ?? (slow ? 'alexnet-small' : 'alexnet'),
    size: size ?? (slow ? 'short' : 'form'),
  } as const;
  return { ...chosen, setOpponent, setSize, experiments: racePlan(form, chosen.opponent, chosen.size) };
}

/** One line per experiment: its learning rate, and its estimated time if known. */
function PlanLine({ experiment }: { readonly experiment: Experiment }) {
  const { t, i18n } = useTranslation(['race', 'common']);
  const backend = useLab((state) => state.backend);
  const speeds = useLab((state) => state.speeds);
  const estimate = estimateOf({ backend, speeds }, experiment);
  const time = estimate ? duration(estimate.seconds, i18n.language) : '';
  return (
    <li>
      {t('planOf', { model: t(`common:models.${experiment.model}`), lr: learningRate(experiment.lr) })}{' '}
      {estimate && t(estimate.basis === 'scaled' ? 'scaled' : 'time', { time })}
    </li>
  );
}

function StartButton({ experiments }: { readonly experiments: readonly Experiment[] }) {
  const { t } = useTranslation('race');
  const { startRace, stopRace } = useActions();
  const race = useLab((state) => state.race);
  const ready = useLab(mayStart);
  if (race?.going)
    return (
      <Action isDisabled={race.stopping} onPress={stopRace}>
        {t('stop')}
      </Action>
    );
  return (
    <Action isDisabled={!ready} onPress={() => startRace(experiments)}>
      {t(race ? 'again' : 'start')}
    </Action>
  );
}

export function RaceCard() {
  const { t } = useTranslation(['race', 'common']);
  const plan = usePlan();
  const race = useLab((state) => state.race);
  const ready = useLab(mayStart);
  const locked = useLab(isLocked);
  const backend = useLab((state) => state.backend);
  const speeds = useLab((state) => state.speeds);
  const hasEstimates = plan.experiments.every(
    (experiment) => estimateOf({ backend, speeds }, experiment) !== null,
  );
  const going = race?.going === true;
  const [first] = plan.experiments;
  if (!first) return null;
  const { train, test, epochs, batch, seed } = first;
  const values = {
    count: epochs,
    train: count(train),
    test: count(test),
    epochs: count(epochs),
    batch: count(batch),
    seed: String(seed),
  };
  return (
    <Card className="stack" title={t('title')} actions={<StartButton experiments={plan.experiments} />}>
      <p className="note">{t('explain')}</p>
      {!going && (
        <>
          <div className="race-choices">
            <Segments
              label={t('opponent')}
              value={plan.opponent}
              onChange={plan.setOpponent}
              options={opponents.map((id) => ({ id, label: t(`common:models.${id}`) }))}
            />
            <Segments
              label={t('size')}
              value={plan.size}
              onChange={plan.setSize}
              options={sizes.map((id) => ({ id, label: t(`sizes.${id}`) }))}
            />
          </div>
          <p>{t('plan', values)}</p>
          <ul className="race-plan">
            {plan.experiments.map((experiment) => (
              <PlanLine key={experiment.model} experiment={experiment} />
            ))}
          </ul>
          {!hasEstimates && <p className="note">{t('unknown')}</p>}
          {locked && <p className="note">{t('locked')}</p>}
          {!ready && !locked && <p className="note">{t('notReady')}</p>}
        </>
      )}
      {race && <RaceStatus race={race} />}
      {race && <RaceResults race={race} />}
    </Card>
  );
}
