/**
 * At the top of a section that needs a model. Without one, it says what the section is for and
 * offers two ways to get one; then it says if the loaded model is the one that ships with the page.
 * Page side.
 */
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/units';
import { failureHere, isBusy } from '../../store/selectors';
import { isTrainedModel } from '../../store/trainedModel';
import { useLab } from '../lab';
import { Action, Card, ErrorNotice, goToSection, Notice, Progress } from '../shared';
import { TransferNotice } from './RunTransfer';
import { OpenTrained, useTrainedFacts } from './OpenTrained';

interface NoModelProps {
  readonly origin: 'evaluate' | 'explore';
}

export function NoModel({ origin }: NoModelProps) {
  const { t } = useTranslation('trained');
  const hasModel = useLab((state) => state.hasModel);
  const isTrained = useLab(isTrainedModel);
  const facts = useTrainedFacts();
  if (!hasModel) return <Ways origin={origin} />;
  return (
    <>
      {isTrained && (
        <div data-testid="trained-model">
          <Notice tone="info" title={t('atHand')}>
            <p>{facts}</p>
          </Notice>
        </div>
      )}
      <TransferNotice of={origin} />
    </>
  );
}

function Ways({ origin }: NoModelProps) {
  const { t } = useTranslation('trained');
  const [confirming, setConfirming] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  // The pressed button disappears once there is a model, so the focus moves to the section that the
  // model has filled.
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (element?.contains(document.activeElement))
        document.getElementById(origin)?.focus({ preventScroll: true });
    };
  }, [origin]);
  return (
    <div ref={box}>
      <Card className="stack" title={t('none')}>
        <p>{t(`shows.${origin}`)}</p>
        <div className="ways">
          <OpenTrained origin={origin} isPrimary onPress={() => setConfirming(true)} />
          <div className="way">
            <Action onPress={() => goToSection('train')}>{t('train')}</Action>
            <span className="note">{t('trainHelp')}</span>
          </div>
        </div>
        <TransferNotice of={origin} />
        {confirming && <Opening />}
      </Card>
    </div>
  );
}

/** Progress of opening the file: its images have to be loaded, too. */
function Opening() {
  const { t } = useTranslation('trained');
  const waits = useLab((state) => state.status === 'loading');
  const progress = useLab((state) => state.dataProgress);
  const failure = useLab((state) => (isBusy(state) ? null : failureHere(state)));
  if (failure) return <ErrorNotice error={failure.error} />;
  if (!waits) return null;
  const { bytes: done, bytesTotal } = progress ?? { bytes: 0, bytesTotal: 0 };
  return (
    <Progress
      label={t('images')}
      value={progress && done}
      max={bytesTotal}
      text={progress ? t('progress', { done: bytes(done), total: bytes(bytesTotal) }) : ''}
    />
  );
}
