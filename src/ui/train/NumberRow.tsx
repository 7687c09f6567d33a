/**
 * A number of the experiment. It is a text field: React Aria's number field would clamp a value
 * outside of the range without a message, and does not read `1e-4`. An invalid value gets a message
 * and is not applied.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { count } from '../../lib/units';
import { useActions, useLab } from '../lab';
import { LockSign, useLocked } from '../classroom/locks';
import { rangeOf, readNumber, type FieldProblem, type NumberKey } from './formRules';

/** The content of the field: typed text until it is applied, else the experiment's number. */
function useDraft(value: number) {
  const [draft, setDraft] = useState<string | null>(null);
  const [base, setBase] = useState(value);
  if (base !== value) {
    // A preset or the address changed the number, so the typed text is out of date.
    setBase(value);
    setDraft(null);
  }
  return { draft, setDraft };
}

export function NumberRow({ field }: { readonly field: NumberKey }) {
  const { t } = useTranslation(['train', 'help']);
  const { edit } = useActions();
  const experiment = useLab((state) => state.experiment);
  const locked = useLocked(field);
  const { draft, setDraft } = useDraft(experiment[field]);
  const read = draft === null ? null : readNumber(experiment, field, draft);
  const apply = () => {
    if (!read?.ok) return;
    edit({ [field]: read.value });
    setDraft(null);
  };
  const label = t(`help:fields.${field}.label`);
  return (
    <TextField
      className="field number-row"
      value={draft ?? String(experiment[field])}
      onChange={setDraft}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
        else if (event.key === 'Escape') setDraft(null);
      }}
      isDisabled={locked}
      isInvalid={read !== null && !read.ok}
      validationBehavior="aria"
    >
      <Label>
        {label} <small>{rangeOf(field)}</small>
      </Label>
      <Input inputMode="decimal" autoComplete="off" spellCheck={false} />
      {locked && (
        <Text slot="description" className="help">
          <LockSign />
        </Text>
      )}
      <FieldError className="help help-bad">
        {read !== null && !read.ok && <Problem label={label} problem={read.error} />}
      </FieldError>
    </TextField>
  );
}

function Problem({ label, problem }: { readonly label: string; readonly problem: FieldProblem }) {
  const { t } = useTranslation(['train', 'help']);
  const words = (): string => {
    switch (problem.reason) {
      case 'range':
        return t('problems.range', { label, allowed: problem.allowed });
      case 'character':
        return t('problems.character', { label, character: problem.character, allowed: problem.allowed });
      default:
        return t(`problems.${problem.reason}`, { label, limit: count(problem.limit) });
    }
  };
  return <span>{words()}</span>;
}
