/** The run's numbers as curves, tables and files. */
import { describe, expect, it } from 'vitest';
import { append, emptySeries, seriesLimit } from '../../../src/lib/series';
import { pointLimit } from '../../../src/charts/lineChart';
import {
  epochCsv,
  epochCurves,
  epochTable,
  stepCsv,
  stepCurve,
  stepTable,
} from '../../../src/ui/train/curveData';
import { epochLog } from '../../store/fixtures';

const epochs = (n: number) =>
  Array.from({ length: n }, (_, i) => epochLog({ epoch: i + 1, loss: i + 1, val_loss: 10 * (i + 1) }).log);
const series = (values: readonly number[]) => append(emptySeries, values);

describe('epochCurves', () => {
  it('puts epoch n at index n, with a gap at 0 and room to the end of the run', () => {
    const { stride, series } = epochCurves('loss', epochs(2), 4);
    expect(stride).toBe(1);
    expect(series.map(({ name }) => name)).toEqual(['loss', 'val_loss']);
    expect(series[0]?.values).toEqual([null, 1, 2, null, null]);
    expect(series[1]?.values).toEqual([null, 10, 20, null, null]);
  });

  it('keeps the room within twice the curve, at least to 10', () => {
    expect(epochCurves('acc', epochs(2), 200).series[0]?.values).toHaveLength(11);
    expect(epochCurves('acc', epochs(30), 200).series[0]?.values).toHaveLength(61);
    expect(epochCurves('acc', epochs(30), 30).series[0]?.values).toHaveLength(31);
  });

  it('names accuracy as the lab does and takes its own numbers', () => {
    const [own, val] = epochCurves('acc', epochs(1), 1).series;
    expect([own?.name, val?.name]).toEqual(['accuracy', 'val_accuracy']);
    expect([own?.values, val?.values]).toEqual([
      [null, 0.25],
      [null, 0.3],
    ]);
  });

  it('never has more points than a chart takes', () => {
    for (const n of [498, 499, 500, 999, 1_497])
      expect(epochCurves('loss', epochs(n), n).series[0]?.values.length).toBeLessThanOrEqual(pointLimit);
  });

  it('averages neighbours when a thousand epochs would be too many points', () => {
    const { stride, series } = epochCurves('loss', epochs(1_000), 1_000);
    expect(stride).toBe(3);
    expect(series[0]?.values.length).toBeLessThanOrEqual(pointLimit);
    expect(series[0]?.values.slice(0, 3)).toEqual([null, 2, 5]);
    expect(series[0]?.values.at(-1)).toBe(1_000);
  });
});

describe('stepCurve', () => {
  it('puts step n at index n while every step has a point', () => {
    const curve = stepCurve('loss', series([3, 2, 1]));
    expect(curve).toMatchObject({ stride: 1, series: [{ name: 'loss', values: [null, 3, 2, 1] }] });
  });

  it('never draws more than half of what a series may hold, and says how many steps a point is', () => {
    const values = Array.from({ length: 2_001 }, (_, i) => i + 1);
    for (const length of [200, 201, 399, 400, 401, 2_001]) {
      const { stride, series: drawn } = stepCurve('acc', series(values.slice(0, length)));
      const points = drawn[0]?.values ?? [];
      expect(points.length).toBeLessThanOrEqual(seriesLimit / 2 + 1);
      expect(points.length - 1).toBe(Math.ceil(length / stride));
      // Mean of 1 … stride.
      expect(points[1]).toBe((stride + 1) / 2);
    }
  });

  it('gives each step the same weight in the last, shorter point', () => {
    const steps = series([...Array.from({ length: 402 }, () => 0), 9]);
    // Buckets of two steps, two buckets a point: 100 points of four zeros, then 0, 0, 9.
    expect(steps.stride).toBe(2);
    const { stride, series: drawn } = stepCurve('loss', steps);
    expect(stride).toBe(4);
    expect(drawn[0]?.values.at(-1)).toBe(3);
  });
});

describe('tables and files', () => {
  it('formats epochs as Keras does, and keeps all digits in the file', () => {
    const log = epochLog({ epoch: 1, loss: 2.329_449_9, lr: 1e-4, seconds: 62.96 }).log;
    expect(epochTable([log])).toEqual({
      columns: ['epoch', 'loss', 'acc', 'val_loss', 'val_acc', 'lr', 'seconds'],
      rows: [['1', '2.3294', '0.2500', '1.9000', '0.3000', '1e-4', '63.0']],
    });
    expect(epochCsv([log])).toBe(
      'epoch,loss,acc,val_loss,val_acc,lr,seconds\r\n1,2.3294499,0.25,1.9,0.3,0.0001,62.96\r\n',
    );
  });

  it('names the steps that a row stands for', () => {
    const one = series([2, 1]);
    expect(stepTable(one, series([0.1, 0.2])).rows).toEqual([
      ['1', '2.0000', '0.1000'],
      ['2', '1.0000', '0.2000'],
    ]);
    const many = series(Array.from({ length: 401 }, () => 1));
    expect(stepTable(many, many).rows.slice(0, 1)).toEqual([['1–2', '1.0000', '1.0000']]);
    const lines = stepCsv(many, many).split('\r\n');
    expect(lines[0]).toBe('first_step,last_step,mean_loss,mean_acc');
    expect(lines[1]).toBe('1,2,1,1');
    expect(lines.at(-2)).toBe('401,401,1,1');
  });
});
