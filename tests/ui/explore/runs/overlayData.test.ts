/** Runs of different lengths over each other: lines, rows, files, outcomes. */
import { assert, integer, property } from '../../../helpers/properties';
import { describe, expect, it } from 'vitest';
import { pointLimit } from '../../../../src/charts/lineChart';
import { recordOf } from '../../../../src/engine/runs/runHistory';
import { defaultExperiment } from '../../../../src/experiment/schema';
import { optionsOf } from '../../../../src/ui/explore/runs/options';
import {
  figureName,
  outcomeOf,
  overlayCsv,
  overlayCurves,
  overlayTable,
  type ShownRun,
} from '../../../../src/ui/explore/runs/overlayData';
import { epochLog } from '../../../store/fixtures';

/** A run of so many epochs; in epoch n its loss is n, its val_loss n / 10. */
const runOf = (label: string, epochs: number): ShownRun => ({
  mark: label.slice(0, 1),
  label,
  colour: '#000',
  experiment: defaultExperiment,
  record: recordOf(
    label,
    Array.from(
      { length: epochs },
      (_, i) => epochLog({ epoch: i + 1, loss: i + 1, val_loss: (i + 1) / 10, seconds: 100 }).log,
    ),
  ),
});

const short = runOf('1 · short', 1);
const long = runOf('2 · long', 3);

describe('the curves', () => {
  it('have their epochs at the same place, and gaps where a run has none', () => {
    const { stride, series } = overlayCurves('loss', 'val', [short, long]);
    expect(stride).toBe(1);
    expect(series.map(({ name, values }) => [name, values])).toEqual([
      ['1', [null, 0.1, null, null]],
      ['2', [null, 0.1, 0.2, 0.3]],
    ]);
    expect(overlayCurves('loss', 'train', [long]).series[0]?.values).toEqual([null, 1, 2, 3]);
    expect([figureName('acc', 'val'), figureName('loss', 'train')]).toEqual(['val_accuracy', 'loss']);
  });

  it('never have more points than a chart takes, and keep the mean of what they merge', () => {
    assert(
      property(integer({ min: 1, max: 3_000 }), integer({ min: 0, max: 40 }), (many, few) => {
        const { stride, series } = overlayCurves('loss', 'train', [runOf('a', many), runOf('b', few)]);
        expect(series.every(({ values }) => values.length <= pointLimit)).toBe(true);
        // Losses are the epochs' numbers: a point at x stands for epochs around x · stride.
        const off = (series[0]?.values ?? []).flatMap((value, i) =>
          value === null ? [] : Math.abs(value - i * stride),
        );
        expect(off.length).toBeGreaterThan(0);
        expect(Math.max(...off)).toBeLessThanOrEqual(stride);
      }),
      { numRuns: 30 },
    );
  });
});

it('the table has a row for each epoch of any of them', () => {
  expect(overlayTable('loss', 'val', [short, long])).toEqual({
    columns: ['epoch', '1 · short', '2 · long'],
    rows: [
      ['1', '0.1000', '0.1000'],
      ['2', '–', '0.2000'],
      ['3', '–', '0.3000'],
    ],
  });
});

it('the file has every epoch of every run', () => {
  const lines = overlayCsv([short, long]).trim().split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe('run,epoch,loss,acc,val_loss,val_acc,lr,seconds');
  expect(lines[4]).toMatch(/^2 · long,3,3,/);
});

it('an outcome has the last epoch beside the best; without one it has dashes', () => {
  expect(outcomeOf(long, 'en')).toMatchObject({
    epochs: '3',
    loss: '3.0000',
    valLoss: '0.3000',
    bestValLoss: '0.1000',
    bestEpoch: '1',
    time: '5 min',
  });
  expect(outcomeOf(runOf('x', 0), 'en')).toMatchObject({
    epochs: '0',
    valLoss: '–',
    bestEpoch: '–',
    time: '–',
  });
});

it('the run at hand is offered until it is among the saved ones', () => {
  const row = { id: 'a-saved-run', name: 'x', experiment: defaultExperiment, savedAt: 5 };
  const list = { type: 'runs', runs: [row], damaged: 0, space: null, elsewhere: null } as never;
  const current = { id: 'another-run', experiment: defaultExperiment };
  expect(optionsOf(list, current).map(({ id, savedAt }) => [id, savedAt])).toEqual([
    ['another-run', null],
    ['a-saved-run', 5],
  ]);
  expect(optionsOf(list, { ...current, id: 'a-saved-run' })).toHaveLength(1);
  expect(optionsOf(null, null)).toEqual([]);
});
