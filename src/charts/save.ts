/** A chart or its numbers as a file. Page side; knows the DOM, no store, no React. */

type Cell = string | number | null;

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Comma-separated values (RFC 4180): CRLF ends each line, null is empty, numbers with all their digits. */
export const toCsv = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

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
