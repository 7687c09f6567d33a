/** React Aria's button with the house's looks. */
import { useState, type RefAttributes } from 'react';
import { Button, type ButtonProps } from 'react-aria-components';

interface ActionProps extends Omit<ButtonProps, 'className'>, RefAttributes<HTMLButtonElement> {
  /** `primary`: the one action that a place is about; `quiet`: no frame. */
  readonly look?: 'plain' | 'primary' | 'quiet';
}

export function Action({ look = 'plain', isDisabled = false, onFocusChange, ...props }: ActionProps) {
  const [focused, setFocused] = useState(false);
  return (
    <Button
      {...props}
      // A browser takes the focus from a button that is switched off: who pressed it by keyboard would be nowhere.
      isDisabled={isDisabled && !focused}
      isPending={isDisabled && focused}
      onFocusChange={(now) => {
        setFocused(now);
        onFocusChange?.(now);
      }}
      className={`action action-${look}`}
    />
  );
}
