/**
 * Watches whether the memory of a run grows. What tfjs holds should be the same at every read-back,
 * because the statistics of all steps have been read by then, and certainly at the end of every
 * epoch. Keeps three numbers for each of four sequences, however long the run. Pure; page side.
 */
import type { MemoryReport } from '../protocol/run';

/** A sequence of values, each above the one before: where it began, and how often it rose. */
interface Rise {
  readonly from: number;
  readonly last: number;
  readonly rises: number;
}

/** Growth that cannot be chance. */
export interface Climb {
  readonly quantity: 'tensors' | 'bytes';
  readonly from: number;
  readonly to: number;
  /** How many read-backs or epochs in a row had more than the one before. */
  readonly over: number;
  readonly unit: 'reports' | 'epochs';
}

type Rises = Readonly<Record<Climb['quantity'], Rise | null>>;

export interface MemoryWatch {
  readonly reports: Rises;
  readonly epochs: Rises;
  /** The last growth seen in this run; null while there is none. */
  readonly climb: Climb | null;
}

const none: Rises = { tensors: null, bytes: null };
export const freshWatch: MemoryWatch = { reports: none, epochs: none, climb: null };

/**
 * How many rises in a row cannot be chance. Twelve reports (3 s or more), since the first ones of a
 * run still allocate what stays. Three epochs, without the first: early stopping keeps weights from
 * the end of it on.
 */
const needed = { reports: 12, epochs: 3 } as const;
/**
 * Bytes must also grow by this fraction, because a device allocates and frees buffers. Tensors are
 * counted one by one.
 */
const minGrowth = { tensors: 0, bytes: 0.05 } as const;

const next = (rise: Rise | null, value: number): Rise =>
  rise && value > rise.last
    ? { from: rise.from, last: value, rises: rise.rises + 1 }
    : { from: value, last: value, rises: 0 };

const grown = (rises: Rises, { tensors, bytes }: MemoryReport): Rises => ({
  tensors: next(rises.tensors, tensors),
  bytes: next(rises.bytes, bytes),
});

function climbOf(rises: Rises, unit: Climb['unit']): Climb | null {
  for (const quantity of ['tensors', 'bytes'] as const) {
    const rise = rises[quantity];
    if (!rise || rise.rises < needed[unit]) continue;
    const { from, last: to, rises: over } = rise;
    if (to >= from * (1 + minGrowth[quantity])) return { quantity, from, to, over, unit };
  }
  return null;
}

/**
 * Adds a report. `epoch`: the epoch that ends with it; null if none does, or if it does not count.
 */
export function watchMemory(watch: MemoryWatch, memory: MemoryReport, epoch: number | null): MemoryWatch {
  const reports = grown(watch.reports, memory);
  const epochs = epoch === null ? watch.epochs : grown(watch.epochs, memory);
  const climb = climbOf(reports, 'reports') ?? (epoch === null ? null : climbOf(epochs, 'epochs'));
  return { reports, epochs, climb: climb ?? watch.climb };
}
