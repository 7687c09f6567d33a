/** Copies a text to the clipboard and confirms it. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Action } from './Action';

const shownMilliseconds = 2_500;

interface CopyButtonProps {
  readonly label: string;
  /** Called on each press, so that the text is never out of date. */
  readonly text: () => string;
}

/** A button that copies. If the browser refuses, it says so. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const { t } = useTranslation('common');
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null);
  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(() => setOutcome(null), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setOutcome('copied');
    } catch {
      setOutcome('copyFailed');
    }
  };
  return (
    <span className="copy">
      <Action onPress={() => void copy()}>{label}</Action>
      <output className="copy-said">{outcome === null ? '' : t(outcome)}</output>
    </span>
  );
}
