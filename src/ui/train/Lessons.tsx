/**
 * A choice of lessons: each changes one thing of the lab's network, and says what to expect. Page
 * side.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  lessonFor,
  lessonIds,
  lessonOf,
  lessonSizes,
  type LessonId,
  type LessonSize,
} from '../../experiment/presets';
import { isSlowDevice } from '../../store/selectors';
import { useActions, useLab } from '../lab';
import { Choice, Segments } from '../shared';
import './lessons.css';

export function Lessons() {
  const { t } = useTranslation('lessons');
  const { edit } = useActions();
  const experiment = useLab((state) => state.experiment);
  const locked = useLab(({ classroom }) => classroom.lock.length > 0);
  const slow = useLab(isSlowDevice);
  const [confirmedSize, setConfirmedSize] = useState<LessonSize | null>(null);
  const current = lessonFor(experiment);
  const size = current?.size ?? confirmedSize ?? (slow ? 'small' : 'lab');
  const id = current?.id ?? 'none';
  const none = current ? [] : [{ id: 'none' as const, label: t('none') }];
  const take = (lesson: LessonId | 'none', of: LessonSize): void => {
    setConfirmedSize(of);
    if (lesson !== 'none') edit(lessonOf(lesson, of));
  };
  return (
    <div className="lessons" data-lesson={id}>
      <Choice<LessonId | 'none'>
        label={t('label')}
        value={id}
        isDisabled={locked}
        options={[...none, ...lessonIds.map((lesson) => ({ id: lesson, label: t(`names.${lesson}`) }))]}
        onChange={(lesson) => take(lesson, size)}
        help={id === 'none' ? t('help') : `${t(`what.${id}`)} ${t(`why.${id}`)}`}
      />
      <Segments
        label={t('size')}
        value={size}
        isDisabled={locked}
        onChange={(of) => take(id, of)}
        options={lessonSizes.map((of) => ({ id: of, label: t(`sizes.${of}`) }))}
      />
      <p className="note">{t(id === 'none' || size === 'small' ? 'seen' : 'unseen')}</p>
    </div>
  );
}
