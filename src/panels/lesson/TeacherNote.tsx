/** The teacher's text of a place: its characters as they are. Nothing in it is read as markup, as a link or as a placeholder. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceId } from '../../experiment/lesson';
import { useLab } from '../lab';

export function TeacherNote({ place }: { readonly place: PlaceId }) {
  const { t } = useTranslation('lesson');
  const heading = useId();
  const text = useLab(({ lesson }) => lesson.say[place]);
  if (text === undefined) return null;
  return (
    <div className="teacher-note" role="note" aria-labelledby={heading} data-testid="teacher-note">
      <strong id={heading}>{t('from')}</strong>
      {/* In its own direction, so that marks of direction in it turn nothing else around. */}
      <p dir="auto">{text}</p>
    </div>
  );
}
