/**
 * Form fields: label on the left, control on the right, help or error below. Widgets are React
 * Aria's.
 */
import { useId, type ReactNode } from 'react';
import {
  Button,
  FieldError,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField,
  Popover,
  Select,
  SelectValue,
  Switch,
  Text,
} from 'react-aria-components';

interface Common {
  readonly label: string;
  /** A sentence under the control. */
  readonly help?: ReactNode;
  readonly isDisabled?: boolean;
}

interface NumberInputProps extends Common {
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** Inclusive bounds; values outside are clamped. */
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly format?: Intl.NumberFormatOptions;
}

/** A number within bounds. An emptied field keeps the last number. */
export function NumberInput(props: NumberInputProps) {
  const { label, help, value, onChange, min, max, step, format, isDisabled = false } = props;
  return (
    <NumberField
      className="field"
      value={value}
      minValue={min}
      maxValue={max}
      isDisabled={isDisabled}
      onChange={(next) => {
        if (Number.isFinite(next)) onChange(next);
      }}
      {...(step === undefined ? {} : { step })}
      {...(format ? { formatOptions: format } : {})}
    >
      <Label>{label}</Label>
      <Group className="number">
        <Button slot="decrement">−</Button>
        <Input />
        <Button slot="increment">+</Button>
      </Group>
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <FieldError className="help help-bad" />
    </NumberField>
  );
}

interface ChoiceProps<T extends string> extends Common {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly id: T; readonly label: string }[];
}

/** A choice of one of a few named values. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, help, value, onChange, options, isDisabled = false } = props;
  return (
    <Select
      className="field"
      value={value}
      isDisabled={isDisabled}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
    >
      <Label>{label}</Label>
      <Button className="select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      {help !== undefined && (
        <Text slot="description" className="help">
          {help}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="options">
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} className="option">
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface ToggleProps extends Common {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

/** A switch, on or off. */
export function Toggle({ label, help, value, onChange, isDisabled = false }: ToggleProps) {
  const described = useId();
  return (
    <div className="field" data-disabled={isDisabled || undefined}>
      <Switch
        className="switch"
        isSelected={value}
        isDisabled={isDisabled}
        onChange={onChange}
        {...(help === undefined ? {} : { 'aria-describedby': described })}
      >
        <span className="switch-label">{label}</span>
        <span className="switch-track" aria-hidden="true" />
      </Switch>
      {help !== undefined && (
        <span className="help" id={described}>
          {help}
        </span>
      )}
    </div>
  );
}
