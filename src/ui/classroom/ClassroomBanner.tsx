/** Says what the link locks and hides, so that nobody searches for it, and offers a way out. */
import { useTranslation } from 'react-i18next';
import { useActions, useLab } from '../lab';
import { Action, Notice } from '../shared';
import './classroom.css';

export function ClassroomBanner() {
  const { t, i18n } = useTranslation(['classroom', 'train', 'help']);
  const { lock, hide } = useLab(({ classroom }) => classroom);
  const { endClassroom } = useActions();
  if (lock.length === 0 && hide.length === 0) return null;
  const end = (): void => {
    endClassroom();
    // The button disappears, so the focus moves to the section below.
    document.getElementById('data')?.focus({ preventScroll: true });
  };
  const list = new Intl.ListFormat(i18n.language, { type: 'unit' });
  const fields = list.format(lock.map((field) => t(`help:fields.${field}.label`)));
  const parts = list.format(hide.map((part) => t(`parts.${part}`)));
  return (
    <Notice tone="info" title={t('banner.title')} actions={<Action onPress={end}>{t('banner.end')}</Action>}>
      {lock.length > 0 && <p>{t('banner.locked', { fields })}</p>}
      {hide.length > 0 && <p>{t('banner.hidden', { parts })}</p>}
      <p>{t('banner.help')}</p>
    </Notice>
  );
}
