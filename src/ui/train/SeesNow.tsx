/** After each epoch: a few validation images with the network's predictions. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { useLab } from '../lab';
import { PredictionTile } from '../shared/predictions/PredictionTile';
import { countRight } from '../shared/predictions/topPrediction';
import { Card } from '../shared';

export function SeesNow() {
  const { t } = useTranslation(['train', 'common']);
  const gallery = useLab((state) => state.seesNow);
  if (!gallery)
    return (
      <Card title={t('sees.title')}>
        <p className="note">{t('sees.empty')}</p>
      </Card>
    );
  const { predictions, split, epoch } = gallery;
  const note = t('sees.note', {
    part: t(`common:splits.${split}`),
    images: count(predictions.length),
    epoch: count(epoch ?? 0),
    right: count(countRight(predictions)),
  });
  return (
    <Card title={t('sees.title')} note={note}>
      <div className="predictions predictions-compact">
        {predictions.map((prediction) => (
          <PredictionTile key={prediction.index} prediction={prediction} compact />
        ))}
      </div>
    </Card>
  );
}
