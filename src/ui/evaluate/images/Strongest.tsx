/** The feature maps of the last convolution with the strongest response to an image. Page side. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../../lib/units';
import { convolutions } from '../../../network';
import type { SplitName } from '../../../protocol/data';
import type { FeatureMaps } from '../../../protocol/inspection';
import { MapTile } from '../../explore/inspect/MapTile';
import { useNetwork } from '../../shared/useNetwork';
import { useActions } from '../../lab';

const shownMaps = 6;

interface StrongestProps {
  readonly split: SplitName;
  readonly index: number;
}

/**
 * Shows nothing until the maps are loaded; the image does not wait for them. For one image: another
 * image needs another component (`key`).
 */
export function Strongest({ split, index }: StrongestProps) {
  const { t } = useTranslation('images');
  const { ask } = useActions();
  const [maps, setMaps] = useState<FeatureMaps | null>(null);
  const layer = convolutions(useNetwork()).at(-1)?.name;
  useEffect(() => {
    let current = true;
    // The first half of the returned maps are the strongest.
    const pending = layer && ask({ kind: 'maps', split, index, layer, maxChannels: 2 * shownMaps });
    if (pending)
      void pending.then((reply) => {
        if (current && reply.ok) setMaps(reply.value);
      });
    return () => {
      current = false;
    };
  }, [ask, split, index, layer]);
  if (!maps) return null;
  const strongest = maps.maps.toSorted((a, b) => b.high - a.high).slice(0, shownMaps);
  return (
    <section className="evaluated-strongest">
      <h4>{t('strongest', { layer: maps.layer })}</h4>
      <p className="note">
        {t('strongestOf', { n: count(strongest.length), channels: count(maps.channels) })}
      </p>
      <ul className="tiles">
        {strongest.map((map) => (
          <MapTile key={map.channel} map={map} width={maps.width} height={maps.height} range={null} />
        ))}
      </ul>
    </section>
  );
}
