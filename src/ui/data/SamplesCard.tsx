/** Labelled images of a part of the split; a button draws others. */
import { imageSide } from '../../lib/cifar10';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import type { SplitName, Tile } from '../../protocol/data';
import { useActions, useLab } from '../lab';
import { Action, Card, Segments, TileImage, useClassNames } from '../shared';

function Sample({ tile }: { readonly tile: Tile }) {
  const { t } = useTranslation(['data', 'common']);
  const name = useClassNames()[tile.label] ?? '';
  const index = count(tile.index);
  return (
    <li className="tile">
      <TileImage pixels={tile.pixels} side={imageSide} alt={t('common:sampleAlt', { name, index })} />
      <span>{name}</span>
      <small>{t('samples.number', { index })}</small>
    </li>
  );
}

export function SamplesCard() {
  const { t } = useTranslation(['data', 'common']);
  const { drawSamples } = useActions();
  const split = useLab((state) => state.split);
  const samples = useLab((state) => state.samples);
  const [part, setPart] = useState<SplitName>('train');
  useEffect(() => {
    if (split) drawSamples(part);
  }, [split, part, drawSamples]);
  const options = (['train', 'val', 'test'] as const).map((id) => ({ id, label: t(`common:splits.${id}`) }));
  const actions = (
    <>
      <Segments label={t('common:splitChoice')} value={part} onChange={setPart} options={options} />
      <Action isDisabled={!split} onPress={() => drawSamples(part)}>
        {t('samples.others')}
      </Action>
    </>
  );
  return (
    <Card title={t('samples.title')} note={t('samples.note')} actions={actions} className="stack">
      {split ? (
        <ul className="tiles">
          {samples.map((tile) => (
            <Sample key={tile.index} tile={tile} />
          ))}
        </ul>
      ) : (
        <p className="note">{t('samples.waiting')}</p>
      )}
      <p className="note">{t('samples.pixels')}</p>
    </Card>
  );
}
