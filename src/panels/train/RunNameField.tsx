/** A saved run's name while it is typed. Page side. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Input, TextField } from 'react-aria-components';
import { mostNameLength } from '../../experiment/schema';
import type { SavedRunReport } from '../../protocol/events';
import { useActions } from '../lab';

interface RunNameFieldProps {
  readonly run: SavedRunReport;
  /** `byKey`: the focus is to go back to where it came from. */
  readonly onEnd: (byKey: boolean) => void;
}

/** Enter, or leaving the field, gives the name; Escape leaves the old one. */
export function RunNameField({ run, onEnd }: RunNameFieldProps) {
  const { t } = useTranslation('train');
  const { renameRun } = useActions();
  const [name, setName] = useState(run.name);
  const input = useRef<HTMLInputElement>(null);
  // Who has pressed Rename wants to type.
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  // Taking the field away makes it lose the focus once more.
  const ended = useRef(false);
  const end = (take: boolean, byKey: boolean): void => {
    if (ended.current) return;
    ended.current = true;
    if (take && name !== run.name) renameRun(run.id, name);
    onEnd(byKey);
  };
  return (
    <TextField
      className="run-name-field"
      aria-label={t('runs.name')}
      maxLength={mostNameLength}
      value={name}
      onChange={setName}
      onBlur={() => end(true, false)}
      onKeyDown={(event) => {
        const { key, nativeEvent } = event;
        // Enter may only end a syllable.
        if ((key !== 'Enter' && key !== 'Escape') || nativeEvent.isComposing) return;
        // Else the button that gets the focus would be pressed by the same key.
        event.preventDefault();
        end(key === 'Enter', true);
      }}
    >
      <Input ref={input} />
    </TextField>
  );
}
