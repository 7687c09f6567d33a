/**
 * Images of an evaluation as buttons; a sign and words show right and wrong, besides colour. Page
 * side.
 */
import { imageSide } from '../../../lib/cifar10';
import { useTranslation } from 'react-i18next';
import { Button } from 'react-aria-components';
import { metric, percent } from '../../../lib/units';
import type { EvaluatedImage } from '../../../protocol/evaluation';
import { TileImage, useClassNames } from '../../shared';
import { PredictedClass } from '../../shared/predictions/PredictionTile';

interface ImageGridProps {
  readonly images: readonly EvaluatedImage[];
  readonly onOpen: (index: number) => void;
}

export function ImageGrid({ images, onOpen }: ImageGridProps) {
  return (
    <ul className="evaluated-grid">
      {images.map((image, index) => (
        <li key={image.index}>
          <ImageTile image={image} onOpen={() => onOpen(index)} />
        </li>
      ))}
    </ul>
  );
}

function ImageTile({ image, onOpen }: { readonly image: EvaluatedImage; readonly onOpen: () => void }) {
  const { t } = useTranslation('images');
  const names = useClassNames();
  const { label, predicted, probabilities, loss, pixels, index } = image;
  const right = label === predicted;
  const confidence = percent(probabilities[predicted] ?? Number.NaN, 0);
  const values = {
    actual: names[label] ?? '',
    index: String(index),
    confidence,
    loss: metric(loss),
  };
  return (
    <Button className="evaluated-tile" onPress={onOpen}>
      <TileImage pixels={pixels} side={imageSide} alt="" />
      <b>
        <PredictedClass isCorrect={right}>{names[predicted]}</PredictedClass>
      </b>
      <small>{right ? confidence : t('isReally', values)}</small>
      <span className="hidden-text">{t(right ? 'tileRight' : 'tileWrong', values)}</span>
    </Button>
  );
}
