/** The feature maps of the last convolution with the strongest response to an image. Page side. */
import { useTranslation } from 'react-i18next';
import { count } from '../../../lib/units';
import { convolutions } from '../../../network';
import type { SplitName } from '../../../protocol/data';
import { MapTile } from '../../explore/inspect/MapTile';
import { useQuery } from '../../shared/query/useQuery';
import { useNetwork } from '../../shared/useNetwork';

const shownMaps = 6;

interface StrongestProps {
  readonly split: SplitName;
  readonly index: number;
}

/** Shows nothing until the maps are loaded; the image does not wait for them. */
export function Strongest({ split, index }: StrongestProps) {
  const { t } = useTranslation('images');
  const layer = convolutions(useNetwork()).at(-1)?.name;
  const { answer } = useQuery(
    // The first half of the returned maps are the strongest.
    layer ? { type: 'maps', split, index, layer, maxChannels: 2 * shownMaps } : null,
  );
  if (!answer?.ok) return null;
  const maps = answer.value;
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
