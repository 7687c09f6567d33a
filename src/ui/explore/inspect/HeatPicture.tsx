/** An image with the heat map over it, and the image alone beside it. Page side; knows no store. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { imageSide } from '../../../lib/cifar10';
import { count } from '../../../lib/units';
import type { Tile } from '../../../protocol/data';
import type { Heat } from '../../../protocol/inspection';
import { TileImage } from '../../shared';
import { toRgba } from '../../shared/TileImage';
import { coloured, heatColour, heatGradient } from './pixels';

/** Side of the overlay in pixels: the image's 32, enlarged. */
const side = 256;
/** Opacity of the heat map over the image. */
const opacity = 0.6;

/** A canvas with these pixels, as a source for drawing. */
function sheet(rgba: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}

/** Draws the image's own pixels, and over them the heat map, interpolated between its values. */
function draw(canvas: HTMLCanvasElement, pixels: Uint8Array, heat: Heat): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.globalAlpha = 1;
  context.imageSmoothingEnabled = false;
  context.drawImage(sheet(toRgba(pixels, imageSide), imageSide, imageSide), 0, 0, side, side);
  context.globalAlpha = opacity;
  context.imageSmoothingEnabled = true;
  context.drawImage(sheet(coloured(heat.values, heatColour), heat.width, heat.height), 0, 0, side, side);
}

/** The position of the highest heat: row and column, from 1. */
export function hottest({ values, width }: Heat): { row: number; column: number } {
  let best = 0;
  values.forEach((value, i) => {
    if (value > (values[best] ?? 0)) best = i;
  });
  return { row: Math.trunc(best / width) + 1, column: (best % width) + 1 };
}

interface HeatPictureProps {
  readonly tile: Tile;
  readonly heat: Heat;
  /** The class that the heat map is for, in words. */
  readonly name: string;
}

export function HeatPicture({ tile, heat, name }: HeatPictureProps) {
  const { t } = useTranslation('inside');
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, tile.pixels, heat);
  }, [tile, heat]);
  const { row, column } = hottest(heat);
  const where = {
    name,
    row: count(row),
    column: count(column),
    width: count(heat.width),
    height: count(heat.height),
  };
  const picture = { role: 'img', 'aria-label': t('heat.alt', where) } as const;
  return (
    <div className="inside-heat">
      <figure>
        <TileImage pixels={tile.pixels} side={imageSide} alt={t('heat.plainAlt')} />
        <figcaption>{t('heat.plain')}</figcaption>
      </figure>
      <figure>
        <canvas ref={canvas} className="pixels" width={side} height={side} {...picture} />
        <figcaption>{t('heat.over', where)}</figcaption>
      </figure>
      <div className="inside-scale" aria-hidden="true">
        <span>0</span>
        <span style={{ background: heatGradient }} />
        <span>1</span>
      </div>
    </div>
  );
}
