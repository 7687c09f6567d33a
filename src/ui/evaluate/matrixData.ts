/** An evaluation's numbers as tables and files. Pure. */
import type { Averaged, ClassFigures, Confusion } from '../../lib/classification';
import { toCsv } from '../../lib/csv';
import { count, metric, percent } from '../../lib/units';
import type { CalibrationBin } from '../../protocol/evaluation';
import type { TableData } from '../shared/charts/DataTable';

/** The matrix as CSV. */
export const confusionCsv = (confusion: Confusion, names: readonly string[], corner: string): string =>
  toCsv(
    [corner, ...names],
    confusion.map((row, i) => [names[i] ?? String(i), ...row]),
  );

/** Words of the per-class table, in column order. */
export interface ClassWords {
  readonly class: string;
  readonly precision: string;
  readonly recall: string;
  readonly f1: string;
  readonly support: string;
  readonly takenFor: string;
  readonly macro: string;
  readonly weighted: string;
  /** Stands for a missing value. */
  readonly none: string;
}

const fractionOf = (fraction: number | null, none: string): string =>
  fraction === null ? none : metric(fraction);

const averagedCells = ({ precision, recall, f1 }: Averaged, none: string): string[] =>
  [precision, recall, f1].map((fraction) => fractionOf(fraction, none));

/** One row per class, then the averages, as in scikit-learn's `classification_report`. */
export function classTable(
  classes: readonly ClassFigures[],
  averaged: { readonly macro: Averaged; readonly weighted: Averaged },
  names: readonly string[],
  words: ClassWords,
): TableData {
  const { none } = words;
  const images = count(classes.reduce((sum, { support }) => sum + support, 0));
  return {
    columns: [words.class, words.precision, words.recall, words.f1, words.support, words.takenFor],
    rows: [
      ...classes.map((figures, i) => [
        names[i] ?? String(i),
        ...averagedCells(figures, none),
        count(figures.support),
        figures.takenFor ? `${names[figures.takenFor.label]} (${count(figures.takenFor.count)})` : none,
      ]),
      [words.macro, ...averagedCells(averaged.macro, none), images, none],
      [words.weighted, ...averagedCells(averaged.weighted, none), images, none],
    ],
  };
}

/** One row per class, with all digits. */
export const classCsv = (classes: readonly ClassFigures[], names: readonly string[]): string =>
  toCsv(
    ['class', 'precision', 'recall', 'f1', 'support', 'correct', 'predicted'],
    classes.map(({ precision, recall, f1, support, correct, predicted }, i) => [
      names[i] ?? String(i),
      precision,
      recall,
      f1,
      support,
      correct,
      predicted,
    ]),
  );

/** `0 % – 10 %`. */
export const binName = (bin: number, bins: number): string =>
  `${percent(bin / bins, 0)} – ${percent((bin + 1) / bins, 0)}`;

/** Words of the calibration table, in column order. */
export interface CalibrationWords {
  readonly bin: string;
  readonly images: string;
  readonly confidence: string;
  readonly accuracy: string;
  readonly none: string;
}

/** One row per bin. */
export const calibrationTable = (bins: readonly CalibrationBin[], words: CalibrationWords): TableData => ({
  columns: [words.bin, words.images, words.confidence, words.accuracy],
  rows: bins.map(({ images, confidence, accuracy }, i) => [
    binName(i, bins.length),
    count(images),
    fractionOf(confidence, words.none),
    fractionOf(accuracy, words.none),
  ]),
});

/** One row per bin, with all digits. */
export const calibrationCsv = (bins: readonly CalibrationBin[]): string =>
  toCsv(
    ['above', 'up_to', 'images', 'confidence', 'accuracy'],
    bins.map(({ images, confidence, accuracy }, i) => [
      i / bins.length,
      (i + 1) / bins.length,
      images,
      confidence,
      accuracy,
    ]),
  );
