/** Train, Pause, Resume, Stop; and, once there is a model, whether Train continues it or starts anew. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Action, Segments } from '../panels/shared';
import { useActions, useLab } from '../panels/lab';
import { canContinue, canTrain, isBusy } from '../store/selectors';

type Mode = 'new' | 'continue';

/** While a run or an evaluation goes on: Pause or Resume, and Stop. */
function WhileRunning() {
  const { t } = useTranslation('shell');
  const { pause, resume, stop } = useActions();
  const status = useLab((state) => state.status);
  return (
    <div className="run-buttons">
      {status === 'paused' ? (
        <Action look="primary" onPress={resume}>
          {t('resume')}
        </Action>
      ) : (
        <Action isDisabled={status !== 'training'} onPress={pause}>
          {t('pause')}
        </Action>
      )}
      <Action onPress={stop}>{t('stop')}</Action>
    </div>
  );
}

function BeforeRun() {
  const { t } = useTranslation('shell');
  const { train } = useActions();
  const ready = useLab(canTrain);
  const continuable = useLab(canContinue);
  const [asked, setAsked] = useState<Mode>('continue');
  const mode: Mode = continuable ? asked : 'new';
  const options = [
    { id: 'continue', label: t('mode.continue') },
    { id: 'new', label: t('mode.new') },
  ] as const;
  return (
    <div className="run-buttons">
      {continuable && <Segments label={t('mode.label')} value={mode} onChange={setAsked} options={options} />}
      <Action look="primary" isDisabled={!ready} onPress={() => train(mode)}>
        {t('train')}
      </Action>
    </div>
  );
}

export function RunButtons() {
  const busy = useLab(isBusy);
  return busy ? <WhileRunning /> : <BeforeRun />;
}
