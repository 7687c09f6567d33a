/**
 * The invitation on a first visit: a card in the page that covers nothing and disappears when it is
 * answered.
 */
import { useTranslation } from 'react-i18next';
import { Action, Notice } from '../../ui/shared';

interface FirstVisitProps {
  readonly onStart: () => void;
  readonly onDismiss: () => void;
}

export function FirstVisit({ onStart, onDismiss }: FirstVisitProps) {
  const { t } = useTranslation('tour');
  const actions = (
    <>
      <Action onPress={onStart}>{t('first.start')}</Action>
      <Action variant="quiet" onPress={onDismiss}>
        {t('first.no')}
      </Action>
    </>
  );
  return (
    <Notice tone="info" title={t('first.title')} actions={actions}>
      <p>{t('first.text')}</p>
    </Notice>
  );
}
