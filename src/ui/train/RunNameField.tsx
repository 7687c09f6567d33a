/** A field for renaming a saved run. Page side. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Input, TextField } from 'react-aria-components';
import { maxNameLength } from '../../experiment/schema';
import type { SavedRunReport } from '../../protocol/run';
import { useActions } from '../lab';

interface RunNameFieldProps {
  readonly run: SavedRunReport;
  /** `byKey`: the focus should return to where it came from. */
  readonly onEnd: (byKey: boolean) => void;
}

/** Enter, or leaving the field, applies the name; Escape keeps the old one. */
export function RunNameField({ run, onEnd }: RunNameFieldProps) {
  const { t } = useTranslation('train');
  const { renameRun } = useActions();
  const [name, setName] = useState(run.name);
  const input = useRef<HTMLInputElement>(null);
  // Whoever pressed Rename wants to type.
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  // Removing the field makes it lose the focus once more.
  const ended = useRef(false);
  const end = ({ take, byKey }: { take: boolean; byKey: boolean }): void => {
    if (ended.current) return;
    ended.current = true;
    if (take && name !== run.name) renameRun(run.id, name);
    onEnd(byKey);
  };
  return (
    <TextField
      className="run-name-field"
      aria-label={t('runs.name')}
      maxLength={maxNameLength}
      value={name}
      onChange={setName}
      onBlur={() => end({ take: true, byKey: false })}
      onKeyDown={(event) => {
        const { key, nativeEvent } = event;
        // Enter may only end a syllable of an input method.
        if ((key !== 'Enter' && key !== 'Escape') || nativeEvent.isComposing) return;
        // Otherwise the same key would press the button that gets the focus.
        event.preventDefault();
        end({ take: key === 'Enter', byKey: true });
      }}
    >
      <Input ref={input} />
    </TextField>
  );
}
