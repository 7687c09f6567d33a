/**
 * One channel of a layer as a greyscale picture, with its number and its range. Page side; knows no
 * store.
 */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { count, tensorValue } from '../../../lib/units';
import type { FeatureMap } from '../../../protocol/inspection';
import { coloured, grey, rescale, type Range } from './pixels';

interface MapTileProps {
  readonly map: FeatureMap;
  readonly width: number;
  readonly height: number;
  /** The values shown as black and white; null: the map's own lowest and highest. */
  readonly range: Range | null;
}

export function MapTile({ map, width, height, range }: MapTileProps) {
  const { t } = useTranslation('inside');
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = range ? rescale(map.pixels, map, range) : map.pixels;
    canvas.current
      ?.getContext('2d')
      ?.putImageData(new ImageData(coloured(pixels, grey), width, height), 0, 0);
  }, [map, width, height, range]);
  const values = { channel: count(map.channel), low: tensorValue(map.low), high: tensorValue(map.high) };
  const picture = { role: 'img', 'aria-label': t('maps.alt', values) } as const;
  return (
    <li className="tile">
      <canvas ref={canvas} className="pixels" width={width} height={height} {...picture} />
      <span>
        {t('maps.channel', values)}
        {map.high === 0 && map.low === 0 && <small> {t('maps.silent')}</small>}
      </span>
      <small>{t('maps.range', values)}</small>
    </li>
  );
}
