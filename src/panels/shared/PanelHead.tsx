/** The heading of a place and the sentence under it. */
import type { ReactNode } from 'react';

interface PanelHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
}

export function PanelHead({ title, lead }: PanelHeadProps) {
  return (
    <div className="place-head">
      <h2>{title}</h2>
      {lead !== undefined && <p className="lead">{lead}</p>}
    </div>
  );
}
