/** The opened card: the choice of an image and of its view. Page side. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../lib/result';
import type { Tile } from '../../../protocol/data';
import type { EngineError } from '../../../protocol/errors';
import { useActions } from '../../lab';
import { ErrorNotice, Segments } from '../../shared';
import { HeatSection, MapsSection } from './sections';
import { ImageStrip } from './ImageStrip';

const stripTiles = 12;
const views = ['maps', 'heat'] as const;

/** Random test images, different ones for each `draw`; null before they are loaded. */
function useTiles(draw: number): Result<readonly Tile[], EngineError> | null {
  const { ask } = useActions();
  const [tiles, setTiles] = useState<Result<readonly Tile[], EngineError> | null>(null);
  useEffect(() => {
    let current = true;
    void ask({ kind: 'samples', split: 'test', count: stripTiles, draw }).then((answer) => {
      if (current) setTiles(answer);
    });
    return () => {
      current = false;
    };
  }, [ask, draw]);
  return tiles;
}

export function OpenedImage({ timeFraction }: { readonly timeFraction: number }) {
  const { t } = useTranslation('inside');
  const [draw, setDraw] = useState(0);
  const tiles = useTiles(draw);
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
