/**
 * Whether a run is steady, slow or stalled, from measured times; and whether the machine slept.
 * Pure: the caller passes the times. Page side.
 */
import { append, emptySeries, means, type Series } from '../lib/series';

/**
 * This many times the usual step counts as slow; saving a snapshot or another program costs less.
 */
const slowFactor = 2.5;
/** This many reports in a row must be slow: a single one is a hiccup. */
const slowReports = 3;
/** The usual time of a step is known after this many reports. */
const minReports = 10;
/**
 * Silence counts as a stall if it lasts this many times the longest recent gap, and at least this
 * long.
 */
const stallFactor = 5;
const minStallMs = 30_000;
/** How many gaps between signs of a run are kept. */
const maxGaps = 16;
/**
 * A page that is awake gives a sign each second, or each minute while it is hidden. A longer gap
 * than this means that the machine slept.
 */
const sleepMs = 150_000;

/** A page that was hidden for less time than this gets no message. */
const unseenMs = 30_000;

/** What was measured. Bounded in size. */
export interface StepTimings {
  /** Seconds per step, one value per report. */
  readonly steps: Series;
  /** The last few of them. */
  readonly recent: readonly number[];
  /** Milliseconds between signs of the run; the last few. */
  readonly gaps: readonly number[];
  /** When the run, and when the page, last gave a sign; milliseconds since 1970. */
  readonly heardAt: number;
  readonly awakeAt: number;
  /** How long the page slept in this run, in seconds, and when it last woke; null if it did not. */
  readonly slept: { readonly seconds: number; readonly until: number } | null;
  /** Steps reported so far. */
  readonly done: number;
  /** Since when the page is hidden, and the steps until then; null while it is visible. */
  readonly hidden: { readonly since: number; readonly done: number } | null;
  /** The last time it was hidden for long: for how many seconds, and the steps done meanwhile. */
  readonly unseen: { readonly seconds: number; readonly steps: number } | null;
}

export interface RunHealth {
  /** `stalled`: the run has given no sign for much longer than it used to. */
  readonly status: 'steady' | 'slowed' | 'stalled';
  /** Seconds per step: recently, and as the run's median. Null until they are known. */
  readonly secondsPerStep: number | null;
  readonly usualSeconds: number | null;
  /** Whole seconds of silence; 0 unless the run is stalled. */
  readonly silentSeconds: number;
  readonly slept: StepTimings['slept'];
  readonly unseen: StepTimings['unseen'];
}

/** Timings of a run that begins at `now`. */
export const freshTimings = (now: number): StepTimings => ({
  steps: emptySeries,
  recent: [],
  gaps: [],
  heardAt: now,
  awakeAt: now,
  slept: null,
  done: 0,
  hidden: null,
  unseen: null,
});

/** The page is awake at `now`. After a sleep the silence is counted from now. */
export function pageAwake(timings: StepTimings, now: number): StepTimings {
  const gap = now - timings.awakeAt;
  if (gap < sleepMs) return { ...timings, awakeAt: now };
  return { ...timings, awakeAt: now, heardAt: now, slept: { seconds: gap / 1_000, until: now } };
}

/**
 * The run gave a sign at `now`. `batch`: the steps that it reported, with the engine's measured
 * time; null if it reported none.
 */
export function signReceived(
  timings: StepTimings,
  now: number,
  batch: { readonly steps: number; readonly secondsPerStep: number } | null,
): StepTimings {
  const current = pageAwake(timings, now);
  const gaps = [...current.gaps, Math.max(now - current.heardAt, 0)].slice(-maxGaps);
  const updated = { ...current, gaps, heardAt: now, done: current.done + (batch?.steps ?? 0) };
  // A step during which the machine slept does not show the run's pace.
  if (batch === null || current.slept !== timings.slept) return updated;
  return {
    ...updated,
    steps: append(updated.steps, [batch.secondsPerStep]),
    recent: [...updated.recent, batch.secondsPerStep].slice(-slowReports),
  };
}

/** The page is hidden, or visible, from `now` on. */
export function visibilityChanged(timings: StepTimings, now: number, hidden: boolean): StepTimings {
  const current = pageAwake(timings, now);
  if (hidden) return { ...current, hidden: current.hidden ?? { since: now, done: current.done } };
  const before = current.hidden;
  if (before === null || now - before.since < unseenMs) return { ...current, hidden: null };
  const unseen = { seconds: (now - before.since) / 1_000, steps: current.done - before.done };
  return { ...current, hidden: null, unseen };
}

/** The median, the upper one of two middle values; null if there are no values. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** The health of the run at `now`. */
export function healthAt(timings: StepTimings, now: number): RunHealth {
  const usualSeconds = timings.steps.length >= minReports ? median(means(timings.steps)) : null;
  const silence = now - timings.heardAt;
  const stalled =
    timings.gaps.length > 0 && silence > Math.max(minStallMs, stallFactor * Math.max(...timings.gaps));
  const slow =
    usualSeconds !== null && timings.recent.every((seconds) => seconds >= slowFactor * usualSeconds);
  return {
    status: stalled ? 'stalled' : slow ? 'slowed' : 'steady',
    secondsPerStep: median(timings.recent),
    usualSeconds,
    silentSeconds: stalled ? Math.floor(silence / 1_000) : 0,
    slept: timings.slept,
    unseen: timings.unseen,
  };
}
