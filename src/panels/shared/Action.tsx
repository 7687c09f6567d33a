/** React Aria's button with the house's looks. */
import type { RefAttributes } from 'react';
import { Button, type ButtonProps } from 'react-aria-components';

interface ActionProps extends Omit<ButtonProps, 'className'>, RefAttributes<HTMLButtonElement> {
  /** `primary`: the one action that a place is about; `quiet`: no frame. */
  readonly look?: 'plain' | 'primary' | 'quiet';
}

export function Action({ look = 'plain', ...props }: ActionProps) {
  return <Button {...props} className={`action action-${look}`} />;
}
