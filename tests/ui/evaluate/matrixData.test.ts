/** An evaluation's numbers as tables and files. */
import { describe, expect, it } from 'vitest';
import { averages, classFigures } from '../../../src/lib/classification';
import {
  binName,
  calibrationCsv,
  calibrationTable,
  classCsv,
  classTable,
  confusionCsv,
} from '../../../src/ui/evaluate/matrixData';

const names = ['airplane', 'bird', 'cat'];
const confusion = [
  [6, 1, 3],
  [0, 0, 0],
  [7, 0, 0],
];
const words = {
  class: 'class',
  precision: 'precision',
  recall: 'recall',
  f1: 'f1',
  support: 'support',
  takenFor: 'taken for',
  macro: 'macro',
  weighted: 'weighted',
  none: '–',
};
const classes = classFigures(confusion);

describe('the classes', () => {
  it('tell one without images from one that is always wrong', () => {
    const { rows } = classTable(classes, averages(classes), names, words);
    expect(rows).toEqual([
      ['airplane', '0.4615', '0.6000', '0.5217', '10', 'cat (3)'],
      ['bird', '0.0000e+00', '–', '0.0000e+00', '0', '–'],
      ['cat', '0.0000e+00', '0.0000e+00', '0.0000e+00', '7', 'airplane (7)'],
      ['macro', '0.1538', '0.3000', '0.1739', '17', '–'],
      ['weighted', '0.2715', '0.3529', '0.3069', '17', '–'],
    ]);
  });

  it('are a file with all digits', () => {
    expect(classCsv(classes, names).split('\r\n').slice(0, 3)).toEqual([
      'class,precision,recall,f1,support,correct,predicted',
      `airplane,${6 / 13},0.6,${12 / 23},10,6,13`,
      'bird,0,,0,0,0,1',
    ]);
    expect(confusionCsv(confusion, names, 'actual').split('\r\n')[3]).toBe('cat,7,0,0');
  });
});

describe('the calibration', () => {
  const bins = [
    { images: 0, confidence: null, accuracy: null },
    { images: 4, confidence: 0.875, accuracy: 0.5 },
  ];

  it('has a row for each bin, an empty one too', () => {
    const head = { bin: 'bin', images: 'images', confidence: 'said', accuracy: 'right', none: '–' };
    expect(calibrationTable(bins, head).rows).toEqual([
      ['0 % – 50 %', '0', '–', '–'],
      ['50 % – 100 %', '4', '0.8750', '0.5000'],
    ]);
    expect(binName(3, 10)).toBe('30 % – 40 %');
    expect(calibrationCsv(bins).split('\r\n')[2]).toBe('0.5,1,4,0.875,0.5');
  });
});
