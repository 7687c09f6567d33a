/** Comma-separated values. Pure. */

type Cell = string | number | null;

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Excel takes a file without it for one of its computer's old encoding. */
const byteOrderMark = '\uFEFF';

/**
 * RFC 4180: CRLF ends each line, null is empty, numbers with all their digits. Text that is not ASCII alone begins with a byte order
 * mark.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const text = [header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
  return /[^\p{ASCII}]/u.test(text) ? byteOrderMark + text : text;
}
