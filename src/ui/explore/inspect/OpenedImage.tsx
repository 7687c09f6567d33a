/** The opened card: the choice of an image and of its view. Page side. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tile } from '../../../protocol/data';
import { ErrorNotice, Segments } from '../../shared';
import { useQuery } from '../../shared/query/useQuery';
import { HeatSection, MapsSection } from './sections';
import { ImageStrip } from './ImageStrip';

const stripTiles = 12;
const views = ['maps', 'heat'] as const;

export function OpenedImage({ timeFraction }: { readonly timeFraction: number }) {
  const { t } = useTranslation('inside');
  const [draw, setDraw] = useState(0);
  // The tiles before stay until the next ones arrive.
  const { last: tiles } = useQuery({ type: 'samples', split: 'test', count: stripTiles, draw });
  const [picked, setPicked] = useState<Tile | null>(null);
  const [view, setView] = useState<(typeof views)[number]>('maps');
  if (!tiles) return <p className="note">{t('looking')}</p>;
  if (!tiles.ok) return <ErrorNotice error={tiles.error} />;
  const chosen = picked && tiles.value.includes(picked) ? picked : tiles.value[0];
  if (!chosen) return <p>{t('noImages')}</p>;
  const Section = view === 'maps' ? MapsSection : HeatSection;
  return (
    <div className="stack" data-testid="inside">
      <ImageStrip
        tiles={tiles.value}
        chosen={chosen}
        onChoose={setPicked}
        onOthers={() => setDraw(draw + 1)}
      />
      <Segments
        label={t('view')}
        value={view}
        onChange={setView}
        options={views.map((id) => ({ id, label: t(`views.${id}`) }))}
      />
      <Section tile={chosen} timeFraction={timeFraction} />
    </div>
  );
}
