/** Says what the link locks and leaves out, so that nobody looks for it in vain, and the way out of it. */
import { useTranslation } from 'react-i18next';
import { useActions, useLab } from '../lab';
import { Action, Notice } from '../shared';

export function LessonBanner() {
  const { t, i18n } = useTranslation(['lesson', 'train']);
  const { lock, hide } = useLab(({ lesson }) => lesson);
  const { endLesson } = useActions();
  if (lock.length === 0 && hide.length === 0) return null;
  const end = (): void => {
    endLesson();
    // Its button goes with it: the keyboard goes on at the place below.
    document.getElementById('data')?.focus({ preventScroll: true });
  };
  const list = new Intl.ListFormat(i18n.language, { type: 'unit' });
  const fields = list.format(lock.map((field) => t(`train:fields.${field}`)));
  const parts = list.format(hide.map((part) => t(`parts.${part}`)));
  return (
    <Notice tone="info" title={t('banner.title')} actions={<Action onPress={end}>{t('banner.end')}</Action>}>
      {lock.length > 0 && <p>{t('banner.locked', { fields })}</p>}
      {hide.length > 0 && <p>{t('banner.hidden', { parts })}</p>}
      <p>{t('banner.help')}</p>
    </Notice>
  );
}
