/** Images of an evaluation as buttons: right and wrong told by a sign and words as well as by colour. Page side. */
import { useTranslation } from 'react-i18next';
import { Button } from 'react-aria-components';
import { metric, percent } from '../../lib/units';
import type { JudgedImage } from '../../protocol/images';
import { TileImage, useClassNames } from '../shared';

interface JudgedGridProps {
  readonly images: readonly JudgedImage[];
  readonly onOpen: (place: number) => void;
}

export function JudgedGrid({ images, onOpen }: JudgedGridProps) {
  return (
    <ul className="judged-grid">
      {images.map((image, place) => (
        <li key={image.index}>
          <JudgedTile image={image} onOpen={() => onOpen(place)} />
        </li>
      ))}
    </ul>
  );
}

function JudgedTile({ image, onOpen }: { readonly image: JudgedImage; readonly onOpen: () => void }) {
  const { t } = useTranslation('judged');
  const names = useClassNames();
  const { label, predicted, probabilities, loss, pixels, index } = image;
  const right = label === predicted;
  const confidence = percent(probabilities[predicted] ?? Number.NaN, 0);
  const said = {
    actual: names[label] ?? '', index: String(index), confidence, loss: metric(loss),
  }; // prettier-ignore
  return (
    <Button className={right ? 'judged-tile' : 'judged-tile judged-wrong'} onPress={onOpen}>
      <TileImage pixels={pixels} side={32} alt="" />
      <b>
        <span className="judged-sign" aria-hidden="true">
          {right ? '✓' : '✕'}
        </span>{' '}
        {names[predicted]}
      </b>
      <small>{right ? confidence : t('isReally', said)}</small>
      <span className="hidden-text">{t(right ? 'tileRight' : 'tileWrong', said)}</span>
    </Button>
  );
}
