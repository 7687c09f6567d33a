/** The feature maps of the last convolution that answered most to an image. Page side. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import { convolutions } from '../../network';
import type { SplitName } from '../../protocol/queries';
import type { FeatureMaps } from '../../training/logs';
import { MapTile, useNetwork } from '../inside';
import { useActions } from '../lab';

const shownMaps = 6;

interface StrongestProps {
  readonly split: SplitName;
  readonly index: number;
}

/** Nothing until the maps are here; the image can be looked at without them. For one image: another needs another component (`key`). */
export function Strongest({ split, index }: StrongestProps) {
  const { t } = useTranslation('judged');
  const { ask } = useActions();
  const [found, setFound] = useState<FeatureMaps | null>(null);
  const layer = convolutions(useNetwork()).at(-1)?.name;
  useEffect(() => {
    let current = true;
    // Of the sample, the first half are the strongest.
    const asked = layer && ask({ kind: 'maps', split, index, layer, most: 2 * shownMaps });
    if (asked)
      void asked.then((reply) => {
        if (current && reply.ok) setFound(reply.value);
      });
    return () => {
      current = false;
    };
  }, [ask, split, index, layer]);
  if (!found) return null;
  const strongest = found.maps.toSorted((a, b) => b.high - a.high).slice(0, shownMaps);
  return (
    <section className="judged-strongest">
      <h4>{t('strongest', { layer: found.layer })}</h4>
      <p className="note">
        {t('strongestOf', { n: count(strongest.length), channels: count(found.channels) })}
      </p>
      <ul className="tiles">
        {strongest.map((map) => (
          <MapTile key={map.channel} map={map} width={found.width} height={found.height} range={null} />
        ))}
      </ul>
    </section>
  );
}
