/**
 * What can be told before a run: how long it will take on this device, whether its snapshots find room, and which smaller plans there are
 * where it would take hours. Pure functions of plain data. Page side; knows the protocol's types, not React.
 */
import { effective } from '../experiment/effect';
import { stepsPerEpoch, type Experiment } from '../experiment/schema';
import { needsOf, networkFor, summarize } from '../network';
import type { BackendReport, StepTimes } from '../protocol/events';
import type { EpochLog } from '../training/logs';
import { forwardShare } from './selectors';
import type { KnownSpeed, LabState } from './state';

/** Devices and shapes that are remembered. */
const mostSpeeds = 16;

/** The CPU engine's adapter names its multiply-add. */
const deviceOf = ({ backend, adapter, kernels, cpu }: BackendReport): string =>
  JSON.stringify([
    backend,
    adapter,
    kernels.filter(({ status }) => status === 'passed').map((k) => k.family),
    ...(cpu ? [cpu.threads] : []),
  ]);

/** What the time of a step depends on: with another value here it has to be measured again. */
const shapeOf = (experiment: Experiment): string => {
  const { model, input, norm, convs, batch, optimizer } = effective(experiment);
  return JSON.stringify([model, input, norm, convs, batch, optimizer]);
};

/** The state with this speed, on the device at hand, in the place of what was known of the same. */
export function learnt(
  state: LabState,
  experiment: Experiment,
  basis: KnownSpeed['basis'],
  times: StepTimes,
): LabState {
  if (!state.backend) return state;
  const device = deviceOf(state.backend);
  const others = state.speeds.filter(
    (known) => known.device !== device || shapeOf(known.experiment) !== shapeOf(experiment),
  );
  return { ...state, speeds: [...others, { device, experiment, basis, times }].slice(-mostSpeeds) };
}

const validationBatches = ({ val, batch }: Experiment): number => Math.ceil(val / batch);

/** The same from an epoch that a run has finished, whose time includes its validation. */
export function learntFromRun(state: LabState, { steps, secondsPerStep }: EpochLog): LabState {
  if (!state.run) return state;
  const { experiment } = state.run;
  const step = (steps * secondsPerStep) / (steps + validationBatches(experiment) * forwardShare);
  return learnt(state, experiment, 'run', { step, validation: step * forwardShare });
}

/** How long a run takes. */
export interface Estimate {
  /** From the first step to the last validation. Compilation is not in it: what was measured has been compiled. */
  readonly seconds: number;
  /** `measured`, `run`: from steps of this network, batch and optimizer. `scaled`: from another's, by the multiply-accumulates. */
  readonly basis: KnownSpeed['basis'] | 'scaled';
  /** Seconds of one training step. */
  readonly step: number;
}

const planSeconds = (experiment: Experiment, { step, validation }: StepTimes): number =>
  experiment.epochs * (stepsPerEpoch(experiment) * step + validationBatches(experiment) * validation);

/** Multiply-accumulates of a batch's forward pass. */
const costOf = (experiment: Experiment): number => summarize(networkFor(experiment)).macs * experiment.batch;

/**
 * How long `experiment` takes on the device at hand; null where nothing was measured on it. Scaling leaves out what is not arithmetic: from
 * AlexNet at 227 px to 67 px it is off by a tenth, to LeNet-5 by a factor of three (tests/bench/README.md, "Measured"), which takes longer than it says.
 */
export function estimateOf(
  { backend, speeds }: Pick<LabState, 'backend' | 'speeds'>,
  experiment: Experiment,
): Estimate | null {
  if (!backend) return null;
  const device = deviceOf(backend);
  const here = speeds.filter((known) => known.device === device);
  const same = here.find((known) => shapeOf(known.experiment) === shapeOf(experiment));
  const known = same ?? here.at(-1);
  if (!known) return null;
  const ratio = same ? 1 : costOf(experiment) / costOf(known.experiment);
  const times = { step: known.times.step * ratio, validation: known.times.validation * ratio };
  return { seconds: planSeconds(experiment, times), basis: same?.basis ?? 'scaled', step: times.step };
}

/** From here on smaller plans are offered. */
const longSeconds = 3_600;
const [subsetTrain, subsetVal] = [5_000, 1_000];
/** The least input that AlexNet's three pools leave something of. */
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

/** Shorter plans for an experiment that would take more than an hour here; empty where it does not, or that is not known. */
export function smallerPlans(
  known: Pick<LabState, 'backend' | 'speeds'>,
  experiment: Experiment,
): SmallerPlan[] {
  const whole = estimateOf(known, experiment);
  if (!whole || whole.seconds <= longSeconds) return [];
  return changesOf(experiment, whole.seconds).flatMap(({ id, change }) => {
    const estimate = estimateOf(known, { ...experiment, ...change });
    return estimate && estimate.seconds < whole.seconds ? [{ id, change, estimate }] : [];
  });
}

/** Whether a new run's two snapshots find room. All in bytes. */
export interface StorageFit {
  readonly needed: number;
  readonly free: number;
  readonly fits: boolean;
}

/** Null where the browser does not tell its space. */
export function storageFit({ runs }: Pick<LabState, 'runs'>, experiment: Experiment): StorageFit | null {
  if (!runs?.space) return null;
  const free = Math.max(runs.space.quota - runs.space.used, 0);
  const needed = needsOf(experiment).saved;
  return { needed, free, fits: needed <= free };
}

/** The step's memory is what the lab's own kernels need: all are in use. Elsewhere it is the least. */
export const ownKernels = (backend: BackendReport | null): boolean =>
  (backend?.backend === 'webgpu' || backend?.backend === 'wasm') &&
  backend.kernels.length > 0 &&
  backend.kernels.every(({ status }) => status === 'passed');
