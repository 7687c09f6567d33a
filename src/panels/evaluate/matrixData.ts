/** An evaluation's numbers as tables, files and facts. Pure. */
import { toCsv } from '../../charts/save';
import { count, percent } from '../../lib/units';
import type { ClassAccuracy } from '../../store/selectors';
import type { TableData } from '../charts/DataTable';

/** Row: actual class; column: predicted class; counts. */
export type Confusion = readonly (readonly number[])[];

/** Images on the diagonal. */
export const correctOf = (confusion: Confusion): number =>
  confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);

/** The mistake that was made most often (the first of equals); null if there is none. */
export function commonestMistake(
  confusion: Confusion,
): { readonly actual: number; readonly predicted: number; readonly count: number } | null {
  const mistakes = confusion.flatMap((row, actual) =>
    row
      .map((count, predicted) => ({ actual, predicted, count }))
      .filter((cell) => cell.actual !== cell.predicted),
  );
  const most = mistakes.reduce<(typeof mistakes)[number] | null>(
    (best, cell) => (cell.count > (best?.count ?? 0) ? cell : best),
    null,
  );
  return most;
}

/** The matrix with class names; the first column is the actual class. */
export const confusionTable = (
  confusion: Confusion,
  names: readonly string[],
  corner: string,
): TableData => ({
  columns: [corner, ...names],
  rows: confusion.map((row, i) => [names[i] ?? String(i), ...row.map(count)]),
});

/** The matrix as a file. */
export const confusionCsv = (confusion: Confusion, names: readonly string[], corner: string): string =>
  toCsv(
    [corner, ...names],
    confusion.map((row, i) => [names[i] ?? String(i), ...row]),
  );

/** Words of the per-class table's head, in order. */
export interface ClassColumns {
  readonly class: string;
  readonly accuracy: string;
  readonly right: string;
  readonly images: string;
  readonly takenFor: string;
  /** Stands for what is not there. */
  readonly none: string;
}

/** One row a class. */
export const classTable = (
  classes: readonly ClassAccuracy[],
  names: readonly string[],
  words: ClassColumns,
): TableData => ({
  columns: [words.class, words.accuracy, words.right, words.images, words.takenFor],
  rows: classes.map(({ accuracy, correct, count: images, takenFor }, i) => [
    names[i] ?? String(i),
    accuracy === null ? words.none : percent(accuracy),
    count(correct),
    count(images),
    takenFor ? `${names[takenFor.label]} (${count(takenFor.count)})` : words.none,
  ]),
});

/** One row a class, all digits. */
export const classCsv = (classes: readonly ClassAccuracy[], names: readonly string[]): string =>
  toCsv(
    ['class', 'accuracy', 'correct', 'images'],
    classes.map(({ accuracy, correct, count: images }, i) => [
      names[i] ?? String(i),
      accuracy,
      correct,
      images,
    ]),
  );
