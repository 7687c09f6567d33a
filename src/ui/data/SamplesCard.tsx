/** Labelled images of a part of the split; a button draws others. */
import { imageSide } from '../../lib/cifar10';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import type { SplitName, Tile } from '../../protocol/data';
import { useLab } from '../lab';
import { Action, Card, Segments, TileImage, useClassNames } from '../shared';
import { useQuery } from '../shared/query/useQuery';

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

const sampleTiles = 24;

export function SamplesCard() {
  const { t } = useTranslation(['data', 'common']);
  const split = useLab((state) => state.split);
  const [part, setPart] = useState<SplitName>('train');
  const [draw, setDraw] = useState(0);
  const { last } = useQuery(split && { type: 'samples', split: part, count: sampleTiles, draw }, {
    // Another split has other images.
    version: JSON.stringify(split),
  });
  const samples = last?.ok ? last.value : [];
  const options = (['train', 'val', 'test'] as const).map((id) => ({ id, label: t(`common:splits.${id}`) }));
  const actions = (
    <>
      <Segments label={t('common:splitChoice')} value={part} onChange={setPart} options={options} />
      <Action isDisabled={!split} onPress={() => setDraw(draw + 1)}>
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
