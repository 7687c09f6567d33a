/** The runs that can be selected, and their names. Pure. */
import type { Experiment } from '../../../experiment/schema';
import type { LabState } from '../../../store/state';

export interface RunOption {
  readonly id: string;
  /** Given by a person; may be empty. */
  readonly name: string;
  readonly experiment: Experiment;
  /** Milliseconds since 1970; null for a run that is not saved, or not yet. */
  readonly savedAt: number | null;
}

/** The saved runs, the last saved first; before them the loaded run, if it is not among them. */
export function optionsOf(
  saved: LabState['runs'],
  current: Pick<RunOption, 'id' | 'experiment'> | null,
): RunOption[] {
  const options = (saved?.runs ?? []).map(({ id, name, experiment, savedAt }) => ({
    id,
    name,
    experiment,
    savedAt,
  }));
  if (!current || options.some(({ id }) => id === current.id)) return options;
  return [{ ...current, name: '', savedAt: null }, ...options];
}
