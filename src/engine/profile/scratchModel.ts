/**
 * Measurements on a scratch model, which is created for them and disposed afterwards: the loaded
 * run is not touched. Runs in the worker or in Node.
 */
import type { Experiment } from '../../experiment/schema';
import { needsOf } from '../../network';
import type { BackendReport } from '../../protocol/device';
import type { EngineEvent } from '../../protocol/events';
import { createTrainState, disposeTrainState, type TrainState } from '../core/trainState';
import { yieldToMessages } from '../core/yield';
import { assertMemoryAvailable } from '../device/memory';
import { timeSteps } from './estimate';
import { profileRun, type MeasureOptions } from './profile';

/** What a measurement needs from the session. */
export interface ScratchModelOptions extends Omit<MeasureOptions, 'report'> {
  readonly emit: (event: EngineEvent) => void;
  readonly backend: BackendReport;
  /** Prepares the kernels for the scratch model's first step. */
  readonly prepare: (scratch: TrainState) => Promise<void>;
}

async function measure(
  kind: 'profile' | 'estimate',
  scratch: TrainState,
  options: ScratchModelOptions,
): Promise<void> {
  const { emit, backend, ...measureOptions } = options;
  const { experiment } = scratch;
  if (kind === 'profile') {
    const figures = await profileRun(scratch, {
      ...measureOptions,
      report: (progress) => emit({ type: 'profiling', progress }),
    });
    if (figures) emit({ type: 'profiled', report: { ...figures, experiment, backend } });
    return;
  }
  const times = await timeSteps(scratch, {
    ...measureOptions,
    report: (parts) => emit({ type: 'estimating', ...parts }),
  });
  if (times) emit({ type: 'estimated', experiment, times });
}

/**
 * `profile` times every layer and pass; `estimate` times a few whole steps. Emits progress and,
 * unless it is stopped, the result. Rejects with `no-room` if the device has too little memory, and
 * as the device does; leaves no tensor behind.
 */
export async function measureScratchModel(
  kind: 'profile' | 'estimate',
  experiment: Experiment,
  options: ScratchModelOptions,
): Promise<void> {
  await options.watch.until(assertMemoryAvailable(needsOf(experiment).step));
  await yieldToMessages();
  const scratch = createTrainState(experiment);
  try {
    await options.prepare(scratch);
    await measure(kind, scratch, options);
  } finally {
    disposeTrainState(scratch);
  }
}
