/**
 * Values that follow from the state: progress, time left, speed. Pure functions of plain
 * data, cheap enough to be called at every change. Page side; knows the protocol's types, not React.
 */
import { effective } from '../experiment/effect';
import type { Experiment } from '../experiment/schema';
import type { SavedRunReport } from '../protocol/events';
import type { EpochLog } from '../training/logs';
import type { LabState, RunState } from './state';

/** How far the run is. Epochs are numbered from 1 over all runs that continue each other. */
export interface RunProgress {
  /** Steps done, of the steps that this run plans: 0–1. A run that early stopping ended counts as whole. */
  readonly share: number;
  /** Estimate, validation included; null until a step after the first was timed, 0 once the run is over. */
  readonly secondsLeft: number | null;
  /** Training speed of the last read-back (between epochs: of the last one, with its validation); null until a step was timed. */
  readonly imagesPerSecond: number | null;
  /** The running epoch, or the last one when the run is over. */
  readonly epoch: number;
  readonly lastEpoch: number;
  /** Steps done in the running epoch, 0 … `stepsPerEpoch`. */
  readonly step: number;
  readonly stepsPerEpoch: number;
}

/** Below this many steps an epoch's mean is mostly its first, slow steps: the latest read-back says more. */
const steadySteps = 20;

/** A backward pass costs about two forward ones, so an image of validation takes about a third of a training image. */
export const forwardShare = 1 / 3;

const ownEpochs = (run: RunState): readonly EpochLog[] =>
  run.epochs.filter((log) => log.epoch >= run.firstEpoch);

/** Seconds of a whole epoch: measured on this run's last one (without compilation), else estimated from the steps so far. */
function epochSeconds(run: RunState): number | null {
  const last = ownEpochs(run).at(-1);
  if (last) return last.steps * last.secondsPerStep;
  if (!run.live) return null;
  const { stepInEpoch, seconds, secondsPerStep } = run.live;
  // The first step compiles shaders: times all steps, it would be hours.
  if (stepInEpoch === 1 && run.stepsPerEpoch > 1) return null;
  const perStep = stepInEpoch >= steadySteps ? seconds / stepInEpoch : secondsPerStep;
  return perStep * (run.stepsPerEpoch + (run.experiment.val / run.experiment.batch) * forwardShare);
}

function secondsLeft(run: RunState, epochsLeft: number): number | null {
  if (run.report) return 0;
  const whole = epochSeconds(run);
  if (whole === null) return null;
  const { live, validating } = run;
  const validated = validating ? validating.images / Math.max(validating.imagesTotal, 1) : 0;
  const running = Math.max(whole - (live?.seconds ?? 0), 0) * (1 - validated);
  return running + Math.max(epochsLeft - 1, 0) * whole;
}

/** Progress of the run that goes on or was last; null before the first. */
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
    share: whole ? 1 : Math.min(done / Math.max(total, 1), 1),
    secondsLeft: secondsLeft(run, epochs - finished),
    imagesPerSecond: speed ? run.experiment.batch / speed : null,
    epoch: Math.min(live?.epoch ?? firstEpoch + finished - (report ? 1 : 0), lastEpoch),
    lastEpoch,
    step: live?.stepInEpoch ?? (report && finished > 0 ? stepsPerEpoch : 0),
    stepsPerEpoch,
  };
}

/** What the model at hand was trained as, or will be: the form may be another experiment's by now. */
export const experimentAtHand = ({ run, experiment }: Pick<LabState, 'run' | 'experiment'>): Experiment =>
  run?.experiment ?? experiment;

/** Something goes on (a paused run included), so that neither a run nor an evaluation nor a measurement can begin. */
export const isBusy = ({ status }: LabState): boolean =>
  status === 'loading' ||
  status === 'compiling' ||
  status === 'training' ||
  status === 'paused' ||
  status === 'evaluating' ||
  status === 'profiling' ||
  status === 'estimating';

/** What trains is no GPU, or not known yet: large networks would take hours, so that small and short ones are proposed. */
export const isSlowDevice = ({ backend }: Pick<LabState, 'backend'>): boolean =>
  backend === null || backend.software || backend.backend === 'wasm';

/** What comes before the first step or part: on a GPU its programs are made, after some measuring; a processor needs none. */
export const preparing = ({
  backend,
  compiling,
}: Pick<LabState, 'backend' | 'compiling'>): 'tuning' | 'compiling' | 'building' =>
  compiling?.phase ?? (backend?.backend === 'wasm' || backend?.backend === 'cpu' ? 'building' : 'compiling');

/** The CPU engine computes with one thread although there are more cores: the page is not isolated from other origins. */
export const lacksThreads = ({ backend }: Pick<LabState, 'backend'>): boolean =>
  backend?.cpu !== undefined && !backend.cpu.isolated && backend.cpu.cores > 1;

/** A model goes out as a file; until it is whole, nothing else is done with it. */
const givesModel = ({ transfer }: LabState): boolean => transfer?.kind === 'model' && transfer.end === null;

/** The failure to tell of in a place; null where there is none, or the message at the top tells of it. */
export const failureHere = ({ failure, startError }: LabState): LabState['failure'] =>
  failure !== null && startError?.error === failure.error ? null : failure;

/** Why there can be no evaluation now; null if there can. */
export function evaluateObstacle(state: LabState): 'no-backend' | 'no-data' | 'no-model' | 'busy' | null {
  if (state.startError) return 'no-backend';
  if (!state.hasModel) return 'no-model';
  if (!state.split || state.status === 'loading') return 'no-data';
  if (isBusy(state) || givesModel(state)) return 'busy';
  return null;
}

/** Why no speed can be measured now; null if it can. Images are not needed. */
export function speedObstacle(state: LabState): 'no-backend' | 'checking' | 'busy' | null {
  if (state.startError) return 'no-backend';
  if (!state.selfCheck?.passed) return 'checking';
  return isBusy(state) || givesModel(state) ? 'busy' : null;
}

/** The run that another tab trains; null if none does. Only one tab trains at a time. */
export const elsewhere = ({ runs }: LabState): string | null => runs?.elsewhere ?? null;

/** The split is here, the device computes rightly, no other tab trains and no model goes out: training can be offered. */
export const canTrain = (state: LabState): boolean =>
  elsewhere(state) === null &&
  !givesModel(state) &&
  state.split !== null &&
  state.startError === null &&
  state.selfCheck?.passed === true;

/** What the engine's model and its images depend on: with another value here there is nothing to go on with. */
const identity = [
  'model',
  'input',
  'norm',
  'convs',
  'train',
  'val',
  'test',
  'seed',
  'scale',
  'labels',
  'leak',
] as const;

/** The form still describes the network and the split of the model that is there, so that Train can go on with it. */
export function canContinue({ hasModel, run, experiment }: LabState): boolean {
  if (!hasModel || !run) return false;
  const [form, its] = [effective(experiment), effective(run.experiment)];
  return identity.every((key) => form[key] === its[key]);
}

/** The run that was cut off and could go on: the last saved, if this page has not begun another or been told not to, and no other tab trains. */
export function offeredRun({ runs, run, offerDismissed, startError }: LabState): SavedRunReport | null {
  if (run || offerDismissed || startError || !runs || runs.elsewhere !== null) return null;
  const last = runs.runs[0];
  return last && !last.finished ? last : null;
}

/** The snapshot that a run which diverged can go back to: its last one, unless that is of a run that had come to its end. */
export function goodSnapshot({ runs, run, failure }: LabState): SavedRunReport | null {
  if (failure?.error.code !== 'not-finite') return null;
  const saved = runs?.runs.find(({ id }) => id === run?.id);
  return saved && !saved.finished ? saved : null;
}
