/** A group of checkboxes for a few named options. */
import { Checkbox, CheckboxGroup, Label, type CheckboxProps } from 'react-aria-components';

/** One checkbox. */
export function Tick({
  children,
  ...props
}: Omit<CheckboxProps, 'className' | 'children'> & { readonly children: string }) {
  return (
    <Checkbox {...props} className="tick-row">
      <span className="tick-box" aria-hidden="true" />
      {children}
    </Checkbox>
  );
}

interface TicksProps<T extends string> {
  readonly label: string;
  readonly value: readonly T[];
  readonly options: readonly { readonly id: T; readonly label: string }[];
  /** The ticked ones, in the order of `options`. */
  readonly onChange: (value: T[]) => void;
}

export function Ticks<T extends string>({ label, value, options, onChange }: TicksProps<T>) {
  return (
    <CheckboxGroup
      className="ticks"
      value={[...value]}
      onChange={(ticked) => onChange(options.map(({ id }) => id).filter((id) => ticked.includes(id)))}
    >
      <Label>{label}</Label>
      <div className="ticks-row">
        {options.map((option) => (
          <Tick key={option.id} value={option.id}>
            {option.label}
          </Tick>
        ))}
      </div>
    </CheckboxGroup>
  );
}
