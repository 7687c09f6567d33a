/**
 * A `PollScheduler` for a card: it exists while the card is open, and polls only while the card is
 * on screen. Page side.
 */
import { useEffect, useRef, type RefObject } from 'react';
import { PollScheduler } from './pollScheduler';

/** Tracks whether the element is on screen in a visible page. Returns a cleanup function. */
function watch(element: HTMLElement, scheduler: PollScheduler): () => void {
  let onScreen = false;
  const update = () => scheduler.setVisible(onScreen && !document.hidden);
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? false;
    update();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', update);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', update);
    scheduler.setVisible(false);
  };
}

/** The browser's timeline keeps entries forever, so it is cleared after this many. */
const maxMeasures = 1_000;

/**
 * Polls, and records the duration in the browser's timeline as the measure `look`, where its cost
 * can be read.
 */
async function measured(poll: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await poll();
  if (performance.getEntriesByName('look').length >= maxMeasures) performance.clearMeasures('look');
  performance.measure('look', { start, end: performance.now() });
}

export interface PolledElement {
  /** For the element that must be on screen. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Null before the card is rendered. */
  readonly scheduler: RefObject<PollScheduler | null>;
}

/**
 * `poll` queries and shows the answer, and never rejects. `timeFraction`: of the time, for
 * unrequested polls. `queryKey`: a new text means another query.
 */
export function usePollScheduler(
  poll: () => Promise<void>,
  timeFraction: number,
  queryKey: string,
): PolledElement {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(poll);
  const scheduler = useRef<PollScheduler | null>(null);
  useEffect(() => {
    latest.current = poll;
  }, [poll]);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const active = new PollScheduler({ timeFraction, poll: () => measured(latest.current) });
    scheduler.current = active;
    return watch(element, active);
  }, [timeFraction]);
  useEffect(() => {
    if (queryKey !== '') scheduler.current?.request();
  }, [queryKey]);
  return { ref, scheduler };
}
