/** Images with the model's ten probabilities; others on request. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { evaluateObstacle } from '../../store/selectors';
import type { Gallery as Shown } from '../../store/state';
import { useActions, useLab } from '../lab';
import { PredictionTile } from '../predictions/PredictionTile';
import { countRight } from '../predictions/verdict';
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

/** By itself: it changes with the status, the pictures do not. */
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
  const said = {
    part: t(`common:splits.${split}`),
    images: count(predictions.length),
    right: count(countRight(predictions)),
  };
  return epoch === null ? t('galleryDrawn', said) : t('galleryEpoch', { ...said, epoch: count(epoch) });
}
