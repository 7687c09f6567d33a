/** How an event of the engine changes what the page believes. Pure and exhaustive. */
import { append } from '../lib/series';
import { never } from '../lib/result';
import type { EngineEvent } from '../protocol/events';
import { emptyRun, type LabState, type RunState } from './state';

const inRun = (state: LabState, change: (run: RunState) => Partial<RunState>): LabState =>
  state.run ? { ...state, run: { ...state.run, ...change(state.run) } } : state;

type Of<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

function started(state: LabState, event: Of<'run-started'>): LabState {
  const { experiment, continued, firstEpoch, lastEpoch, stepsPerEpoch } = event;
  const kept = continued && state.run ? state.run : emptyRun;
  const run: RunState = { ...emptyRun, epochs: kept.epochs, loss: kept.loss, acc: kept.acc, notes: kept.notes,
    experiment, continued, firstEpoch, lastEpoch, stepsPerEpoch }; // prettier-ignore
  return {
    ...state,
    run,
    failure: null,
    evaluation: null,
    hasModel: true,
    gallery: continued ? state.gallery : null,
    seesNow: continued ? state.seesNow : null,
    filters: continued ? state.filters : null,
  };
}

function batch(state: LabState, { logs, memory }: Of<'batch'>): LabState {
  const grown = inRun(state, (run) => ({
    live: logs,
    loss: append(run.loss, logs.steps.map((step) => step.loss)),
    acc: append(run.acc, logs.steps.map((step) => step.acc)),
  })); // prettier-ignore
  return { ...grown, memory };
}

/** Events of the data and of the backend. */
function surroundings(
  state: LabState,
  event: Of<'backend' | 'self-check' | 'start-failed' | 'data-progress' | 'data-failed' | 'data-ready'>,
): LabState {
  switch (event.type) {
    case 'backend':
      return { ...state, backend: event.report };
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

/** The state after `event`. Replies carry answers for their caller and change nothing. */
export function reduce(state: LabState, event: EngineEvent): LabState {
  switch (event.type) {
    case 'reply':
      return state;
    case 'backend':
    case 'self-check':
    case 'start-failed':
    case 'data-progress':
    case 'data-failed':
    case 'data-ready':
      return surroundings(state, event);
    case 'run-started':
      return started(state, event);
    case 'status':
      return {
        ...state,
        status: event.status,
        evaluating: event.status === 'evaluating' ? state.evaluating : null,
      };
    case 'batch':
      return batch(state, event);
    case 'validating':
      return inRun(state, () => ({
        validating: { images: event.images, imagesTotal: event.imagesTotal, secondsLeft: null },
      }));
    case 'epoch':
      return inRun(state, (run) => ({ epochs: [...run.epochs, event.log], live: null, validating: null }));
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
    case 'failed':
      return {
        ...state,
        failure: { error: event.error, modelKept: event.modelKept },
        evaluating: null,
        hasModel: event.modelKept,
      };
    case 'evaluating':
      return {
        ...state,
        evaluating: { images: event.images, imagesTotal: event.imagesTotal, secondsLeft: event.secondsLeft },
      };
    case 'evaluated':
      return { ...state, evaluating: null, evaluation: event.report };
    default:
      return never(event);
  }
}
