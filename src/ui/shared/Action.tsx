/**
 * React Aria's button with the page's styles. Its text is in an element of its own: a browser that
 * translates the page removes React's text nodes, and React's later updates to them would not be
 * seen.
 */
import { useState, type ComponentProps, type RefAttributes } from 'react';
import { Button, type ButtonProps } from 'react-aria-components';

interface ActionProps extends Omit<ButtonProps, 'className' | 'render'>, RefAttributes<HTMLButtonElement> {
  /** `primary`: the main action of its surroundings; `quiet`: no frame. */
  readonly variant?: 'plain' | 'primary' | 'quiet';
}

export function Action({
  variant = 'plain',
  isDisabled = false,
  onFocusChange,
  children,
  ...props
}: ActionProps) {
  const [focused, setFocused] = useState(false);
  const setPressed = (now: boolean): void => {
    setFocused(now);
    onFocusChange?.(now);
  };
  // A browser takes the focus from a disabled button, so a keyboard user would lose their place.
  // React Aria's part of it is disabled all the same, and reports no focus either.
  const kept = (button: ComponentProps<'button'>) => (
    <button
      {...button}
      disabled={false}
      aria-disabled="true"
      onBlur={(event) => {
        button.onBlur?.(event);
        setPressed(false);
      }}
    />
  );
  return (
    <Button
      {...props}
      isDisabled={isDisabled}
      onFocusChange={setPressed}
      className={`action action-${variant}`}
      {...(isDisabled && focused && { render: kept })}
    >
      {typeof children === 'string' ? <span>{children}</span> : children}
    </Button>
  );
}
