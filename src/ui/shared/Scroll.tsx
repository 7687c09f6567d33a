/** A box that scrolls sideways by itself, so that the page never does; reachable by keyboard. */
import type { ReactNode } from 'react';
import { Group } from 'react-aria-components';

interface ScrollProps {
  /** What the box holds, for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
}

/** Focusable, since a keyboard can only scroll what has the focus (WCAG 2.1.1). */
export function Scroll({ label, children }: ScrollProps) {
  return (
    <Group className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </Group>
  );
}
