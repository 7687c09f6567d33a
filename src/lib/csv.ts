/** Comma-separated values. Pure. */

type Cell = string | number | null;

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Without it, Excel assumes the computer's old encoding. */
const byteOrderMark = '\uFEFF';

/**
 * Formats rows according to RFC 4180: CRLF ends each line, null is empty, numbers have all their
 * digits. Text with non-ASCII characters begins with a byte order mark.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const text = [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
  return /[^\p{ASCII}]/u.test(text) ? byteOrderMark + text : text;
}
