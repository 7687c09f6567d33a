/**
 * A run's epochs as the CSV that Keras's CSVLogger writes: epochs from 0, columns by name, lines
 * ending in CR LF, numbers as Python prints them. `lr` is the rate of the epoch's last step,
 * `seconds` the epoch's duration. Pure.
 * Source: keras/src/callbacks/csv_logger.py.
 */
import type { EpochLog } from '../protocol/run';

const columns = ['acc', 'loss', 'lr', 'seconds', 'val_acc', 'val_loss'] as const;

/**
 * A number as Python's `repr`: the shortest digits that give it back, e-notation below 1e-4 and
 * from 1e16 up.
 */
function pythonNumber(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x < 0 ? '-inf' : 'inf';
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return x.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  return Number.isInteger(x) ? `${x}.0` : String(x);
}

/** The text of the file; without epochs it has only the column names. */
export function historyCsv(epochs: readonly EpochLog[]): string {
  const rows = epochs.map((log) => [String(log.epoch - 1), ...columns.map((key) => pythonNumber(log[key]))]);
  return [['epoch', ...columns], ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}
