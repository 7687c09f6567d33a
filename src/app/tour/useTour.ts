/** The state of the guided visit: whether it goes on, and whether the first visit's invitation is open. */
import { useCallback, useRef, useState, type RefObject } from 'react';
import { rememberInvited, wasInvited } from './visited';

export interface Tour {
  readonly isOn: boolean;
  readonly isInviting: boolean;
  /** The button for help, which gets the focus at the end. */
  readonly helpButton: RefObject<HTMLButtonElement | null>;
  readonly start: () => void;
  readonly end: () => void;
  readonly dismiss: () => void;
}

export function useTour(): Tour {
  const helpButton = useRef<HTMLButtonElement>(null);
  const [isOn, setOn] = useState(false);
  const [isInviting, setInviting] = useState(() => !wasInvited());
  const answer = useCallback(() => {
    rememberInvited();
    setInviting(false);
  }, []);
  // Its button is gone: the keyboard goes on from where the visit can be found again.
  const dismiss = useCallback(() => {
    answer();
    helpButton.current?.focus({ preventScroll: true });
  }, [answer]);
  const start = useCallback(() => {
    answer();
    setOn(true);
  }, [answer]);
  const end = useCallback(() => {
    setOn(false);
    helpButton.current?.focus({ preventScroll: true });
  }, []);
  return { isOn, isInviting, helpButton, start, end, dismiss };
}
