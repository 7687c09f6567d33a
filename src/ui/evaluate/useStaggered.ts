/** Renders something slow in parts. Page side. */
import { startTransition, useEffect, useState } from 'react';

/**
 * `value` for each of `stages` components, in order: one gets it when the previous one has
 * rendered, so that the page can respond in between. React Aria's collections render in one piece;
 * a deferred value, which all would get at once, does not divide them.
 */
export function useStaggered<T>(value: T, stages: number): readonly T[] {
  const [shown, setShown] = useState<readonly T[]>(() => Array.from({ length: stages }, () => value));
  const next = shown.findIndex((stage) => stage !== value);
  useEffect(() => {
    if (next >= 0) startTransition(() => setShown((before) => before.with(next, value)));
  }, [next, value]);
  return shown;
}

/** How many of `total` parts to render by now: one, and one more after each render. */
export function useOneByOne(total: number): number {
  const [drawn, setDrawn] = useState(1);
  useEffect(() => {
    if (drawn < total) startTransition(() => setDrawn(drawn + 1));
  }, [drawn, total]);
  return Math.min(drawn, total);
}
