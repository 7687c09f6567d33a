/** The heading of a place and the sentence under it. */
import { createContext, use, type ReactNode } from 'react';

interface PanelHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
}

/** What the shell adds under the heading of the place around it. */
export const PlaceNote = createContext<ReactNode>(null);

export function PanelHead({ title, lead }: PanelHeadProps) {
  const note = use(PlaceNote);
  return (
    <div className="place-head">
      <h2>{title}</h2>
      {lead !== undefined && <p className="lead">{lead}</p>}
      {note}
    </div>
  );
}
