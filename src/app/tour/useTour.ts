/**
 * The state of the guided tour: whether it is running, and whether the first visit's invitation is
 * open.
 */
import { useCallback, useRef, useState, type RefObject } from 'react';
import { rememberAnswer, wasAnswered } from '../answered';

export interface Tour {
  readonly isOn: boolean;
  readonly isInviting: boolean;
  /** The help button, which gets the focus at the end. */
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
  // Its button is gone, so the focus moves to where the tour can be started again.
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

/** Whether the invitation of the first visit was answered. */
export const wasInvited = (): boolean => wasAnswered('tour');

export const rememberInvited = (): void => rememberAnswer('tour');
