/** A few test images, one of which is selected; a button draws others. Page side. */
import { imageSide } from '../../../lib/cifar10';
import { useTranslation } from 'react-i18next';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { count } from '../../../lib/units';
import type { Tile } from '../../../protocol/data';
import { Action, TileImage, useClassNames } from '../../shared';

interface ImageStripProps {
  readonly tiles: readonly Tile[];
  readonly chosen: Tile;
  readonly onChoose: (tile: Tile) => void;
  readonly onOthers: () => void;
}

export function ImageStrip({ tiles, chosen, onChoose, onOthers }: ImageStripProps) {
  const { t } = useTranslation(['inside', 'common']);
  const names = useClassNames();
  const nameOf = ({ label, index }: Tile) =>
    t('common:sampleAlt', { name: names[label] ?? '', index: count(index) });
  return (
    <div className="inside-strip">
      <ToggleButtonGroup
        className="inside-images"
        aria-label={t('image')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[chosen.index]}
        onSelectionChange={(keys) => {
          const tile = tiles.find(({ index }) => keys.has(index));
          if (tile) onChoose(tile);
        }}
      >
        {tiles.map((tile) => (
          <ToggleButton key={tile.index} id={tile.index} className="inside-image" aria-label={nameOf(tile)}>
            <TileImage pixels={tile.pixels} side={imageSide} alt="" />
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Action onPress={onOthers}>{t('others')}</Action>
    </div>
  );
}
