/** A chart as a picture, and any content as a file. Page side; knows the DOM, no store, no React. */

/** Hands a file to the browser's downloads. */
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
 * The picture of a chart. tfjs-vis paints a white ground and dark ink itself, whatever the page's theme, so it can be read anywhere.
 * Throws if nothing was drawn yet.
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
