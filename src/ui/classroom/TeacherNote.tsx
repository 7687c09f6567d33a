/**
 * The teacher's text for a section, as plain text: nothing in it is read as markup, as a link or as
 * a placeholder.
 */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionId } from '../../experiment/classroom';
import { useLab } from '../lab';
import './classroom.css';

export function TeacherNote({ section }: { readonly section: SectionId }) {
  const { t } = useTranslation('classroom');
  const heading = useId();
  const text = useLab(({ classroom }) => classroom.say[section]);
  if (text === undefined) return null;
  return (
    <div className="teacher-note" role="note" aria-labelledby={heading} data-testid="teacher-note">
      <strong id={heading}>{t('from')}</strong>
      {/* With a direction of its own, so that direction marks in it affect nothing else. */}
      <p dir="auto">{text}</p>
    </div>
  );
}
