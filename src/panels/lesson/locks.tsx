/** Fields that the link locks: told by a sign and in words, and read out with the field. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentKey } from '../../experiment/schema';
import { useLab } from '../lab';

export function LockSign() {
  const { t } = useTranslation('lesson');
  return (
    <span className="locked">
      <svg viewBox="0 0 12 14" width="10" height="12" aria-hidden="true">
        <path d="M3 6V4a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" strokeWidth="1.6" />
        <rect x="1" y="6" width="10" height="7.5" rx="1.5" fill="currentColor" />
      </svg>{' '}
      {t('locked')}
    </span>
  );
}

export const useLocked = (key: ExperimentKey): boolean => useLab(({ lesson }) => lesson.lock.includes(key));

interface Lockable {
  readonly isDisabled?: boolean;
  readonly help?: ReactNode;
}

/** What a field of the form gets from the link, beside its own help. */
export function useLock(key: ExperimentKey, help?: string): Lockable {
  const locked = useLocked(key);
  if (!locked) return help === undefined ? {} : { help };
  return {
    isDisabled: true,
    help: (
      <>
        <LockSign />
        {help !== undefined && ` ${help}`}
      </>
    ),
  };
}
