/**
 * At the head of a place that looks at a model: while there is none, what the place is for and two ways to one; then, whether
 * the one at hand is that which ships with the page. Page side.
 */
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/units';
import { failureHere, isBusy } from '../../store/selectors';
import { isTrainedModel } from '../../store/trainedModel';
import { useLab } from '../lab';
import { Action, Card, ErrorNotice, goToPlace, Notice, Progress } from '../shared';
import { TransferNotice } from '../train/RunTransfer';
import { OpenTrained, useTrainedFacts } from './OpenTrained';

interface NoModelProps {
  readonly place: 'evaluate' | 'explore';
}

export function NoModel({ place }: NoModelProps) {
  const { t } = useTranslation('trained');
  const hasModel = useLab((state) => state.hasModel);
  const isTrained = useLab(isTrainedModel);
  const facts = useTrainedFacts();
  if (!hasModel) return <Ways place={place} />;
  return (
    <>
      {isTrained && (
        <div data-testid="trained-model">
          <Notice tone="info" title={t('atHand')}>
            <p>{facts}</p>
          </Notice>
        </div>
      )}
      <TransferNotice of={place} />
    </>
  );
}

function Ways({ place }: NoModelProps) {
  const { t } = useTranslation('trained');
  const [asked, setAsked] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  // The pressed button goes when there is a model: the keyboard goes on in the place that the model has filled.
  useLayoutEffect(() => {
    const element = box.current;
    return () => {
      if (element?.contains(document.activeElement))
        document.getElementById(place)?.focus({ preventScroll: true });
    };
  }, [place]);
  return (
    <div ref={box}>
      <Card className="stack" title={t('none')}>
        <p>{t(`shows.${place}`)}</p>
        <div className="ways">
          <OpenTrained place={place} isPrimary onPress={() => setAsked(true)} />
          <div className="way">
            <Action onPress={() => goToPlace('train')}>{t('train')}</Action>
            <span className="note">{t('trainHelp')}</span>
          </div>
        </div>
        <TransferNotice of={place} />
        {asked && <Opening />}
      </Card>
    </div>
  );
}

/** From the file to the model: its images have to be there, too. */
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
