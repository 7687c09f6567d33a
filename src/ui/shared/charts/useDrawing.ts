/**
 * Draws a chart when its data or its size change and it is on screen. Page side; knows React and
 * the pacer, no chart.
 */
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { ChartSize } from '../../../charts/tfvis';
import { Pacer } from '../../../charts/pacer';
import { messageOf } from '../../../lib/result';

/** Draws into an element of the given size. A new function means new data. */
export type Draw = (element: HTMLElement, size: ChartSize) => Promise<void>;

/** Least milliseconds between two drawings of one chart. */
const intervalMs = 1_000;

/**
 * Tracks whether the element is on screen in a page that is not hidden, and its width. Returns a
 * cleanup function.
 */
function watch(element: HTMLElement, pacer: Pacer): () => void {
  let onScreen = false;
  const update = () => pacer.setVisible(onScreen && !document.hidden);
  const observer = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? false;
    update();
  });
  let width = element.clientWidth;
  const box = new ResizeObserver(() => {
    if (element.clientWidth !== width) pacer.request();
    width = element.clientWidth;
  });
  observer.observe(element);
  box.observe(element);
  document.addEventListener('visibilitychange', update);
  return () => {
    observer.disconnect();
    box.disconnect();
    document.removeEventListener('visibilitychange', update);
    pacer.dispose();
  };
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
  const pacer = useRef<Pacer | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const active = new Pacer({
      intervalMs,
      onError: (reason) => setError(messageOf(reason)),
      draw: async () => {
        if (element.clientWidth === 0) return;
        await latest.current(element, { width: element.clientWidth, height });
        setError(null);
      },
    });
    pacer.current = active;
    return watch(element, active);
  }, [height]);
  useEffect(() => {
    latest.current = draw;
    pacer.current?.request();
  }, [draw]);
  return { host, error };
}
