/** Tables of the documentation. Pure. */

/**
 * Rows of the table under a header cell, each as its cells' texts without code marks; none without
 * such a table.
 */
export function rowsUnder(text: string, header: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|') && line.includes(header));
  if (start < 0) return [];
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 2, start + length).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.replaceAll(/[`\\]/g, '').trim()),
  );
}
