/** Train, Pause, Resume, Stop; and, once there is a model, whether Train continues it or starts anew. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Action, Segments } from '../panels/shared';
import { useActions, useLab } from '../panels/lab';
import { canContinue, canTrain, isBusy } from '../store/selectors';

type Mode = 'new' | 'continue';

interface StopProps {
  /** It goes while it has the focus. */
  readonly onFocusLost: () => void;
}

function Stop({ onFocusLost }: StopProps) {
  const { t } = useTranslation('shell');
  const { stop } = useActions();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = button.current;
    // Here the button still stands; a moment later nothing says where the keyboard was.
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

/** What the main button does now. */
function useMain(mode: Mode) {
  const { train, pause, resume } = useActions();
  const status = useLab((state) => state.status);
  const busy = useLab(isBusy);
  const ready = useLab(canTrain);
  if (!busy) return { name: 'train', look: 'primary', isOff: !ready, press: () => train(mode) } as const;
  if (status === 'paused') return { name: 'resume', look: 'primary', isOff: false, press: resume } as const;
  return { name: 'pause', look: 'plain', isOff: status !== 'training', press: pause } as const;
}

export function RunButtons() {
  const { t } = useTranslation('shell');
  const busy = useLab(isBusy);
  const continuable = useLab(canContinue);
  const [asked, setAsked] = useState<Mode>('continue');
  // Starting anew, which gives the model up, is asked for each time.
  if (busy && asked !== 'continue') setAsked('continue');
  const mode: Mode = continuable ? asked : 'new';
  const { name, look, isOff, press } = useMain(mode);
  const main = useRef<HTMLButtonElement>(null);
  const toMain = useCallback(() => {
    // By then it can be pressed, and so have the focus.
    requestAnimationFrame(() => main.current?.focus({ preventScroll: true }));
  }, []);
  const options = [
    { id: 'continue', label: t('mode.continue') },
    { id: 'new', label: t('mode.new') },
  ] as const;
  return (
    <div className="run-buttons">
      {!busy && continuable && (
        <Segments label={t('mode.label')} value={mode} onChange={setAsked} options={options} />
      )}
      {/* One button all along: a keyboard that pressed Train stands on Pause, and at the end on Train. */}
      <Action ref={main} look={look} isDisabled={isOff} onPress={press}>
        {t(name)}
      </Action>
      {busy && <Stop onFocusLost={toMain} />}
    </div>
  );
}
