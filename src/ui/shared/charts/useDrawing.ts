/**
 * Draws a chart when its data or its size change and it is on screen. Page side; knows React, no chart.
 */
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { ChartSize } from '../../../charts/tfvis';
import { everyMs, Scheduler } from '../../../lib/scheduler';
import { messageOf } from '../../../lib/result';
import { watchOnScreen } from '../onScreen';

/** Draws into an element of the given size. A new function means new data. */
export type Draw = (element: HTMLElement, size: ChartSize) => Promise<void>;

/** Least milliseconds between two drawings of one chart. */
const intervalMs = 1_000;

/** Draws anew when the element's width changes. Returns a cleanup function. */
function watchWidth(element: HTMLElement, scheduler: Scheduler): () => void {
  let width = element.clientWidth;
  const observer = new ResizeObserver(() => {
    if (element.clientWidth !== width) scheduler.hint();
    width = element.clientWidth;
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/**
 * `host`: the ref of the element to draw into; `error`: why the last drawing failed, null if it did
 * not fail.
 */
export function useDrawing(
  draw: Draw,
  height: number,
): { host: RefObject<HTMLDivElement | null>; error: string | null } {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(draw);
  const scheduler = useRef<Scheduler | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const active = new Scheduler({
      pauseAfter: everyMs(intervalMs),
      onError: (reason) => setError(messageOf(reason)),
      run: async () => {
        if (element.clientWidth === 0) return;
        await latest.current(element, { width: element.clientWidth, height });
        setError(null);
      },
    });
    scheduler.current = active;
    const unwatch = watchOnScreen(element, (visible) => active.setVisible(visible));
    const unwatchWidth = watchWidth(element, active);
    return () => {
      unwatchWidth();
      unwatch();
    };
  }, [height]);
  useEffect(() => {
    latest.current = draw;
    scheduler.current?.hint();
  }, [draw]);
  return { host, error };
}
