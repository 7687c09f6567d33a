/**
 * The views of the sections and their addresses, `#explore/layers`: the hash of the page's address.
 * Page side.
 */
import { useEffect, useState } from 'react';
import { sectionIds, type SectionId } from '../../experiment/classroom';
import { goToSection } from './PanelHead';

/** The sections that have views, and these in their order; the first one is shown at first. */
export const viewIds = {
  evaluate: ['result', 'classes', 'images', 'modes', 'report'],
  explore: ['own', 'layers', 'numbers', 'runs', 'race', 'speed'],
} as const;

export type ViewSection = keyof typeof viewIds;
export type ViewId<S extends ViewSection> = (typeof viewIds)[S][number];

/** The section of an address's hash, with or without a view; null if it has none. */
export const sectionOf = (hash: string): SectionId | null =>
  sectionIds.find((id) => id === hash.slice(1).split('/')[0]) ?? null;

const hashOf = (section: ViewSection, view: string): string => `#${section}/${view}`;

/** A section, or one of its views. */
export type Address = SectionId | { [S in ViewSection]: `${S}/${ViewId<S>}` }[ViewSection];

/** The section that an address is in. */
export const sectionAt = (address: Address): SectionId => address.split('/')[0] as SectionId;

/** Shows the view, if the address names one, and scrolls to its section. */
export function goTo(address: Address): void {
  const hash = `#${address}`;
  // A change of the hash is followed by `useView`; it may be this one already, and the page elsewhere.
  if (!address.includes('/') || location.hash === hash) goToSection(sectionAt(address));
  else location.hash = hash;
}

/**
 * The shown view of a section, one of `ids`, at first the first, and a function that changes it and
 * the address. An address that names no view, or none of these, leaves it as it is.
 */
export function useView<T extends string>(section: ViewSection, ids: readonly T[]) {
  const addressed = (): T | undefined => ids.find((id) => location.hash === hashOf(section, id));
  const [shown, setShown] = useState<T>(() => addressed() ?? ids[0]!);
  useEffect(() => {
    const follow = (): void => {
      const view = addressed();
      if (view === undefined) return;
      setShown(view);
      goToSection(section);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  });
  const show = (id: T): void => {
    setShown(id);
    // Not an entry of the history for each view that is looked at.
    history.replaceState(null, '', location.pathname + location.search + hashOf(section, id));
  };
  return [shown, show] as const;
}
