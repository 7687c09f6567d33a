/** One image of an evaluation: the original, the network's input, and the prediction. Page side. */
import { imageSide } from '../../../lib/cifar10';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, metric, percent } from '../../../lib/units';
import type { SplitName, SquarePicture } from '../../../protocol/data';
import type { EngineError } from '../../../protocol/errors';
import type { EvaluatedImage } from '../../../protocol/evaluation';
import { useActions } from '../../lab';
import { Bars, ErrorNotice, TileImage, useClassNames } from '../../shared';
import { Strongest } from './Strongest';

type Seen = { readonly input: SquarePicture } | { readonly error: EngineError } | null;

/**
 * The image as the model's input; null until it is loaded. For one image: another image needs
 * another component (`key`).
 */
function useNetworkInput(split: SplitName, index: number): Seen {
  const { ask } = useActions();
  const [seen, setSeen] = useState<Seen>(null);
  useEffect(() => {
    let current = true;
    void ask({ kind: 'networkInput', split, index }).then((reply) => {
      if (current) setSeen(reply.ok ? { input: reply.value } : { error: reply.error });
    });
    return () => {
      current = false;
    };
  }, [ask, split, index]);
  return seen;
}

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
      <Pictures key={image.index} image={image} split={split} />
      <div className="evaluated-said">
        <h4 className={right ? undefined : 'evaluated-wrong'}>
          <span className="evaluated-sign" aria-hidden="true">
            {right ? '✓' : '✕'}
          </span>{' '}
          {t(right ? 'correctLabel' : 'incorrectLabel', {
            predicted: names[predicted] ?? '',
            actual: names[label] ?? '',
          })}
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
        <Strongest key={image.index} split={split} index={image.index} />
      </div>
    </article>
  );
}

function Pictures({ image, split }: ImageCardProps) {
  const { t } = useTranslation('images');
  const seen = useNetworkInput(split, image.index);
  const side = seen && 'input' in seen ? seen.input.side : null;
  return (
    <div className="evaluated-pictures">
      <figure>
        <TileImage pixels={image.pixels} side={imageSide} alt={t('asIs')} />
        <figcaption className="note">{t('asIs')}</figcaption>
      </figure>
      <figure>
        {seen === null && <div className="pixels evaluated-waiting" />}
        {seen && 'input' in seen && (
          <TileImage pixels={seen.input.pixels} side={seen.input.side} alt={t('asSeen')} />
        )}
        {seen && 'error' in seen && <ErrorNotice error={seen.error} />}
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
