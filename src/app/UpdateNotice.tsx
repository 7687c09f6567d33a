/**
 * A notice that there is a new version of the page, or that a part of this one is missing. The page
 * reloads when a person asks for it, and never while this tab is busy.
 */
import { useTranslation } from 'react-i18next';
import { useActions, useLab } from '../ui/lab';
import { Action, Notice } from '../ui/shared';
import { isBusy } from '../store/selectors';

export function UpdateNotice() {
  const { t } = useTranslation('shell');
  const update = useLab((state) => state.update);
  const busy = useLab(isBusy);
  const { takeUpdate } = useActions();
  if (update === null) return null;
  const missing = update === 'part' || update === 'unreachable';
  return (
    <div data-testid="new-version">
      <Notice
        tone={missing ? 'warn' : 'info'}
        title={t(missing ? 'update.missing' : 'update.title')}
        actions={
          <Action isDisabled={busy} onPress={takeUpdate}>
            {t('update.reload')}
          </Action>
        }
      >
        <p>{t(`update.${busy ? 'busy' : update}`)}</p>
      </Notice>
    </div>
  );
}
