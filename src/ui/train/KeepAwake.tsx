/** The choice to keep the screen on during training, stored by the browser. Page side. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLab } from '../lab';
import { Toggle } from '../shared';
import { browserScreen, ScreenLock } from './screenLock';

const key = 'keep-awake';

function stored(): boolean {
  try {
    return localStorage.getItem(key) === 'on';
  } catch {
    return false;
  }
}

function store(on: boolean): void {
  try {
    localStorage.setItem(key, on ? 'on' : 'off');
  } catch {
    // If the browser forbids storage, the choice is lost when the page is closed.
  }
}

/** Holds the lock while `active`; returns why it was refused, or null. */
function useScreenLock(active: boolean): string | null {
  const [problem, setProblem] = useState<string | null>(null);
  const [lock] = useState(() => new ScreenLock(browserScreen(), setProblem));
  useEffect(() => {
    const again = (): void => lock.visibilityChanged();
    lock.want(active);
    document.addEventListener('visibilitychange', again);
    return () => {
      document.removeEventListener('visibilitychange', again);
      lock.want(false);
    };
  }, [active, lock]);
  return active ? problem : null;
}

export function KeepAwake() {
  const { t } = useTranslation('train');
  const [enabled, setEnabled] = useState(stored);
  const [offered] = useState(() => browserScreen().wakeLock !== null);
  const goes = useLab(({ status }) => ['loading', 'compiling', 'training'].includes(status));
  const problem = useScreenLock(enabled && goes && offered);
  return (
    <Toggle
      label={t('awake.label')}
      value={enabled && offered}
      isDisabled={!offered}
      onChange={(on) => {
        setEnabled(on);
        store(on);
      }}
      help={
        !offered ? t('awake.missing') : problem === null ? t('awake.help') : t('awake.refused', { problem })
      }
    />
  );
}
