/** A `Looker` for a card: it lives while the card is open, and looks only while the card is in sight of somebody. Page side. */
import { useEffect, useRef, type RefObject } from 'react';
import { Looker } from './looker';

/** Follows whether the element is on screen in a page that is not hidden. Returns what ends it. */
function watch(element: HTMLElement, looker: Looker): () => void {
  let onScreen = false;
  const update = () => looker.setSeen(onScreen && !document.hidden);
  const sight = new IntersectionObserver((entries) => {
    onScreen = entries.at(-1)?.isIntersecting ?? false;
    update();
  });
  sight.observe(element);
  document.addEventListener('visibilitychange', update);
  return () => {
    sight.disconnect();
    document.removeEventListener('visibilitychange', update);
    looker.setSeen(false);
  };
}

/** The timeline keeps entries for ever: more looks than these are not looked up. */
const mostMeasures = 1_000;

/** Looks, and leaves the time that it took in the browser's timeline as the measure `look`: what looking costs can be read there. */
async function measured(look: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await look();
  if (performance.getEntriesByName('look').length >= mostMeasures) performance.clearMeasures('look');
  performance.measure('look', { start, end: performance.now() });
}

export interface LookerUse {
  /** Goes on the element that must be in sight. */
  readonly place: RefObject<HTMLDivElement | null>;
  /** Null before the card is drawn. */
  readonly looker: RefObject<Looker | null>;
}

/** `look` asks and shows, and never rejects. `share`: of the time, for looks by itself. `subject`: another text is another request. */
export function useLooker(look: () => Promise<void>, share: number, subject: string): LookerUse {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(look);
  const looker = useRef<Looker | null>(null);
  useEffect(() => {
    latest.current = look;
  }, [look]);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const own = new Looker({ share, look: () => measured(latest.current) });
    looker.current = own;
    return watch(element, own);
  }, [share]);
  useEffect(() => {
    if (subject !== '') looker.current?.request();
  }, [subject]);
  return { place, looker };
}
