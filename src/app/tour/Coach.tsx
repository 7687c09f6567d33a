/**
 * The guided visit: a small dialog at the foot of the window that goes through the places one by one. Not modal: what it speaks of can
 * be used meanwhile. Escape ends it.
 */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, Heading } from 'react-aria-components';
import { goToPlace, Action } from '../../panels/shared';
import { placeIds, type PlaceId } from '../places';
import './tour.css';

interface StepProps {
  readonly place: PlaceId;
  readonly onMove: (by: -1 | 1) => void;
  readonly onEnd: () => void;
}

/** Each step is a dialog of its own, so that it takes the focus and is read out. */
function Step({ place, onMove, onEnd }: StepProps) {
  const { t } = useTranslation(['tour', 'shell']);
  const at = placeIds.indexOf(place);
  const isLast = at === placeIds.length - 1;
  const name = t(`shell:places.${place}`);
  useEffect(() => {
    // Its result is left alone: where scrolling gives a promise, React would take it for the effect's cleanup.
    document.getElementById(place)?.scrollIntoView();
  }, [place]);
  return (
    <Dialog className="coach-dialog">
      <Heading slot="title" level={2}>
        {t('title', { n: at + 1, of: placeIds.length, place: name })}
      </Heading>
      <p>{t(`steps.${place}`)}</p>
      <div className="coach-actions">
        <Action look="primary" onPress={() => (isLast ? onEnd() : onMove(1))}>
          {t(isLast ? 'done' : 'next')}
        </Action>
        {at > 0 && <Action onPress={() => onMove(-1)}>{t('back')}</Action>}
        <Action onPress={() => goToPlace(place)}>{t('go', { place: name })}</Action>
        {!isLast && (
          <Action look="quiet" onPress={onEnd}>
            {t('skip')}
          </Action>
        )}
      </div>
    </Dialog>
  );
}

/** `onEnd`: done, skipped or escaped. */
export function Coach({ onEnd }: Pick<StepProps, 'onEnd'>) {
  const [at, setAt] = useState(0);
  const place = placeIds[at] ?? 'data';
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onEnd();
    };
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, [onEnd]);
  return (
    <div className="coach" data-testid="tour" data-step={at + 1}>
      <Step key={place} place={place} onMove={(by) => setAt(at + by)} onEnd={onEnd} />
    </div>
  );
}
