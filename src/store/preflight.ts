/**
 * What is known before a run: how long it will take on this device, whether its snapshots fit into
 * the browser's storage, and which shorter plans there are if it would take hours. Pure functions
 * of plain data. Page side; knows the protocol's types, not React.
 */
import { stepTimeKey } from '../experiment/keys';
import { stepsPerEpoch, type Experiment } from '../experiment/schema';
import { needsOf, networkFor, summarize } from '../network';
import type { BackendReport } from '../protocol/device';
import type { EpochLog, StepTimes } from '../protocol/run';
import { forwardFraction } from './selectors';
import type { MeasuredSpeed } from './slices/device';
import type { LabState } from './state';

/** How many measured speeds (device and shapes) are kept. */
const maxSpeeds = 16;

/** The CPU engine's adapter text names its multiply-add. */
const deviceOf = ({ backend, adapter, kernels, cpu }: BackendReport): string =>
  JSON.stringify([
    backend,
    adapter,
    kernels.filter(({ status }) => status === 'passed').map((k) => k.family),
    ...(cpu ? [cpu.threads] : []),
  ]);

/** The state with this speed of the current device; it replaces an older one of the same shapes. */
export function learnt(
  state: LabState,
  experiment: Experiment,
  basis: MeasuredSpeed['basis'],
  times: StepTimes,
): LabState {
  if (!state.backend) return state;
  const device = deviceOf(state.backend);
  const others = state.speeds.filter(
    (speed) => speed.device !== device || stepTimeKey(speed.experiment) !== stepTimeKey(experiment),
  );
  return { ...state, speeds: [...others, { device, experiment, basis, times }].slice(-maxSpeeds) };
}

const validationBatches = ({ val, batch }: Experiment): number => Math.ceil(val / batch);

/** The same from an epoch that a run finished; the epoch's time includes its validation. */
export function learntFromRun(state: LabState, { steps, secondsPerStep }: EpochLog): LabState {
  if (!state.run) return state;
  const { experiment } = state.run;
  const step = (steps * secondsPerStep) / (steps + validationBatches(experiment) * forwardFraction);
  return learnt(state, experiment, 'run', { step, validation: step * forwardFraction });
}

/** How long a run takes. */
export interface Estimate {
  /**
   * From the first step to the last validation, without compilation: the measured steps were
   * compiled already.
   */
  readonly seconds: number;
  /**
   * `measured`, `run`: from steps of this network, batch and optimizer. `scaled`: from those of
   * another, by multiply-accumulates.
   */
  readonly basis: MeasuredSpeed['basis'] | 'scaled';
  /** Seconds of one training step. */
  readonly step: number;
}

const planSeconds = (experiment: Experiment, { step, validation }: StepTimes): number =>
  experiment.epochs * (stepsPerEpoch(experiment) * step + validationBatches(experiment) * validation);

/** Multiply-accumulates of a batch's forward pass. */
const costOf = (experiment: Experiment): number => summarize(networkFor(experiment)).macs * experiment.batch;

/**
 * How long `experiment` takes on the current device; null if nothing was measured on it. Scaling
 * ignores what is not arithmetic: from AlexNet at 227 px to 67 px it is off by a tenth, to LeNet-5
 * by a factor of three (tests/bench/README.md, "Measured"), which takes longer than estimated.
 */
export function estimateOf(
  { backend, speeds }: Pick<LabState, 'backend' | 'speeds'>,
  experiment: Experiment,
): Estimate | null {
  if (!backend) return null;
  const device = deviceOf(backend);
  const here = speeds.filter((speed) => speed.device === device);
  const same = here.find((speed) => stepTimeKey(speed.experiment) === stepTimeKey(experiment));
  const speed = same ?? here.at(-1);
  if (!speed) return null;
  const ratio = same ? 1 : costOf(experiment) / costOf(speed.experiment);
  const times = { step: speed.times.step * ratio, validation: speed.times.validation * ratio };
  return { seconds: planSeconds(experiment, times), basis: same?.basis ?? 'scaled', step: times.step };
}

/** Runs longer than this get shorter plans offered. */
const longSeconds = 3_600;
const subsetTrain = 5_000;
const subsetVal = 1_000;
/** The smallest input of which AlexNet's three pools leave a pixel. */
const smallInput = 67;

/** A change of the experiment that makes it shorter. */
export interface SmallerPlan {
  readonly id: 'input' | 'subset' | 'epochs' | 'lenet5';
  readonly change: Partial<Experiment>;
  readonly estimate: Estimate;
}

function changesOf(experiment: Experiment, seconds: number): Pick<SmallerPlan, 'id' | 'change'>[] {
  const { model, input, train, val, epochs } = experiment;
  const inAnHour = Math.max(Math.floor((epochs * longSeconds) / seconds), 1);
  const largeInput = model !== 'lenet5' && (model !== 'alexnet-small' || input > smallInput);
  return [
    ...(largeInput ? [{ id: 'input', change: { model: 'alexnet-small', input: smallInput } } as const] : []),
    ...(train > subsetTrain
      ? [{ id: 'subset', change: { train: subsetTrain, val: Math.min(val, subsetVal) } } as const]
      : []),
    ...(inAnHour < epochs ? [{ id: 'epochs', change: { epochs: inAnHour } } as const] : []),
    ...(model === 'lenet5' ? [] : [{ id: 'lenet5', change: { model: 'lenet5' } } as const]),
  ];
}

/**
 * Shorter plans for an experiment that would take more than an hour here; empty if it would not, or
 * if its time is not known.
 */
export function smallerPlans(
  speed: Pick<LabState, 'backend' | 'speeds'>,
  experiment: Experiment,
): SmallerPlan[] {
  const whole = estimateOf(speed, experiment);
  if (!whole || whole.seconds <= longSeconds) return [];
  return changesOf(experiment, whole.seconds).flatMap(({ id, change }) => {
    const estimate = estimateOf(speed, { ...experiment, ...change });
    return estimate && estimate.seconds < whole.seconds ? [{ id, change, estimate }] : [];
  });
}

/** Whether a new run's two snapshots fit into the storage. All in bytes. */
export interface StorageFit {
  readonly needed: number;
  readonly free: number;
  readonly fits: boolean;
}

/** Null where the browser does not report its storage. */
export function storageFit({ runs }: Pick<LabState, 'runs'>, experiment: Experiment): StorageFit | null {
  if (!runs?.space) return null;
  const free = Math.max(runs.space.quota - runs.space.used, 0);
  const needed = needsOf(experiment).saved;
  return { needed, free, fits: needed <= free };
}

/**
 * Whether all of the lab's own kernels are in use: then a step needs the computed memory. Elsewhere
 * that is a minimum.
 */
export const ownKernels = (backend: BackendReport | null): boolean =>
  (backend?.backend === 'webgpu' || backend?.backend === 'wasm') &&
  backend.kernels.length > 0 &&
  backend.kernels.every(({ status }) => status === 'passed');
