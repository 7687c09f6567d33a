/**
 * Train, Pause, Resume, Stop; and, once there is a model, whether Train continues it or starts
 * over.
 */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Action, Segments } from '../ui/shared';
import { useActions, useLab } from '../ui/lab';
import { canContinue, canTrain, isBusy } from '../store/selectors';

type Mode = 'new' | 'continue';

interface StopProps {
  /** Called when it is removed while it has the focus. */
  readonly onFocusLost: () => void;
}

function Stop({ onFocusLost }: StopProps) {
  const { t } = useTranslation('shell');
  const { stop } = useActions();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = button.current;
    // The button is still there; a moment later nothing shows where the focus was.
    return () => {
      if (element === document.activeElement) onFocusLost();
    };
  }, [onFocusLost]);
  return (
    <Action ref={button} onPress={stop}>
      {t('stop')}
    </Action>
  );
}

/** What the main button does in the current state. */
function useMain(mode: Mode) {
  const { train, pause, resume } = useActions();
  const status = useLab((state) => state.status);
  const busy = useLab(isBusy);
  const ready = useLab(canTrain);
  if (!busy) return { name: 'train', variant: 'primary', isOff: !ready, press: () => train(mode) } as const;
  if (status === 'paused')
    return { name: 'resume', variant: 'primary', isOff: false, press: resume } as const;
  return { name: 'pause', variant: 'plain', isOff: status !== 'training', press: pause } as const;
}

export function RunButtons() {
  const { t } = useTranslation('shell');
  const busy = useLab(isBusy);
  const continuable = useLab(canContinue);
  const [confirmedMode, setConfirmedMode] = useState<Mode>('continue');
  // Starting over discards the model, so it is confirmed each time.
  if (busy && confirmedMode !== 'continue') setConfirmedMode('continue');
  const mode: Mode = continuable ? confirmedMode : 'new';
  const { name, variant, isOff, press } = useMain(mode);
  const main = useRef<HTMLButtonElement>(null);
  const toMain = useCallback(() => {
    // By then the button is enabled, and can have the focus.
    requestAnimationFrame(() => main.current?.focus({ preventScroll: true }));
  }, []);
  const options = [
    { id: 'continue', label: t('mode.continue') },
    { id: 'new', label: t('mode.new') },
  ] as const;
  return (
    <div className="run-buttons">
      {!busy && continuable && (
        <Segments label={t('mode.label')} value={mode} onChange={setConfirmedMode} options={options} />
      )}
      {/* It stays the same button: after Train, the focus is on Pause, and at the end on Train. */}
      <Action ref={main} variant={variant} isDisabled={isOff} onPress={press}>
        {t(name)}
      </Action>
      {busy && <Stop onFocusLost={toMain} />}
    </div>
  );
}
