/** Which images stand behind a figure: exactly those that it counts. */
import * as fc from '../../helpers/properties';
import { beforeAll, describe, expect, it } from 'vitest';
import { gather } from '../../../src/dataset/batches';
import {
  knownProbabilities,
  predictionsCsv,
  selectedImages,
  select,
  type EvaluationResults,
} from '../../../src/engine/inspect/evaluationResults';
import type { ImageFilter, ImageOrder } from '../../../src/protocol/evaluation';
import {
  binOf,
  confidenceOf,
  reportOf,
  emptyPredictions,
  type Predictions,
} from '../../../src/training/predictions';
import { filledStore, tinySet } from '../../dataset/tiny';

const all: ImageFilter = { actual: null, predicted: null, outcome: 'all', confidence: [0, 1] };

/** Predictions of `n` images whose probabilities are made of these numbers. */
function predictionsOf(labels: readonly number[], scores: readonly (readonly number[])[]): Predictions {
  const predictions = emptyPredictions(labels.length);
  labels.forEach((label, place) => {
    const exps = scores[place]!.map((score) => Math.exp(score));
    const shares = exps.map((e) => e / exps.reduce((sum, x) => sum + x, 0));
    predictions.labels[place] = label;
    predictions.predicted[place] = shares.indexOf(Math.max(...shares));
    predictions.probabilities.set(shares, place * 10);
    predictions.losses[place] = -Math.log(shares[label]!);
  });
  return predictions;
}

const image = fc.record({
  label: fc.integer({ min: 0, max: 9 }),
  scores: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 10, maxLength: 10 }),
});
const passes = fc.array(image, { minLength: 1, maxLength: 60 }).map((images) =>
  predictionsOf(
    images.map(({ label }) => label),
    images.map(({ scores }) => scores),
  ),
);

describe('the images behind', () => {
  it('a cell of the confusion matrix are exactly those counted', () => {
    fc.assert(
      fc.property(passes, (predictions) => {
        const { confusion } = reportOf(predictions, 1);
        const seen = confusion.flatMap((row, actual) =>
          row.flatMap((count, predicted) => {
            const places = select(predictions, { ...all, actual, predicted }, 'position');
            expect(places).toHaveLength(count);
            for (const place of places)
              expect([predictions.labels[place], predictions.predicted[place]]).toEqual([actual, predicted]);
            return [...places];
          }),
        );
        expect(seen.toSorted((a, b) => a - b)).toEqual([...predictions.labels.keys()]);
      }),
    );
  });

  it('a bin of the calibration are exactly those counted', () => {
    fc.assert(
      fc.property(passes, (predictions) => {
        reportOf(predictions, 1).calibration.forEach(({ images }, bin) => {
          const places = select(predictions, { ...all, confidence: [bin / 10, (bin + 1) / 10] }, 'position');
          expect(places).toHaveLength(images);
          for (const place of places) expect(binOf(confidenceOf(predictions, place))).toBe(bin);
        });
      }),
    );
  });

  it('right and wrong answers are all, and none twice', () => {
    fc.assert(
      fc.property(passes, (predictions) => {
        const of = (outcome: ImageFilter['outcome']) => [
          ...select(predictions, { ...all, outcome }, 'position'),
        ];
        const both = [...of('correct'), ...of('incorrect')].toSorted((a, b) => a - b);
        expect(both).toEqual(of('all'));
        expect(of('correct')).toHaveLength(
          Math.round(reportOf(predictions, 1).acc * predictions.labels.length),
        );
      }),
    );
  });
});

describe('the order', () => {
  const scores = [0, 3, 1, 2].map((score) => [score, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const predictions = predictionsOf([0, 1, 0, 1], scores);
  predictions.losses[2] = Number.NaN;

  it.each([
    ['position', [0, 1, 2, 3]],
    // What is not a number comes first: it is the worst that can be.
    ['loss', [2, 1, 3, 0]],
    ['confidence', [1, 3, 2, 0]],
    ['doubt', [0, 2, 3, 1]],
  ] as const)('by %s', (order: ImageOrder, places) => {
    expect([...select(predictions, all, order)]).toEqual(places);
  });
});

describe('over images', () => {
  const labels = [3, 1, 4, 1, 5];
  const indices = Uint32Array.of(9, 2, 7, 0, 4);
  let results: EvaluationResults;

  beforeAll(async () => {
    const store = filledStore(await tinySet());
    const predictions = predictionsOf(
      labels,
      labels.map((_, i) => Array.from({ length: 10 }, (_, k) => Math.sin(i + k))),
    );
    results = { split: 'val', store, indices, predictions, seed: 7 };
  });

  it('each comes with its own pixels and figures, page by page', () => {
    const ask = { filter: all, order: 'position', count: 2 } as const;
    const pages = [0, 2, 4, 6].map((offset) => selectedImages(results, { ...ask, offset }));
    expect(pages.map(({ images }) => images.length)).toEqual([2, 2, 1, 0]);
    expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
    pages
      .flatMap(({ images }) => images)
      .forEach(({ index, pixels, label, probabilities }, i) => {
        expect(index).toBe(indices[i]);
        expect(label).toBe(labels[i]);
        expect(pixels).toEqual(gather(results.store, 'train', Uint32Array.of(index)).pixels);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      });
  });

  it('their probabilities are found by their indices, in the order that is asked for', () => {
    const found = knownProbabilities(results, 'val', Uint32Array.of(4, 9));
    const { images } = selectedImages(results, { filter: all, order: 'position', offset: 0, count: 5 });
    expect(found).toEqual([images[4]!.probabilities, images[0]!.probabilities]);
    // Of another split, of an image that is not among them, and without an evaluation nothing is known.
    expect(knownProbabilities(results, 'test', Uint32Array.of(4))).toBeNull();
    expect(knownProbabilities(results, 'val', Uint32Array.of(4, 3))).toBeNull();
    expect(knownProbabilities(null, 'val', Uint32Array.of(4))).toBeNull();
  });

  it('never more than a hundred are given at once', () => {
    const many = { ...results, indices: new Uint32Array(300), predictions: emptyPredictions(300) };
    const { total, images } = selectedImages(many, {
      filter: all,
      order: 'position',
      offset: 0,
      count: 5_000,
    });
    expect([total, images.length]).toEqual([300, 100]);
  });

  it('a file has a row for each, with all digits', () => {
    const lines = predictionsCsv(results, null, 0).trimEnd().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^split,index,actual,actual_name,predicted,.*,p_airplane,.*,p_truck$/);
    lines.slice(1).forEach((line, i) => {
      const cells = line.split(',');
      expect(cells.slice(0, 3)).toEqual(['val', String(indices[i]), String(labels[i])]);
      expect(cells.slice(9).map((cell) => Math.fround(Number(cell)))).toEqual([
        ...results.predictions.probabilities.subarray(i * 10, i * 10 + 10),
      ]);
    });
  });

  it('random rows are distinct, the same for the same draw, and others for another', () => {
    const wide: EvaluationResults = {
      ...results,
      indices: Uint32Array.from({ length: 1_000 }, (_, i) => i),
      predictions: emptyPredictions(1_000),
    };
    const drawn = (draw: number) => predictionsCsv(wide, 256, draw).trimEnd().split('\r\n').slice(1);
    expect(new Set(drawn(0)).size).toBe(256);
    expect(drawn(0)).toEqual(drawn(0));
    expect(drawn(1)).not.toEqual(drawn(0));
    expect(predictionsCsv(results, 256, 0).trimEnd().split('\r\n')).toHaveLength(6);
  });
});
