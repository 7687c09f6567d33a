/** The heading of a section and the sentence under it. */
import { createContext, use, type ReactNode } from 'react';
import type { SectionId } from '../../experiment/classroom';

interface PanelHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
}

/** What the shell adds under the heading of the surrounding section. */
export const SectionNote = createContext<ReactNode>(null);

export function PanelHead({ title, lead }: PanelHeadProps) {
  const note = use(SectionNote);
  return (
    <div className="place-head">
      <h2>{title}</h2>
      {lead !== undefined && <p className="lead">{lead}</p>}
      {note}
    </div>
  );
}

/**
 * Scrolls to a section. `auto` follows the style sheet: smoothly, unless the person prefers reduced
 * motion. Does nothing before the section is rendered.
 */
export function goToSection(id: SectionId, behavior: ScrollBehavior = 'auto'): void {
  const section = document.getElementById(id);
  section?.focus({ preventScroll: true });
  section?.scrollIntoView({ behavior });
}
