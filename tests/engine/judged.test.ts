/** Which images stand behind a figure: exactly those that it counts. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { gather } from '../../src/dataset/batches';
import { judgedCsv, judgedImages, select, type Judged } from '../../src/engine/judged';
import type { JudgedFilter, JudgedOrder } from '../../src/protocol/images';
import { binOf, confidenceOf, reportOf, verdictsFor, type Verdicts } from '../../src/training/verdicts';
import { filledStore, tinySet } from '../dataset/tiny';

const all: JudgedFilter = { actual: null, predicted: null, verdict: 'all', confidence: [0, 1] };

/** Verdicts of `n` images whose probabilities are made of these numbers. */
function verdictsOf(labels: readonly number[], scores: readonly (readonly number[])[]): Verdicts {
  const verdicts = verdictsFor(labels.length);
  labels.forEach((label, place) => {
    const exps = scores[place]!.map((score) => Math.exp(score));
    const shares = exps.map((e) => e / exps.reduce((sum, x) => sum + x, 0));
    verdicts.labels[place] = label;
    verdicts.predicted[place] = shares.indexOf(Math.max(...shares));
    verdicts.probabilities.set(shares, place * 10);
    verdicts.losses[place] = -Math.log(shares[label]!);
  });
  return verdicts;
}

const image = fc.record({
  label: fc.integer({ min: 0, max: 9 }),
  scores: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 10, maxLength: 10 }),
});
const passes = fc
  .array(image, { minLength: 1, maxLength: 60 })
  .map((images) => verdictsOf(images.map(({ label }) => label), images.map(({ scores }) => scores))); // prettier-ignore

describe('the images behind', () => {
  it('a cell of the confusion matrix are exactly those counted', () => {
    fc.assert(
      fc.property(passes, (verdicts) => {
        const { confusion } = reportOf(verdicts, 1);
        const seen = confusion.flatMap((row, actual) =>
          row.flatMap((count, predicted) => {
            const places = select(verdicts, { ...all, actual, predicted }, 'place');
            expect(places).toHaveLength(count);
            for (const place of places)
              expect([verdicts.labels[place], verdicts.predicted[place]]).toEqual([actual, predicted]);
            return [...places];
          }),
        );
        expect(seen.toSorted((a, b) => a - b)).toEqual([...verdicts.labels.keys()]);
      }),
    );
  });

  it('a bin of the calibration are exactly those counted', () => {
    fc.assert(
      fc.property(passes, (verdicts) => {
        reportOf(verdicts, 1).calibration.forEach(({ images }, bin) => {
          const places = select(verdicts, { ...all, confidence: [bin / 10, (bin + 1) / 10] }, 'place');
          expect(places).toHaveLength(images);
          for (const place of places) expect(binOf(confidenceOf(verdicts, place))).toBe(bin);
        });
      }),
    );
  });

  it('right and wrong answers are all, and none twice', () => {
    fc.assert(
      fc.property(passes, (verdicts) => {
        const of = (verdict: JudgedFilter['verdict']) => [...select(verdicts, { ...all, verdict }, 'place')];
        const both = [...of('right'), ...of('wrong')].toSorted((a, b) => a - b);
        expect(both).toEqual(of('all'));
        expect(of('right')).toHaveLength(Math.round(reportOf(verdicts, 1).acc * verdicts.labels.length));
      }),
    );
  });
});

describe('the order', () => {
  const scores = [0, 3, 1, 2].map((score) => [score, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const verdicts = verdictsOf([0, 1, 0, 1], scores);
  verdicts.losses[2] = Number.NaN;

  it.each([
    ['place', [0, 1, 2, 3]],
    // What is not a number comes first: it is the worst that can be.
    ['loss', [2, 1, 3, 0]],
    ['confidence', [1, 3, 2, 0]],
    ['doubt', [0, 2, 3, 1]],
  ] as const)('by %s', (order: JudgedOrder, places) => {
    expect([...select(verdicts, all, order)]).toEqual(places);
  });
});

describe('over images', () => {
  const labels = [3, 1, 4, 1, 5];
  const indices = Uint32Array.of(9, 2, 7, 0, 4);
  let judged: Judged;

  beforeAll(async () => {
    const store = filledStore(await tinySet());
    const verdicts = verdictsOf(labels, labels.map((_, i) => Array.from({ length: 10 }, (_, k) => Math.sin(i + k)))); // prettier-ignore
    judged = { split: 'val', store, indices, verdicts, seed: 7 };
  });

  it('each comes with its own pixels and figures, page by page', () => {
    const ask = { filter: all, order: 'place', count: 2 } as const;
    const pages = [0, 2, 4, 6].map((offset) => judgedImages(judged, { ...ask, offset }));
    expect(pages.map(({ images }) => images.length)).toEqual([2, 2, 1, 0]);
    expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
    pages
      .flatMap(({ images }) => images)
      .forEach(({ index, pixels, label, probabilities }, i) => {
        expect(index).toBe(indices[i]);
        expect(label).toBe(labels[i]);
        expect(pixels).toEqual(gather(judged.store, 'train', Uint32Array.of(index)).pixels);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      });
  });

  it('never more than a hundred are given at once', () => {
    const many = { ...judged, indices: new Uint32Array(300), verdicts: verdictsFor(300) };
    const { total, images } = judgedImages(many, { filter: all, order: 'place', offset: 0, count: 5_000 });
    expect([total, images.length]).toEqual([300, 100]);
  });

  it('a file has a row for each, with all digits', () => {
    const lines = judgedCsv(judged, null, 0).trimEnd().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^split,index,actual,actual_name,predicted,.*,p_airplane,.*,p_truck$/);
    lines.slice(1).forEach((line, i) => {
      const cells = line.split(',');
      expect(cells.slice(0, 3)).toEqual(['val', String(indices[i]), String(labels[i])]);
      expect(cells.slice(9).map((cell) => Math.fround(Number(cell)))).toEqual([
        ...judged.verdicts.probabilities.subarray(i * 10, i * 10 + 10),
      ]);
    });
  });

  it('random rows are distinct, the same for the same draw, and others for another', () => {
    const wide: Judged = {
      ...judged,
      indices: Uint32Array.from({ length: 1_000 }, (_, i) => i),
      verdicts: verdictsFor(1_000),
    };
    const drawn = (draw: number) => judgedCsv(wide, 256, draw).trimEnd().split('\r\n').slice(1);
    expect(new Set(drawn(0)).size).toBe(256);
    expect(drawn(0)).toEqual(drawn(0));
    expect(drawn(1)).not.toEqual(drawn(0));
    expect(judgedCsv(judged, 256, 0).trimEnd().split('\r\n')).toHaveLength(6);
  });
});
