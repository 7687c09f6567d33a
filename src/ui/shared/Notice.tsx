/**
 * Something the person must know: what happened, and what to do next. Shown by a word and a sign as
 * well as by colour.
 */
import type { ReactNode } from 'react';

const signs = { bad: '✕', warn: '!', info: 'i' } as const;

interface NoticeProps {
  readonly tone: keyof typeof signs;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Whether it is read out as soon as it appears (`alert`). */
  readonly live?: boolean;
}

export function Notice({ tone, title, children, actions, live = false }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={live ? 'alert' : undefined}>
      <span className="notice-sign" aria-hidden="true">
        {signs[tone]}
      </span>
      <div className="notice-body">
        <strong>{title}</strong>
        {children}
      </div>
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
    </div>
  );
}
