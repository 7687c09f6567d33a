/** An image of CIFAR-10 on the page: its pixels, enlarged without smoothing, and its class's name. */
import { useEffect, useRef, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../lib/cifar10';

/**
 * RGB, row-major, `side` × `side`, as RGBA for a canvas. Throws RangeError unless there are side² ·
 * 3 bytes.
 */
export function toRgba(pixels: Uint8Array, side: number): Uint8ClampedArray<ArrayBuffer> {
  if (pixels.length !== side * side * 3)
    throw new RangeError(`A tile of side ${side} has ${side * side * 3} bytes, not ${pixels.length}`);
  const rgba = new Uint8ClampedArray(side * side * 4);
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    rgba[to] = pixels[from]!;
    rgba[to + 1] = pixels[from + 1]!;
    rgba[to + 2] = pixels[from + 2]!;
    rgba[to + 3] = 255;
  }
  return rgba;
}

interface TileImageProps {
  /** RGB, row-major, side² · 3 bytes. */
  readonly pixels: Uint8Array;
  /** Pixels of one side. */
  readonly side: number;
  /** What it shows, in words. */
  readonly alt: string;
}

/** As wide as its container; a tile that repeats a text beside it may have `alt=""`. */
export function TileImage({ pixels, side, alt }: TileImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(toRgba(pixels, side), side, side), 0, 0);
  }, [pixels, side]);
  const label =
    alt === '' ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': alt } as const);
  return <canvas ref={canvas} className="pixels" width={side} height={side} {...label} />;
}

/**
 * CIFAR-10's ten class names in the page's language; index = label. The array stays the same until
 * the language changes, so that drawings can depend on it.
 */
export function useClassNames(): readonly string[] {
  const { t } = useTranslation('common');
  return useMemo(() => classNames.map((label) => t(`classes.${label}`)), [t]);
}
