/**
 * Saves a chart as a picture, and any content as a file. Page side; knows the DOM, no store, no
 * React.
 */
import { canvasPattern, isCanvasPattern, patternSide } from '../lib/pictures';

/** Saves a file in the browser's downloads. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Revoking at once would cancel the download in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Whether the page reads back from a canvas exactly what was drawn. True where the browser gives no
 * canvas.
 */
export function canvasIsExact(): boolean {
  const canvas = document.createElement('canvas');
  canvas.width = patternSide;
  canvas.height = patternSide;
  const context = canvas.getContext('2d');
  context?.putImageData(new ImageData(canvasPattern(), patternSide, patternSide), 0, 0);
  const read = context?.getImageData(0, 0, patternSide, patternSide);
  return read === undefined || isCanvasPattern(read.data);
}

/**
 * The drawing of a chart as a PNG. tfjs-vis itself paints a white background and dark ink whatever
 * the page's theme, so it is readable anywhere. Throws if nothing was drawn yet.
 */
export function chartPicture(element: HTMLElement): Promise<Blob> {
  const canvas = element.querySelector('canvas');
  if (!canvas) throw new Error('The chart is not drawn yet');
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be encoded'))),
      'image/png',
    );
  });
}
