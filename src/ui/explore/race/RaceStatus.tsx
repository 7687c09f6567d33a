/** Progress of a race: the state of each network, and why one failed. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../../../lib/units';
import type { Race, RaceEntry } from '../../../store/race';
import { runProgress } from '../../../store/selectors';
import { useLab } from '../../lab';
import { ErrorNotice, Progress } from '../../shared';

/** The network that is training, with its progress in steps. */
function CurrentNetwork({ name }: { readonly name: string }) {
  const { t } = useTranslation('race');
  // In hundredths, so that it does not render again at every step.
  const fraction = useLab((state) =>
    state.status === 'training' || state.status === 'paused'
      ? Math.round((runProgress(state)?.fraction ?? 0) * 100)
      : null,
  );
  const epoch = useLab((state) => (state.run?.report ? null : (runProgress(state)?.epoch ?? null)));
  const last = useLab((state) => state.run?.lastEpoch ?? 0);
  const text = epoch === null ? '' : t('epoch', { epoch: count(epoch), epochs: count(last) });
  return <Progress label={name} value={fraction} max={100} text={text} />;
}

function Entry({ entry }: { readonly entry: RaceEntry }) {
  const { t } = useTranslation(['race', 'common']);
  const { phase, error, experiment } = entry;
  const name = t(`common:models.${experiment.model}`);
  return (
    <li data-phase={phase}>
      {phase === 'training' ? (
        <CurrentNetwork name={t('phases.training', { name })} />
      ) : (
        <span>{t(`phases.${phase}`, { name })}</span>
      )}
      {error && <ErrorNotice error={error} />}
    </li>
  );
}

export function RaceStatus({ race }: { readonly race: Race }) {
  return (
    <ul className="race-status" data-testid="race-status" data-going={race.going}>
      {race.entries.map((entry) => (
        <Entry key={entry.experiment.model} entry={entry} />
      ))}
    </ul>
  );
}
