/** Fields that the link locks: shown by a sign and words, and read out with the field. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentKey } from '../../experiment/schema';
import { useLab } from '../lab';
import './classroom.css';
import type { PartId } from '../../experiment/classroom';

export function LockSign() {
  const { t } = useTranslation('classroom');
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

export const useLocked = (key: ExperimentKey): boolean =>
  useLab(({ classroom }) => classroom.lock.includes(key));

interface Lockable {
  readonly isDisabled?: boolean;
  readonly help?: ReactNode;
}

/** The lock of a form field and what it says, besides the field's own help. */
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

interface PartProps {
  readonly id: PartId;
  readonly children: ReactNode;
}

/** Whether a part of the page is shown, which a link can hide. */
export const useShown = (id: PartId): boolean => useLab(({ classroom }) => !classroom.hide.includes(id));

/** A part of the page that a link can hide. */
export function Part({ id, children }: PartProps) {
  return useShown(id) ? children : null;
}
