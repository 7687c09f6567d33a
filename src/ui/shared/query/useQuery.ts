/**
 * Asks the engine a query and renders again when the answer arrives. The query is repeated when it
 * or its version changes, on request, and, if it is polled, by itself while the model changes.
 * Page side.
 */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { Result } from '../../../lib/result';
import type { Call, CallResult, QueryName } from '../../../protocol/calls';
import type { EngineError } from '../../../protocol/errors';
import { useActions, useLab } from '../../lab';
import { fractionOfTime, Scheduler } from '../../../lib/scheduler';
import { watchOnScreen } from '../onScreen';

export interface QueryOptions {
  /** What the query is about, if its arguments do not say it: answers in another scope do not count. */
  readonly scope?: string;
  /**
   * Asks again at once when it changes; the answer before stays until the new one arrives. Empty:
   * does not ask now.
   */
  readonly version?: string;
  /** Asks only while the element of `ref` is on screen, and by itself when there is something new. */
  readonly poll?: {
    /** Fraction of the time for polls that nobody requested, in (0, 1). */
    readonly timeFraction: number;
    /** Polls when this changes; without it, repeatedly while a run trains. */
    readonly after?: number;
  };
}

export interface QueryState<T> {
  /** The answer to this query in this scope; null before it arrives. */
  readonly answer: Result<T, EngineError> | null;
  /** The last answer, which may be to another query; null before the first. */
  readonly last: Result<T, EngineError> | null;
  /** Asks again at once, or as soon as the polled element is on screen. */
  readonly request: () => void;
  /** For the element that must be on screen; not needed without `poll`. */
  readonly ref: RefObject<HTMLDivElement | null>;
}

/** Changes with the model, and when training rests after steps; empty while a model is prepared. */
export const useModelVersion = (): string =>
  useLab(({ run, status }) => {
    if (status === 'loading' || status === 'compiling') return '';
    return status === 'training' ? `${run?.id} trains` : `${run?.id} ${run?.epochs.length} rests`;
  });

/** However cheap a poll is, there are at most two a second that nobody requested. */
const minPauseMs = 500;

/** The browser's timeline keeps entries forever, so they are cleared after this many. */
const maxMeasures = 1_000;

/**
 * Records how long a poll took in the browser's timeline, as `poll maps` or the like, where its
 * cost can be read.
 */
function measurePoll(type: QueryName, start: number): void {
  const name = `poll ${type}`;
  if (performance.getEntriesByName(name).length >= maxMeasures) performance.clearMeasures(name);
  performance.measure(name, { start, end: performance.now() });
}

/**
 * Schedules `ask`, as rendered last, while the element of `ref` is on screen. `timeFraction`
 * undefined: there is no schedule, and `ask` is called whenever it is requested.
 */
function useSchedule(ask: () => Promise<void>, timeFraction: number | undefined) {
  const ref = useRef<HTMLDivElement>(null);
  const scheduler = useRef<Scheduler | null>(null);
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (timeFraction === undefined || !ref.current) return undefined;
    const active = new Scheduler({
      run: () => latest.current(),
      pauseAfter: fractionOfTime(timeFraction, minPauseMs),
    });
    scheduler.current = active;
    return watchOnScreen(ref.current, (visible) => active.setVisible(visible));
  }, [timeFraction]);
  const request = useCallback(() => {
    if (timeFraction === undefined) void latest.current();
    else scheduler.current?.request();
  }, [timeFraction]);
  return { ref, scheduler, request };
}

/**
 * `query`: null asks nothing. Its arguments must be plain values. An answer that arrives after the
 * query has changed is dropped.
 */
export function useQuery<K extends QueryName>(
  query: Call<K> | null,
  { scope = '', version = 'any', poll }: QueryOptions = {},
): QueryState<CallResult<K>> {
  type Answered = { readonly key: string; readonly answer: Result<CallResult<K>, EngineError> };
  const { ask } = useActions();
  const [latest, setLatest] = useState<Answered | null>(null);
  const key = query && JSON.stringify([query, scope]);
  const keyNow = useRef(key);
  useEffect(() => {
    keyNow.current = key;
  });
  const { ref, scheduler, request } = useSchedule(async () => {
    if (query === null || key === null) return;
    const start = performance.now();
    const answer = await ask(query);
    if (poll) measurePoll(query.type, start);
    if (keyNow.current === key) setLatest({ key, answer });
  }, poll?.timeFraction);
  const training = useLab(({ status }) => status === 'training');
  // What is to be asked now; null: nothing.
  const requestKey = key === null || version === '' ? null : `${key} ${version}`;
  const after = poll?.after;
  const live = poll !== undefined && after === undefined && training && requestKey !== null;
  useEffect(() => {
    if (requestKey !== null) request();
  }, [request, requestKey]);
  useEffect(() => {
    if (after !== undefined) scheduler.current?.hint();
  }, [scheduler, after]);
  useEffect(() => scheduler.current?.setLive(live), [scheduler, live]);
  const last = latest?.answer ?? null;
  return { answer: latest?.key === key ? last : null, last, request, ref };
}
