/**
 * The run's numbers as curves, tables and files. Pure; knows the store's run, not how it is drawn.
 */
import { pointLimit, type LineSeries } from '../../charts/lineChart';
import { seriesColours } from '../../charts/palette';
import { toCsv } from '../../lib/csv';
import { means, seriesLimit, type Series } from '../../lib/series';
import { count, learningRate, metric, pythonFixed } from '../../lib/units';
import type { RunView } from '../../store/slices/run';
import type { TableData } from '../shared/charts/DataTable';

type Epochs = RunView['epochs'];

/** The two charts: loss with val_loss, accuracy with val_accuracy. */
export type Quantity = 'loss' | 'acc';

/** An x axis with its curves: x = index = epoch (or step) ÷ `stride`. */
export interface Curves {
  readonly stride: number;
  readonly series: readonly LineSeries[];
}

const colours = { loss: seriesColours.loss, acc: seriesColours.acc };
const names = { loss: ['loss', 'val_loss'], acc: ['accuracy', 'val_accuracy'] } as const;

/** Means of each `stride` values; the last group may be shorter. */
function thin(values: readonly number[], stride: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < values.length; i += stride) {
    const group = values.slice(i, i + stride);
    out.push(group.reduce((sum, value) => sum + value, 0) / group.length);
  }
  return out;
}

/**
 * Where the epoch axis ends: at the run's end, but at most at twice the curve's length (and at
 * least at 10).
 */
const axisEnd = (epochs: number, lastEpoch: number): number =>
  Math.max(epochs, Math.min(lastEpoch, Math.max(10, 2 * epochs)));

/**
 * Curves by epoch. A gap at 0 makes the index the epoch; gaps at the end leave room for epochs to
 * come.
 */
export function epochCurves(quantity: Quantity, epochs: Epochs, lastEpoch: number): Curves {
  const end = axisEnd(epochs.length, lastEpoch);
  const stride = Math.max(Math.ceil(end / (pointLimit - 1)), 1);
  const room = Math.ceil(end / stride) + 1;
  const curve = (values: readonly number[]): (number | null)[] => {
    const points = [null, ...thin(values, stride)];
    return [...points, ...Array.from({ length: Math.max(room - points.length, 0) }, () => null)];
  };
  const [name, valName] = names[quantity];
  const [trainKey, val] =
    quantity === 'loss' ? (['loss', 'val_loss'] as const) : (['acc', 'val_acc'] as const);
  return {
    stride,
    series: [
      { name, colour: colours[quantity], values: curve(epochs.map((log) => log[trainKey])) },
      { name: valName, colour: seriesColours.val, values: curve(epochs.map((log) => log[val])) },
    ],
  };
}

/**
 * A curve by step is redrawn every second during training: half the points that a series may have
 * keep that below 0.1 s.
 */
const stepPoints = seriesLimit / 2;

/** Means of each `groupSize` neighbouring buckets; every step has the same weight. */
function groupMeans({ buckets }: Series, groupSize: number): number[] {
  const sums = thin(
    buckets.map(({ sum }) => sum),
    groupSize,
  );
  const counts = thin(
    buckets.map(({ count: steps }) => steps),
    groupSize,
  );
  return sums.map((sum, i) => sum / (counts[i] ?? Number.NaN));
}

/**
 * The curve by step: point i is the mean of `stride` steps up to step i · stride (the last one may
 * stand for fewer).
 */
export function stepCurve(quantity: Quantity, steps: Series): Curves {
  const groupSize = steps.buckets.length > stepPoints ? 2 : 1;
  return {
    stride: steps.stride * groupSize,
    series: [
      {
        name: names[quantity][0],
        colour: colours[quantity],
        values: [null, ...groupMeans(steps, groupSize)],
      },
    ],
  };
}

const epochColumns = ['epoch', 'loss', 'acc', 'val_loss', 'val_acc', 'lr', 'seconds'] as const;

/** Every finished epoch, formatted as Keras prints it. */
export const epochTable = (epochs: Epochs): TableData => ({
  columns: epochColumns,
  rows: epochs.map((log) => [
    count(log.epoch),
    ...[log.loss, log.acc, log.val_loss, log.val_acc].map(metric),
    learningRate(log.lr),
    pythonFixed(log.seconds, 1),
  ]),
});

/** Every finished epoch with all digits. */
export const epochCsv = (epochs: Epochs): string =>
  toCsv(
    epochColumns,
    epochs.map((log) => epochColumns.map((column) => log[column])),
  );

interface StepRow {
  readonly first: number;
  readonly last: number;
  readonly loss: number;
  readonly acc: number;
}

function stepRows(loss: Series, acc: Series): StepRow[] {
  const accuracies = means(acc);
  let last = 0;
  return means(loss).map((mean, i) => {
    const first = last + 1;
    last += loss.buckets[i]?.count ?? 0;
    return { first, last, loss: mean, acc: accuracies[i] ?? Number.NaN };
  });
}

/** Means of consecutive steps, formatted; the first column names the steps. */
export const stepTable = (loss: Series, acc: Series): TableData => ({
  columns: ['step', 'loss', 'acc'],
  rows: stepRows(loss, acc).map((row) => [
    row.first === row.last ? count(row.last) : `${count(row.first)}–${count(row.last)}`,
    metric(row.loss),
    metric(row.acc),
  ]),
});

/** Means of consecutive steps with all digits; each row says which steps it stands for. */
export const stepCsv = (loss: Series, acc: Series): string =>
  toCsv(
    ['first_step', 'last_step', 'mean_loss', 'mean_acc'],
    stepRows(loss, acc).map((row) => [row.first, row.last, row.loss, row.acc]),
  );
