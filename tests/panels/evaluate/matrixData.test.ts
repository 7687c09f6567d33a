/** An evaluation's numbers as tables, files and facts. */
import { describe, expect, it } from 'vitest';
import { classAccuracies } from '../../../src/store/selectors';
import {
  classCsv, classTable, commonestMistake, confusionCsv, confusionTable, correctOf,
} from '../../../src/panels/evaluate/matrixData'; // prettier-ignore

const names = ['airplane', 'bird', 'cat'];
const confusion = [
  [6, 1, 3],
  [0, 0, 0],
  [1, 2, 1_004],
];
const words = {
  class: 'class', accuracy: 'accuracy', right: 'right', images: 'images', takenFor: 'taken for', none: '–',
}; // prettier-ignore

describe('facts', () => {
  it('counts the diagonal', () => {
    expect(correctOf(confusion)).toBe(1_010);
  });

  it('finds the commonest mistake, never the diagonal', () => {
    expect(commonestMistake(confusion)).toEqual({ actual: 0, predicted: 2, count: 3 });
    expect(commonestMistake([[5, 0], [0, 5]])).toBeNull(); // prettier-ignore
  });
});

describe('tables and files', () => {
  it('has a row for each actual class', () => {
    expect(confusionTable(confusion, names, 'actual')).toEqual({
      columns: ['actual', 'airplane', 'bird', 'cat'],
      rows: [
        ['airplane', '6', '1', '3'],
        ['bird', '0', '0', '0'],
        ['cat', '1', '2', '1,004'],
      ],
    });
    expect(confusionCsv(confusion, names, 'actual').split('\r\n')[3]).toBe('cat,1,2,1004');
  });

  it('tells a class without images from one that is always wrong', () => {
    const classes = classAccuracies([...confusion.slice(0, 2), [7, 0, 0]]);
    expect(classTable(classes, names, words).rows).toEqual([
      ['airplane', '60.00 %', '6', '10', 'cat (3)'],
      ['bird', '–', '0', '0', '–'],
      ['cat', '0.00 %', '0', '7', 'airplane (7)'],
    ]);
    expect(classCsv(classes, names)).toBe(
      'class,accuracy,correct,images\r\nairplane,0.6,6,10\r\nbird,,0,0\r\ncat,0,0,7\r\n',
    );
  });
});
