/** A quiet box with a heading: the one container of every panel. */
import type { ReactNode } from 'react';

interface CardProps {
  readonly title: ReactNode;
  /** Beside the title, less prominent: what the card's numbers refer to. */
  readonly note?: ReactNode;
  /** At the end of the title's line. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a panel. Its title is an h3: panels have an h2. */
export function Card({ title, note, actions, className, children }: CardProps) {
  return (
    <div className={className ? `card ${className}` : 'card'}>
      <div className="card-head">
        <h3>
          {title}
          {note !== undefined && <small>{note}</small>}
        </h3>
        {actions !== undefined && <div className="card-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
