/** Measurements on a model that is made for them and thrown away: the one that is held is not touched. Worker or Node. */
import type { Experiment } from '../experiment/schema';
import { needsOf } from '../network';
import type { BackendReport, EngineEvent } from '../protocol/events';
import { timeSteps, type TimedParts } from './estimate';
import { begin, discard, type Held } from './held';
import { profileRun, type Watch } from './profile';
import { mustHaveRoom } from './room';
import { yieldToMessages } from './yield';

/** What a measurement needs of the session. */
export interface TrialOptions extends Omit<Watch, 'tell'> {
  readonly emit: (event: EngineEvent) => void;
  readonly backend: BackendReport;
  /** Makes the programs of a trial's first step. */
  readonly prepare: (trial: Held) => Promise<void>;
}

async function measure(kind: 'profile' | 'estimate', trial: Held, options: TrialOptions): Promise<void> {
  const { emit, backend, ...watch } = options;
  const { experiment } = trial;
  if (kind === 'profile') {
    const figures = await profileRun(trial, {
      ...watch,
      tell: (progress) => emit({ type: 'profiling', progress }),
    });
    if (figures) emit({ type: 'profiled', report: { ...figures, experiment, backend } });
    return;
  }
  const tell = (place: TimedParts): void => emit({ type: 'estimating', ...place });
  const times = await timeSteps(trial, { ...watch, tell });
  if (times) emit({ type: 'estimated', experiment, times });
}

/**
 * `profile`: times every layer and pass. `estimate`: times a few steps, whole. Tells progress and, unless it is stopped, the result. Rejects
 * with `no-room` where the device has no memory for it, and as the device does; leaves no tensor behind.
 */
export async function measureTrial(
  kind: 'profile' | 'estimate',
  experiment: Experiment,
  options: TrialOptions,
): Promise<void> {
  await options.unlessFatal(mustHaveRoom(needsOf(experiment).step));
  await yieldToMessages();
  const trial = begin(experiment);
  try {
    await options.prepare(trial);
    await measure(kind, trial, options);
  } finally {
    discard(trial);
  }
}
