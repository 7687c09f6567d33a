/**
 * The button that opens the trained model that ships with the page, with a description of the
 * model. Page side.
 */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes, count, metric } from '../../lib/units';
import { isBusy } from '../../store/selectors';
import type { TransferOrigin } from '../../store/slices/files';
import { isTrainedModel, trainedModel } from '../../store/trainedModel';
import { useActions, useLab } from '../lab';
import { Action } from '../shared';
import './trained.css';

/** The model's network, epochs, accuracy and size. */
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
  readonly origin: TransferOrigin;
  /** Opening it is the main action of its surroundings. */
  readonly isPrimary?: boolean;
  readonly onPress?: () => void;
}

export function OpenTrained({ origin, isPrimary = false, onPress }: OpenTrainedProps) {
  const { t } = useTranslation('trained');
  const { openTrainedModel } = useActions();
  const busy = useLab((state) => isBusy(state) || state.backend === null || state.transfer?.end === null);
  const isOpen = useLab(isTrainedModel);
  const facts = useTrainedFacts();
  const about = useId();
  return (
    <div className="way" data-testid="trained-model">
      <Action
        variant={isPrimary ? 'primary' : 'plain'}
        isDisabled={busy}
        aria-describedby={about}
        onPress={() => {
          onPress?.();
          openTrainedModel(origin);
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
