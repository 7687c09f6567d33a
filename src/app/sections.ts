/** The five sections of the page, in the order of the work. */
import { useEffect, useState } from 'react';
import { sectionIds, type SectionId } from '../experiment/classroom';
import type { LabState } from '../store/state';

export { sectionIds, type SectionId };

/** Whether the purpose of a section has been fulfilled once. */
export const isDone: Readonly<Record<SectionId, (state: LabState) => boolean>> = {
  data: (state) => state.split !== null,
  model: (state) => state.hasModel,
  train: (state) => (state.run?.epochs.length ?? 0) > 0,
  evaluate: (state) => state.evaluation !== null,
  // Exploring is never done.
  explore: () => false,
};

/**
 * The section at a third of the window's height; follows the scrolling without a scroll listener.
 */
export function useCurrentSection(): SectionId {
  const [current, setCurrent] = useState<SectionId>('data');
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.find((entry) => entry.isIntersecting);
        const id = sectionIds.find((section) => section === entered?.target.id);
        if (id) setCurrent(id);
      },
      { rootMargin: '-33% 0px -66% 0px' },
    );
    for (const id of sectionIds) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => observer.disconnect();
  }, []);
  return current;
}
