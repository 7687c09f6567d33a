/**
 * Keras 3's `model.summary()` as plain text, character for character what a notebook prints for the
 * same model. Pure.
 * Source: keras/src/utils/summary_utils.py, `print_summary`, at its default width of 88 columns,
 * drawn by the Python library rich.
 */
import { count, kerasBytes } from '../lib/units';
import { floatBytes } from './cost';
import { textOfShape } from './shapes';
import type { LayerRow, NetworkSummary } from './spec';

/**
 * Width of the text between the borders: rich divides 88 columns by Keras's 45 %, 35 % and 20 %,
 * less borders and blanks.
 */
const widths = [36, 27, 15] as const;

type Cells = readonly [name: string, shape: string, params: string];

const line = (left: string, middle: string, right: string, dash: string): string =>
  left + widths.map((width) => dash.repeat(width + 2)).join(middle) + right;

/**
 * Breaks a text at blanks into lines of at most `width`; no word of a summary is longer than its
 * column.
 */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function rowText([name, shape, params]: Cells, border: string): string {
  const columns = [wrap(name, widths[0]), wrap(shape, widths[1]), wrap(params, widths[2])] as const;
  const height = Math.max(...columns.map((lines) => lines.length));
  const texts = Array.from({ length: height }, (_, i) => {
    const cells = [
      (columns[0][i] ?? '').padEnd(widths[0]),
      (columns[1][i] ?? '').padEnd(widths[1]),
      (columns[2][i] ?? '').padStart(widths[2]),
    ];
    return `${border} ${cells.join(` ${border} `)} ${border}`;
  });
  return texts.join('\n');
}

const cellsOf = ({ layer, type, outputShape, params }: LayerRow): Cells => [
  `${layer.name} (${type})`,
  textOfShape(outputShape),
  count(params),
];

const total = (label: string, params: number): string =>
  ` ${label}: ${count(params)} (${kerasBytes(params * floatBytes)})`;

/** The text that Keras prints for this network in a fresh session, ending in a line break. */
export function kerasSummaryText(summary: NetworkSummary): string {
  const rows = summary.rows.map((row) => rowText(cellsOf(row), '│'));
  return [
    'Model: "sequential"',
    line('┏', '┳', '┓', '━'),
    rowText(['Layer (type)', 'Output Shape', 'Param #'], '┃'),
    line('┡', '╇', '┩', '━'),
    rows.join(`\n${line('├', '┼', '┤', '─')}\n`),
    line('└', '┴', '┘', '─'),
    total('Total params', summary.params),
    total('Trainable params', summary.trainable),
    total('Non-trainable params', summary.nonTrainable),
    '',
  ].join('\n');
}
