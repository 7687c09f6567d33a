/** The five places of the page, in the order of the work. */
import { useEffect, useState } from 'react';
import { placeIds, type PlaceId } from '../experiment/lesson';
import type { LabState } from '../store/state';

export { placeIds, type PlaceId };

/** Whether what a place is for has been done once. */
export const isDone: Readonly<Record<PlaceId, (state: LabState) => boolean>> = {
  data: (state) => state.split !== null,
  model: (state) => state.hasModel,
  train: (state) => (state.run?.epochs.length ?? 0) > 0,
  evaluate: (state) => state.evaluation !== null,
  // Looking around has no end.
  explore: () => false,
};

/** The place at the reading line, a third down the window; follows the scrolling without a scroll listener. */
export function useCurrentPlace(): PlaceId {
  const [current, setCurrent] = useState<PlaceId>('data');
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.find((entry) => entry.isIntersecting);
        const id = placeIds.find((place) => place === entered?.target.id);
        if (id) setCurrent(id);
      },
      { rootMargin: '-33% 0px -66% 0px' },
    );
    for (const id of placeIds) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, []);
  return current;
}
