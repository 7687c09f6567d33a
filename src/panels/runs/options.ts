/** Which runs there are to choose from, and how each is called. Pure. */
import type { Experiment } from '../../experiment/schema';
import type { LabState } from '../../store/state';

export interface RunOption {
  readonly id: string;
  /** Given by a person; may be empty. */
  readonly name: string;
  readonly experiment: Experiment;
  /** Milliseconds since 1970; null for a run that is not saved: the browser keeps none, or not yet. */
  readonly savedAt: number | null;
}

/** The saved runs, the last saved first; before them the run at hand, where it is not among them. */
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
