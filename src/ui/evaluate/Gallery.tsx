/** Images with the model's ten probabilities; a button draws others. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { evaluateObstacle } from '../../store/selectors';
import type { Gallery as Shown } from '../../store/slices/evaluation';
import { useActions, useLab } from '../lab';
import { PredictionTile } from '../shared/predictions/PredictionTile';
import { countRight } from '../shared/predictions/topPrediction';
import { Action, Card } from '../shared';

export function Gallery() {
  const { t } = useTranslation('evaluate');
  const gallery = useLab((state) => state.gallery);
  return (
    <Card title={t('gallery')} note={gallery && <WhichImages gallery={gallery} />} actions={<Another />}>
      <p className="note gallery-note">{t(gallery ? 'galleryHelp' : 'galleryEmpty')}</p>
      <div className="predictions" data-testid="gallery">
        {gallery?.predictions.map((prediction) => (
          <PredictionTile key={prediction.index} prediction={prediction} />
        ))}
      </div>
    </Card>
  );
}

/** A component of its own, because it depends on the status and the images do not. */
function Another() {
  const { t } = useTranslation('evaluate');
  const { drawPredictions } = useActions();
  const obstacle = useLab(evaluateObstacle);
  return (
    <Action isDisabled={obstacle !== null} onPress={() => drawPredictions('test')}>
      {t('newSample')}
    </Action>
  );
}

function WhichImages({ gallery }: { readonly gallery: Shown }) {
  const { t } = useTranslation(['evaluate', 'common']);
  const { split, epoch, predictions } = gallery;
  const values = {
    part: t(`common:splits.${split}`),
    images: count(predictions.length),
    right: count(countRight(predictions)),
  };
  return epoch === null ? t('galleryDrawn', values) : t('galleryEpoch', { ...values, epoch: count(epoch) });
}
