/** What takes long to draw, drawn in parts. Page side. */
import { startTransition, useEffect, useState } from 'react';

/**
 * `value` for each of so many places, in their order: a place has it when the one before has been drawn, so that the page can answer in
 * between. React Aria's collections draw themselves in one piece; a deferred value, which all places get at once, does not part them.
 */
export function useInTurn<T>(value: T, places: number): readonly T[] {
  const [shown, setShown] = useState<readonly T[]>(() => Array.from({ length: places }, () => value));
  const next = shown.findIndex((there) => there !== value);
  useEffect(() => {
    if (next >= 0) startTransition(() => setShown((before) => before.with(next, value)));
  }, [next, value]);
  return shown;
}

/** How many of `total` parts are to be drawn by now: one, and one more after each drawing. */
export function useOneByOne(total: number): number {
  const [drawn, setDrawn] = useState(1);
  useEffect(() => {
    if (drawn < total) startTransition(() => setDrawn(drawn + 1));
  }, [drawn, total]);
  return Math.min(drawn, total);
}
