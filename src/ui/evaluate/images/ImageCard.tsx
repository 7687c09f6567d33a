/** One image of an evaluation: the original, the network's input, and the prediction. Page side. */
import { imageSide } from '../../../lib/cifar10';
import { useTranslation } from 'react-i18next';
import { count, metric, percent } from '../../../lib/units';
import type { SplitName } from '../../../protocol/data';
import type { EvaluatedImage } from '../../../protocol/evaluation';
import { Bars, ErrorNotice, TileImage, useClassNames } from '../../shared';
import { PredictedClass } from '../../shared/predictions/PredictionTile';
import { useQuery } from '../../shared/query/useQuery';
import { Strongest } from './Strongest';

interface ImageCardProps {
  readonly image: EvaluatedImage;
  readonly split: SplitName;
}

export function ImageCard({ image, split }: ImageCardProps) {
  const { t } = useTranslation(['images', 'common']);
  const names = useClassNames();
  const { label, predicted, probabilities } = image;
  const right = label === predicted;
  return (
    <article className="evaluated-card">
      <Pictures image={image} split={split} />
      <div className="evaluated-said">
        <h4>
          <PredictedClass isCorrect={right}>
            {t(right ? 'correctLabel' : 'incorrectLabel', {
              predicted: names[predicted] ?? '',
              actual: names[label] ?? '',
            })}
          </PredictedClass>
        </h4>
        <Facts image={image} split={split} />
        <Bars
          rows={probabilities.map((probability, id) => ({
            id,
            label: id === label ? <b>{t('labelled', { name: names[id] ?? '' })}</b> : names[id],
            fraction: probability,
            text: percent(probability),
            tone: id !== predicted ? ('plain' as const) : right ? ('ok' as const) : ('bad' as const),
          }))}
        />
        <Strongest split={split} index={image.index} />
      </div>
    </article>
  );
}

function Pictures({ image, split }: ImageCardProps) {
  const { t } = useTranslation('images');
  const { answer } = useQuery({ type: 'networkInput', split, index: image.index });
  const side = answer?.ok ? answer.value.side : null;
  return (
    <div className="evaluated-pictures">
      <figure>
        <TileImage pixels={image.pixels} side={imageSide} alt={t('asIs')} />
        <figcaption className="note">{t('asIs')}</figcaption>
      </figure>
      <figure>
        {answer === null && <div className="pixels evaluated-waiting" />}
        {answer?.ok && <TileImage pixels={answer.value.pixels} side={answer.value.side} alt={t('asSeen')} />}
        {answer?.ok === false && <ErrorNotice error={answer.error} />}
        <figcaption className="note">
          {side === null ? t('asSeen') : t('asSeenSide', { side: count(side) })}
        </figcaption>
      </figure>
    </div>
  );
}

function Facts({ image, split }: ImageCardProps) {
  const { t } = useTranslation(['images', 'common']);
  const facts = [
    [t('source'), t('imageOf', { part: t(`common:splits.${split}`), index: String(image.index) })],
    [t('confidence'), percent(image.probabilities[image.predicted] ?? Number.NaN)],
    [t('loss'), metric(image.loss)],
  ] as const;
  return (
    <dl className="evaluated-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
