/**
 * Values derived from the state: progress, time left, speed. Pure functions of plain data, cheap
 * enough to call at every change. Page side; knows the protocol's types, not React.
 */
import { canContinueAs } from '../experiment/keys';
import type { Experiment } from '../experiment/schema';
import type { EpochLog, SavedRunReport } from '../protocol/run';
import type { LabState } from './state';
import type { RunView } from './slices/run';

/** How far the run is. Epochs are numbered from 1, across all parts of a continued run. */
export interface RunProgress {
  /**
   * Fraction of this run's planned steps that are done, 0–1; 1 for a run that early stopping ended.
   */
  readonly fraction: number;
  /**
   * Estimate, validation included; null until a step after the first was timed, 0 once the run has
   * ended.
   */
  readonly secondsLeft: number | null;
  /**
   * Training speed at the last read-back (between epochs: over the last epoch with its validation);
   * null until a step was timed.
   */
  readonly imagesPerSecond: number | null;
  /** The current epoch, or the last one when the run has ended. */
  readonly epoch: number;
  readonly lastEpoch: number;
  /** Steps done in the current epoch, 0 … `stepsPerEpoch`. */
  readonly step: number;
  readonly stepsPerEpoch: number;
}

/**
 * Below this many steps, an epoch's mean is mostly its slow first steps, and the latest read-back
 * is the better estimate.
 */
const steadySteps = 20;

/**
 * A backward pass costs about two forward passes, so validating an image takes about a third of
 * training on one.
 */
export const forwardFraction = 1 / 3;

const ownEpochs = (run: RunView): readonly EpochLog[] =>
  run.epochs.filter((log) => log.epoch >= run.firstEpoch);

/**
 * Seconds of a whole epoch: measured on this run's last one (without compilation), else estimated
 * from the steps so far.
 */
function epochSeconds(run: RunView): number | null {
  const last = ownEpochs(run).at(-1);
  if (last) return last.steps * last.secondsPerStep;
  if (!run.live) return null;
  const { stepInEpoch, seconds, secondsPerStep } = run.live;
  // The first step compiles shaders; multiplied by all steps, it would give hours.
  if (stepInEpoch === 1 && run.stepsPerEpoch > 1) return null;
  const perStep = stepInEpoch >= steadySteps ? seconds / stepInEpoch : secondsPerStep;
  return perStep * (run.stepsPerEpoch + (run.experiment.val / run.experiment.batch) * forwardFraction);
}

function secondsLeft(run: RunView, epochsLeft: number): number | null {
  if (run.report) return 0;
  const whole = epochSeconds(run);
  if (whole === null) return null;
  const { live, validating } = run;
  const validated = validating ? validating.images / Math.max(validating.imagesTotal, 1) : 0;
  const running = Math.max(whole - (live?.seconds ?? 0), 0) * (1 - validated);
  return running + Math.max(epochsLeft - 1, 0) * whole;
}

/** Progress of the current or last run; null before the first. */
export function runProgress({ run }: LabState): RunProgress | null {
  if (!run) return null;
  const { firstEpoch, lastEpoch, stepsPerEpoch, live, report } = run;
  const epochs = Math.max(lastEpoch - firstEpoch + 1, 0);
  const finished = ownEpochs(run).length;
  const total = epochs * stepsPerEpoch;
  const done = report ? report.steps : finished * stepsPerEpoch + (live?.stepInEpoch ?? 0);
  const whole = report !== null && report.end !== 'stopped' && report.end !== 'opened';
  const speed = live?.secondsPerStep ?? ownEpochs(run).at(-1)?.secondsPerStep;
  return {
    fraction: whole ? 1 : Math.min(done / Math.max(total, 1), 1),
    secondsLeft: secondsLeft(run, epochs - finished),
    imagesPerSecond: speed ? run.experiment.batch / speed : null,
    epoch: Math.min(live?.epoch ?? firstEpoch + finished - (report ? 1 : 0), lastEpoch),
    lastEpoch,
    step: live?.stepInEpoch ?? (report && finished > 0 ? stepsPerEpoch : 0),
    stepsPerEpoch,
  };
}

/** What the loaded model was or will be trained as. The form may hold another experiment by now. */
export const experimentAtHand = ({ run, experiment }: Pick<LabState, 'run' | 'experiment'>): Experiment =>
  run?.experiment ?? experiment;

/** Something is running (a paused run included), so no run, evaluation or measurement can begin. */
export const isBusy = ({ status }: LabState): boolean =>
  status === 'loading' ||
  status === 'compiling' ||
  status === 'training' ||
  status === 'paused' ||
  status === 'evaluating' ||
  status === 'profiling' ||
  status === 'estimating';

/**
 * The device that trains is not a GPU, or not known yet. Large networks would take hours there, so
 * the page proposes small and short ones.
 */
export const isSlowDevice = ({ backend }: Pick<LabState, 'backend'>): boolean =>
  backend === null || backend.software || backend.backend === 'wasm';

/**
 * What happens before the first step or part: a GPU's programs are compiled, after some measuring;
 * a CPU needs none.
 */
export const preparing = ({
  backend,
  compiling,
}: Pick<LabState, 'backend' | 'compiling'>): 'tuning' | 'compiling' | 'building' =>
  compiling?.phase ?? (backend?.backend === 'wasm' || backend?.backend === 'cpu' ? 'building' : 'compiling');

/**
 * The CPU engine uses one thread although there are more cores, because the page is not isolated
 * from other origins.
 */
export const lacksThreads = ({ backend }: Pick<LabState, 'backend'>): boolean =>
  backend?.cpu !== undefined && !backend.cpu.isolated && backend.cpu.cores > 1;

/** A model is being exported; until its file is complete, nothing else is done with the model. */
const givesModel = ({ transfer }: LabState): boolean => transfer?.kind === 'model' && transfer.end === null;

/**
 * The failure to show in a section; null if there is none, or if the notice at the top reports it.
 */
export const failureHere = ({ failure, startError }: LabState): LabState['failure'] =>
  failure !== null && startError?.error === failure.error ? null : failure;

/** Why no evaluation can start now; null if one can. */
export function evaluateObstacle(state: LabState): 'no-backend' | 'no-data' | 'no-model' | 'busy' | null {
  if (state.startError) return 'no-backend';
  if (!state.hasModel) return 'no-model';
  if (!state.split || state.status === 'loading') return 'no-data';
  if (isBusy(state) || givesModel(state)) return 'busy';
  return null;
}

/** Why the speed cannot be measured now; null if it can. Images are not needed. */
export function speedObstacle(state: LabState): 'no-backend' | 'checking' | 'busy' | null {
  if (state.startError) return 'no-backend';
  if (!state.selfCheck?.passed) return 'checking';
  return isBusy(state) || givesModel(state) ? 'busy' : null;
}

/** The run that another tab is training; null if none is. Only one tab trains at a time. */
export const elsewhere = ({ runs }: LabState): string | null => runs?.elsewhere ?? null;

/**
 * Training can be offered: the split is loaded, the device passed its self-check, no other tab is
 * training and no model is being exported.
 */
export const canTrain = (state: LabState): boolean =>
  elsewhere(state) === null &&
  !givesModel(state) &&
  state.split !== null &&
  state.startError === null &&
  state.selfCheck?.passed === true;

/** The form still describes the loaded model's network and split, so Train can continue it. */
export function canContinue({ hasModel, run, experiment }: LabState): boolean {
  return hasModel && run !== null && canContinueAs(run.experiment, experiment);
}

/**
 * The run that was cut off and can be continued: the last saved one, if this page has neither begun
 * another run nor been told not to, and no other tab is training.
 */
export function offeredRun({ runs, run, offerDismissed, startError }: LabState): SavedRunReport | null {
  if (run || offerDismissed || startError || !runs || runs.elsewhere !== null) return null;
  const last = runs.runs[0];
  return last && !last.finished ? last : null;
}

/**
 * The snapshot that a diverged run can go back to: its last one, unless the run had already
 * finished by then.
 */
export function goodSnapshot({ runs, run, failure }: LabState): SavedRunReport | null {
  if (failure?.error.code !== 'not-finite') return null;
  const saved = runs?.runs.find(({ id }) => id === run?.id);
  return saved && !saved.finished ? saved : null;
}

export type DataPhase = 'waiting' | 'loading' | 'checking' | 'ready' | 'failed' | 'failedList';

/**
 * `failedList`: not even the list of sheets was loaded. `checking`: all images are loaded, the
 * split is not ready yet.
 */
export function dataPhase({ split, dataError, dataFailures, dataProgress }: LabState): DataPhase {
  if (split) return 'ready';
  if (dataFailures.length > 0) return 'failed';
  if (dataError) return 'failedList';
  if (!dataProgress) return 'waiting';
  return dataProgress.images >= dataProgress.imagesTotal ? 'checking' : 'loading';
}
