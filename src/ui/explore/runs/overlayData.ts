/**
 * Several runs' epochs as curves, tables and files. Pure; knows what a run recorded, not how it is
 * drawn.
 */
import { pointLimit, type LineSeries } from '../../../charts/lineChart';
import { runColours } from '../../../charts/palette';
import { toCsv } from '../../../lib/csv';
import type { Experiment } from '../../../experiment/schema';
import { count, duration, metric, percent } from '../../../lib/units';
import type { EpochLog, RunRecord } from '../../../protocol/run';
import type { TableData } from '../../shared/charts/DataTable';

/** As many as there are colours that can be told apart. */
export const maxShown = runColours.length;

/** A selected run, with its record. */
export interface ShownRun {
  /** Its number among the shown runs, as text: names would not fit into a narrow chart. */
  readonly mark: string;
  /** Its number and its name; unique. */
  readonly label: string;
  /** CSS colour. */
  readonly colour: string;
  readonly experiment: Experiment;
  readonly record: RunRecord;
}

export type Quantity = 'loss' | 'acc';
/** The images that a figure was measured on. */
export type Part = 'train' | 'val';

const keys = {
  loss: { train: 'loss', val: 'val_loss' },
  acc: { train: 'acc', val: 'val_acc' },
} as const satisfies Record<Quantity, Record<Part, keyof EpochLog>>;

/** Keras's name for the figure. */
export const figureName = (quantity: Quantity, part: Part): string =>
  ({ loss: keys.loss, acc: { train: 'accuracy', val: 'val_accuracy' } })[quantity][part];

/** The last epoch that any of the runs has finished; 0 without runs. */
const lastEpochOf = (runs: readonly ShownRun[]): number =>
  Math.max(0, ...runs.map(({ record }) => record.epochs.at(-1)?.epoch ?? 0));

/**
 * One line per run: x = index = epoch ÷ `stride`, the mean of the epochs there; gaps where a run
 * has none.
 */
export function overlayCurves(
  quantity: Quantity,
  part: Part,
  runs: readonly ShownRun[],
): { readonly stride: number; readonly series: readonly LineSeries[] } {
  const end = lastEpochOf(runs);
  const stride = Math.max(Math.ceil(end / (pointLimit - 1)), 1);
  const key = keys[quantity][part];
  const series = runs.map(({ mark, colour, record }) => {
    const sums = Array.from({ length: Math.ceil(end / stride) + 1 }, () => ({ sum: 0, n: 0 }));
    for (const log of record.epochs) {
      const index = sums[Math.ceil(log.epoch / stride)];
      if (!index) continue;
      index.sum += log[key];
      index.n++;
    }
    return { name: mark, colour, values: sums.map(({ sum, n }) => (n === 0 ? null : sum / n)) };
  });
  return { stride, series };
}

/** Epochs that at least one of the runs has recorded, in order. */
const epochsOf = (runs: readonly ShownRun[]): number[] =>
  [...new Set(runs.flatMap(({ record }) => record.epochs.map(({ epoch }) => epoch)))].toSorted(
    (a, b) => a - b,
  );

const none = '–';

/** One row per epoch, one column per run. */
export function overlayTable(quantity: Quantity, part: Part, runs: readonly ShownRun[]): TableData {
  const key = keys[quantity][part];
  const columns = runs.map(({ record }) => new Map(record.epochs.map((log) => [log.epoch, log[key]])));
  return {
    columns: ['epoch', ...runs.map(({ label }) => label)],
    rows: epochsOf(runs).map((epoch) => [
      count(epoch),
      ...columns.map((values) => {
        const value = values.get(epoch);
        return value === undefined ? none : metric(value);
      }),
    ]),
  };
}

const logColumns = ['epoch', 'loss', 'acc', 'val_loss', 'val_acc', 'lr', 'seconds'] as const;

/** Every run's epochs with all digits, one run after the other. */
export const overlayCsv = (runs: readonly ShownRun[]): string =>
  toCsv(
    ['run', ...logColumns],
    runs.flatMap(({ label, record }) =>
      record.epochs.map((log) => [label, ...logColumns.map((column) => log[column])]),
    ),
  );

/** The result of a run at its end, and at its best epoch. */
export interface Outcome {
  readonly epochs: string;
  readonly loss: string;
  readonly acc: string;
  readonly valLoss: string;
  readonly valAcc: string;
  /** At the epoch with the lowest val_loss. */
  readonly bestValLoss: string;
  readonly bestValAcc: string;
  readonly bestEpoch: string;
  readonly time: string;
}

/** A row of the table of outcomes, its time in `language`. */
export function outcomeOf({ record }: ShownRun, language: string): Outcome {
  const { best, epochs, total, seconds } = record;
  const last = epochs.at(-1);
  const fraction = (value: number | undefined): string => (value === undefined ? none : percent(value));
  const number = (value: number | undefined): string => (value === undefined ? none : metric(value));
  return {
    epochs: count(total),
    loss: number(last?.loss),
    acc: fraction(last?.acc),
    valLoss: number(last?.val_loss),
    valAcc: fraction(last?.val_acc),
    bestValLoss: number(best?.val_loss),
    bestValAcc: fraction(best?.val_acc),
    bestEpoch: best ? count(best.epoch) : none,
    time: total === 0 ? none : duration(seconds, language),
  };
}
