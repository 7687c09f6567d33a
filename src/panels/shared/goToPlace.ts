/** Brings a place of the page into sight, and the keyboard with it: the next Tab goes on from there. */
import type { PlaceId } from '../../experiment/lesson';

/** `auto` moves as the style sheet says: smoothly, unless reduced motion is asked for. Does nothing before the place is drawn. */
export function goToPlace(id: PlaceId, behavior: ScrollBehavior = 'auto'): void {
  const place = document.getElementById(id);
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ behavior });
}
