/** The button that opens the trained model that ships with the page, and what that model is. Page side. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes, count, metric } from '../../lib/units';
import { isBusy } from '../../store/selectors';
import type { TransferPlace } from '../../store/state';
import { isTrainedModel, trainedModel } from '../../store/trainedModel';
import { useActions, useLab } from '../lab';
import { Action } from '../shared';
import './trained.css';

/** Network, epochs, accuracy and size. */
export function useTrainedFacts(): string {
  const { t } = useTranslation(['trained', 'common']);
  return t('facts', {
    model: t(`common:models.${trainedModel.model}`),
    epochs: count(trainedModel.epochs),
    valAcc: metric(trainedModel.valAcc),
    size: bytes(trainedModel.bytes),
  });
}

interface OpenTrainedProps {
  readonly place: TransferPlace;
  /** Opening it is what the place around is about. */
  readonly isPrimary?: boolean;
  readonly onPress?: () => void;
}

export function OpenTrained({ place, isPrimary = false, onPress }: OpenTrainedProps) {
  const { t } = useTranslation('trained');
  const { openTrainedModel } = useActions();
  const busy = useLab((state) => isBusy(state) || state.backend === null || state.transfer?.end === null);
  const isOpen = useLab(isTrainedModel);
  const facts = useTrainedFacts();
  const about = useId();
  return (
    <div className="way" data-testid="trained-model">
      <Action
        look={isPrimary ? 'primary' : 'plain'}
        isDisabled={busy}
        aria-describedby={about}
        onPress={() => {
          onPress?.();
          openTrainedModel(place);
        }}
      >
        {t('open')}
      </Action>
      <span className="note" id={about}>
        {isOpen ? t('isOpen', { facts }) : facts}
      </span>
    </div>
  );
}
