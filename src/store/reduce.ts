/** How an event of the engine changes the page's state. Pure and exhaustive. */
import { append } from '../lib/series';
import { never } from '../lib/result';
import type { EngineEvent } from '../protocol/events';
import type { BatchLogs, RunStatus } from '../protocol/run';
import { learnt, learntFromRun } from './preflight';
import { watchMemory } from './memoryWatch';
import { emptyRun, type RunView } from './slices/run';
import type { LabState } from './state';

const inRun = (state: LabState, change: (run: RunView) => Partial<RunView>): LabState =>
  state.run ? { ...state, run: { ...state.run, ...change(state.run) } } : state;

type Of<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

function reduceStart(state: LabState, event: Of<'run-started'>): LabState {
  const { id, experiment, continued, firstEpoch, lastEpoch, stepsPerEpoch, history } = event;
  const run: RunView = {
    ...emptyRun,
    ...history,
    id,
    experiment,
    continued,
    firstEpoch,
    lastEpoch,
    stepsPerEpoch,
  };
  return {
    ...state,
    run,
    failure: null,
    evaluation: null,
    modes: null,
    hasModel: true,
    gallery: continued ? state.gallery : null,
    seesNow: continued ? state.seesNow : null,
  };
}

/**
 * The number of the epoch that ends with these logs, from the run's second on, when everything that
 * stays allocated exists; else null.
 */
const endOf = ({ firstEpoch, stepsPerEpoch }: RunView, { epoch, stepInEpoch }: BatchLogs): number | null =>
  epoch > firstEpoch && stepInEpoch === stepsPerEpoch ? epoch : null;

function reduceBatch(state: LabState, { logs, memory }: Of<'batch'>): LabState {
  const grown = inRun(state, (run) => ({
    live: logs,
    loss: append(
      run.loss,
      logs.steps.map((step) => step.loss),
    ),
    acc: append(
      run.acc,
      logs.steps.map((step) => step.acc),
    ),
    memoryWatch: watchMemory(run.memoryWatch, memory, endOf(run, logs)),
  }));
  return { ...grown, memory };
}

/** Events about the data and the backend. */
function reduceDevice(
  state: LabState,
  event: Of<'backend' | 'self-check' | 'start-failed' | 'data-progress' | 'data-failed' | 'data-ready'>,
): LabState {
  switch (event.type) {
    case 'backend':
      return { ...state, backend: event.report, startError: null };
    case 'self-check':
      return { ...state, selfCheck: event.check };
    case 'start-failed':
      return { ...state, startError: { error: event.error, attempts: event.attempts } };
    case 'data-progress':
      return { ...state, dataProgress: event.progress, dataFailures: [], dataError: null, split: null };
    case 'data-failed':
      return { ...state, dataFailures: event.failures, dataError: event.error };
    case 'data-ready':
      return {
        ...state,
        dataProgress: event.progress,
        dataFailures: [],
        dataError: null,
        split: event.split,
      };
    default:
      return never(event);
  }
}

/** Events of an evaluation, a speed measurement and an estimate. */
function reduceEvaluation(
  state: LabState,
  event: Of<'evaluating' | 'evaluated' | 'modes' | 'profiling' | 'profiled' | 'estimating' | 'estimated'>,
): LabState {
  switch (event.type) {
    case 'evaluating': {
      const { images, imagesTotal, secondsLeft } = event;
      return { ...state, evaluating: { images, imagesTotal, secondsLeft } };
    }
    case 'evaluated':
      return { ...state, evaluating: null, evaluation: { split: event.split, ...event.report } };
    case 'modes':
      return { ...state, evaluating: null, modes: event.report };
    case 'profiling':
      return { ...state, compiling: null, profiling: event.progress };
    case 'profiled':
      return { ...state, profiling: null, speed: event.report };
    case 'estimating':
      return { ...state, compiling: null, estimating: { done: event.done, total: event.total } };
    case 'estimated':
      return { ...learnt(state, event.experiment, 'measured', event.times), estimating: null };
    default:
      return never(event);
  }
}

/** Events about saved runs, and about files that are exported or imported. */
function reduceSaving(
  state: LabState,
  event: Of<'runs' | 'saved' | 'unprotected' | 'fell-back' | 'transfer'>,
): LabState {
  switch (event.type) {
    case 'runs':
      return { ...state, runs: event };
    case 'saved': {
      const { id, savedAt, bytes } = event;
      return { ...state, saved: { id, savedAt, bytes }, unprotected: null };
    }
    case 'unprotected':
      return { ...state, unprotected: { reason: event.reason, detail: event.detail } };
    case 'fell-back':
      return { ...state, fellBack: event.savedAt };
    case 'transfer': {
      const { done, total } = event;
      const { transfer } = state;
      // A late progress event must not restart a transfer that has ended, perhaps with its worker.
      return transfer?.end === null ? { ...state, transfer: { ...transfer, done, total } } : state;
    }
    default:
      return never(event);
  }
}

/** Events of a run. */
function reduceRun(
  state: LabState,
  event: Of<'batch' | 'validating' | 'epoch' | 'gallery' | 'note' | 'run-finished'>,
): LabState {
  switch (event.type) {
    case 'batch':
      return reduceBatch(state, event);
    case 'validating':
      return inRun(state, () => ({
        validating: { images: event.images, imagesTotal: event.imagesTotal, secondsLeft: null },
      }));
    case 'epoch':
      return inRun(learntFromRun(state, event.log), (run) => ({
        epochs: [...run.epochs, event.log],
        live: null,
        validating: null,
      }));
    case 'gallery': {
      const gallery = { split: event.split, epoch: event.epoch, predictions: event.predictions };
      return { ...state, gallery, seesNow: gallery };
    }
    case 'note':
      return inRun(state, (run) => ({
        notes: [...run.notes, { note: event.note, epoch: event.epoch, value: event.value }],
      }));
    case 'run-finished':
      return inRun(state, () => ({ report: event.report, live: null, validating: null }));
    default:
      return never(event);
  }
}

/** Clears the progress of whatever came before. */
const reduceStatus = (state: LabState, status: RunStatus): LabState => ({
  ...state,
  status,
  // A run begins by waiting for its images.
  ...(status === 'loading' && { unprotected: null, fellBack: null }),
  compiling: null,
  profiling: null,
  estimating: null,
  speedError: status === 'profiling' ? null : state.speedError,
  evaluating: status === 'evaluating' ? state.evaluating : null,
});

/**
 * The state after `event`. Replies are for the caller alone and change nothing here; `alive` is for
 * the owner of the worker.
 */
export function reduce(state: LabState, event: EngineEvent): LabState {
  switch (event.type) {
    case 'alive':
    case 'reply':
      return state;
    case 'backend':
    case 'self-check':
    case 'start-failed':
    case 'data-progress':
    case 'data-failed':
    case 'data-ready':
      return reduceDevice(state, event);
    case 'run-started':
      return reduceStart(state, event);
    case 'saved':
    case 'unprotected':
    case 'fell-back':
    case 'transfer':
    case 'runs':
      return reduceSaving(state, event);
    case 'status':
      return reduceStatus(state, event.status);
    case 'tuning':
    case 'compiling':
      return { ...state, compiling: { phase: event.type, done: event.done, total: event.total } };
    case 'batch':
    case 'validating':
    case 'epoch':
    case 'gallery':
    case 'note':
    case 'run-finished':
      return reduceRun(state, event);
    case 'failed':
      return {
        ...state,
        failure: { error: event.error, modelKept: event.modelKept },
        speedError: state.status === 'profiling' ? event.error : state.speedError,
        evaluating: null,
        // The evaluation of a model that is gone opens no images any more.
        ...(!event.modelKept && { evaluation: null, modes: null }),
        hasModel: event.modelKept,
      };
    case 'evaluating':
    case 'evaluated':
    case 'modes':
    case 'profiling':
    case 'profiled':
    case 'estimating':
    case 'estimated':
      return reduceEvaluation(state, event);
    default:
      return never(event);
  }
}
