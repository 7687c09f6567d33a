/** The learning rate of each step. Pure. */
import type { Experiment } from '../experiment/schema';
import { never } from '../lib/result';

type Scheduled = Pick<Experiment, 'lr' | 'schedule' | 'stepEvery' | 'stepFactor'>;

/**
 * Where a step is in its run: `epoch` counts from 0 within this run, `progress` is in [0, 1) over
 * all steps of this run.
 */
export interface Position {
  readonly epoch: number;
  readonly progress: number;
}

/**
 * Learning rate before reduce-on-plateau's factor. `cosine`: η/2 (1 + cos π progress), from η down
 * to 0.
 * Source of cosine: Loshchilov and Hutter, "SGDR", 2017, without restarts; Keras `CosineDecay`.
 */
export function scheduledRate(
  { lr, schedule, stepEvery, stepFactor }: Scheduled,
  { epoch, progress }: Position,
): number {
  switch (schedule) {
    case 'constant':
      return lr;
    case 'step':
      return lr * stepFactor ** Math.floor(epoch / stepEvery);
    case 'cosine':
      return (lr / 2) * (1 + Math.cos(Math.PI * progress));
    default:
      return never(schedule);
  }
}
