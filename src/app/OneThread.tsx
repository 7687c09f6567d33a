/** Training could use more cores, and what brings that: said until it was read, and never again. Page side. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../lib/units';
import { useRemedy } from '../panels/device';
import { useLab } from '../panels/lab';
import { Action, Notice } from '../panels/shared';
import { lacksThreads } from '../store/selectors';
import { rememberAnswer, wasAnswered } from './answered';

export function OneThread() {
  const { t } = useTranslation(['shell', 'device']);
  const lacking = useLab(lacksThreads);
  // In a moment it is known whether a reload helps.
  const soon = useLab((state) => state.offline === 'installing');
  const cores = useLab((state) => state.backend?.cpu?.cores ?? 0);
  const [read, setRead] = useState(() => wasAnswered('one-thread'));
  const remedy = useRemedy();
  if (!lacking || soon || read) return null;
  const dismiss = (): void => {
    rememberAnswer('one-thread');
    setRead(true);
  };
  return (
    <div data-testid="one-thread">
      <Notice
        tone="info"
        title={t('oneThread.title', { cores: count(cores) })}
        actions={
          <Action look="quiet" onPress={dismiss}>
            {t('oneThread.dismiss')}
          </Action>
        }
      >
        <p>
          {t('device:isolation.why')} {remedy}
        </p>
      </Notice>
    </div>
  );
}
