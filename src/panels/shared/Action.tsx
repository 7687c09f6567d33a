/**
 * React Aria's button with the house's looks. Its words stand in an element of their own: a browser that translates the page takes a
 * text of React's away, and what React then writes into it would not be seen.
 */
import { useState, type ComponentProps, type RefAttributes } from 'react';
import { Button, type ButtonProps } from 'react-aria-components';

interface ActionProps extends Omit<ButtonProps, 'className' | 'render'>, RefAttributes<HTMLButtonElement> {
  /** `primary`: the one action that a place is about; `quiet`: no frame. */
  readonly look?: 'plain' | 'primary' | 'quiet';
}

export function Action({
  look = 'plain',
  isDisabled = false,
  onFocusChange,
  children,
  ...props
}: ActionProps) {
  const [focused, setFocused] = useState(false);
  const tell = (now: boolean): void => {
    setFocused(now);
    onFocusChange?.(now);
  };
  // A browser takes the focus from a button that is switched off: who pressed it by keyboard would be nowhere. React Aria's part of
  // it is off all the same, and tells nothing of the focus either.
  const kept = (button: ComponentProps<'button'>) => (
    <button
      {...button}
      disabled={false}
      aria-disabled="true"
      onBlur={(event) => {
        button.onBlur?.(event);
        tell(false);
      }}
    />
  );
  return (
    <Button
      {...props}
      isDisabled={isDisabled}
      onFocusChange={tell}
      className={`action action-${look}`}
      {...(isDisabled && focused && { render: kept })}
    >
      {typeof children === 'string' ? <span>{children}</span> : children}
    </Button>
  );
}
