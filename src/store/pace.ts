/**
 * Whether a run goes on steadily, slowly or not at all, told from measured times; and whether the machine slept. Pure: times are handed
 * in. Page side.
 */
import { append, emptySeries, means, type Series } from '../lib/series';

/** So many times the usual step counts as slow: less is what a saved snapshot or another program costs. */
const slowFactor = 2.5;
/** So many reports in a row must be slow: one alone is a hiccup. */
const slowReports = 3;
/** What is usual is known after so many reports. */
const leastReports = 10;
/** Silence counts as a stall when it is so many times the longest of late, and no shorter than this. */
const stallFactor = 5;
const leastStallMs = 30_000;
/** Gaps between signs of a run that are remembered. */
const mostGaps = 16;
/** A page that is awake shows signs of life each second, and each minute where it is hidden: this is neither. */
const sleepMs = 150_000;

/** Hidden for a shorter time is not worth a word. */
const unseenMs = 30_000;

/** What was measured. Bounded. */
export interface Tempo {
  /** Seconds of a step, one value a report. */
  readonly steps: Series;
  /** The last few of them. */
  readonly recent: readonly number[];
  /** Milliseconds between signs of the run, the last few. */
  readonly gaps: readonly number[];
  /** When the run, and when the page, last gave a sign: milliseconds since 1970. */
  readonly heardAt: number;
  readonly awakeAt: number;
  /** How long the page slept in this run, in seconds, and when it last woke; null if it did not. */
  readonly slept: { readonly seconds: number; readonly until: number } | null;
  /** Steps that were told. */
  readonly done: number;
  /** Since when the page is hidden, and the steps until then; null while it is seen. */
  readonly hidden: { readonly since: number; readonly done: number } | null;
  /** The last time that it was hidden for long: for how many seconds, and the steps meanwhile. */
  readonly unseen: { readonly seconds: number; readonly steps: number } | null;
}

export interface Pace {
  /** `stalled`: the run has given no sign for much longer than it used to. */
  readonly word: 'steady' | 'slowed' | 'stalled';
  /** Seconds of a step: now, and as the run's median. Null until they are known. */
  readonly secondsPerStep: number | null;
  readonly usual: number | null;
  /** Of silence, whole; 0 unless it is stalled. */
  readonly silentSeconds: number;
  readonly slept: Tempo['slept'];
  readonly unseen: Tempo['unseen'];
}

/** Of a run that begins at `now`. */
export const freshTempo = (now: number): Tempo => ({
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

/** The page is awake at `now`. After a sleep silence is counted anew. */
export function awake(tempo: Tempo, now: number): Tempo {
  const gap = now - tempo.awakeAt;
  if (gap < sleepMs) return { ...tempo, awakeAt: now };
  return { ...tempo, awakeAt: now, heardAt: now, slept: { seconds: gap / 1_000, until: now } };
}

/** The run gave a sign at `now`; `batch`: the steps that it told of, as the engine measured them, null where it told of none. */
export function heard(
  tempo: Tempo,
  now: number,
  batch: { readonly steps: number; readonly secondsPerStep: number } | null,
): Tempo {
  const there = awake(tempo, now);
  const gaps = [...there.gaps, Math.max(now - there.heardAt, 0)].slice(-mostGaps);
  const known = { ...there, gaps, heardAt: now, done: there.done + (batch?.steps ?? 0) };
  // A step during which the machine slept says nothing of its pace.
  if (batch === null || there.slept !== tempo.slept) return known;
  return {
    ...known,
    steps: append(known.steps, [batch.secondsPerStep]),
    recent: [...known.recent, batch.secondsPerStep].slice(-slowReports),
  };
}

/** The page is hidden or seen from `now` on. */
export function seen(tempo: Tempo, now: number, hidden: boolean): Tempo {
  const there = awake(tempo, now);
  if (hidden) return { ...there, hidden: there.hidden ?? { since: now, done: there.done } };
  const before = there.hidden;
  if (before === null || now - before.since < unseenMs) return { ...there, hidden: null };
  const unseen = { seconds: (now - before.since) / 1_000, steps: there.done - before.done };
  return { ...there, hidden: null, unseen };
}

/** The middle value, the upper one of two; null without any. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** How the run goes at `now`. */
export function paceAt(tempo: Tempo, now: number): Pace {
  const usual = tempo.steps.length >= leastReports ? median(means(tempo.steps)) : null;
  const silence = now - tempo.heardAt;
  const stalled =
    tempo.gaps.length > 0 && silence > Math.max(leastStallMs, stallFactor * Math.max(...tempo.gaps));
  const slow = usual !== null && tempo.recent.every((seconds) => seconds >= slowFactor * usual);
  return {
    word: stalled ? 'stalled' : slow ? 'slowed' : 'steady',
    secondsPerStep: median(tempo.recent),
    usual,
    silentSeconds: stalled ? Math.floor(silence / 1_000) : 0,
    slept: tempo.slept,
    unseen: tempo.unseen,
  };
}
