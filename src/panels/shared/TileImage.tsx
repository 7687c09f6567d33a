/** RGB bytes as a picture, enlarged without smoothing. */
import { useEffect, useRef } from 'react';

/**
 * RGB, row-major, `side` × `side`, as RGBA for a canvas. Throws RangeError if there are not side² · 3 bytes.
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

/** As wide as its box; a tile that repeats a text beside it may have `alt=""`. */
export function TileImage({ pixels, side, alt }: TileImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(toRgba(pixels, side), side, side), 0, 0);
  }, [pixels, side]);
  const said =
    alt === '' ? ({ 'aria-hidden': true } as const) : ({ role: 'img', 'aria-label': alt } as const);
  return <canvas ref={canvas} className="pixels" width={side} height={side} {...said} />;
}
