/** One image of an evaluation: as it is, as the network takes it in, and what the network says of it. Page side. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, metric, percent } from '../../lib/units';
import type { JudgedImage, SquarePicture } from '../../protocol/images';
import type { EngineError } from '../../protocol/events';
import type { SplitName } from '../../protocol/queries';
import { useActions } from '../lab';
import { Bars, ErrorNotice, TileImage, useClassNames } from '../shared';
import { Strongest } from './Strongest';

type Seen = { readonly input: SquarePicture } | { readonly error: EngineError } | null;

/** The image as the model takes it in; null until that is here. For one image: another needs another component (`key`). */
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
  readonly image: JudgedImage;
  readonly split: SplitName;
}

export function ImageCard({ image, split }: ImageCardProps) {
  const { t } = useTranslation(['judged', 'common']);
  const names = useClassNames();
  const { label, predicted, probabilities } = image;
  const right = label === predicted;
  return (
    <article className="judged-card">
      <Pictures key={image.index} image={image} split={split} />
      <div className="judged-said">
        <h4 className={right ? undefined : 'judged-wrong'}>
          <span className="judged-sign" aria-hidden="true">
            {right ? '✓' : '✕'}
          </span>{' '}
          {t(right ? 'saidRight' : 'saidWrong', {
            predicted: names[predicted] ?? '',
            actual: names[label] ?? '',
          })}
        </h4>
        <Facts image={image} split={split} />
        <Bars
          rows={probabilities.map((share, id) => ({
            id,
            label: id === label ? <b>{t('labelled', { name: names[id] ?? '' })}</b> : names[id],
            share,
            text: percent(share),
            tone: id !== predicted ? ('plain' as const) : right ? ('ok' as const) : ('bad' as const),
          }))}
        />
        <Strongest key={image.index} split={split} index={image.index} />
      </div>
    </article>
  );
}

function Pictures({ image, split }: ImageCardProps) {
  const { t } = useTranslation('judged');
  const seen = useNetworkInput(split, image.index);
  const side = seen && 'input' in seen ? seen.input.side : null;
  return (
    <div className="judged-pictures">
      <figure>
        <TileImage pixels={image.pixels} side={32} alt={t('asIs')} />
        <figcaption className="note">{t('asIs')}</figcaption>
      </figure>
      <figure>
        {seen === null && <div className="pixels judged-waiting" />}
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
  const { t } = useTranslation(['judged', 'common']);
  const facts = [
    [t('source'), t('imageOf', { part: t(`common:splits.${split}`), index: String(image.index) })],
    [t('confidence'), percent(image.probabilities[image.predicted] ?? Number.NaN)],
    [t('loss'), metric(image.loss)],
  ] as const;
  return (
    <dl className="judged-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
