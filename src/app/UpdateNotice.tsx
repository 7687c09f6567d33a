/** A new version of the page is there, or a part of this one is missing. It is loaded when a person says so, and never while this tab is at work. */
import { useTranslation } from 'react-i18next';
import { useActions, useLab } from '../panels/lab';
import { Action, Notice } from '../panels/shared';
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
