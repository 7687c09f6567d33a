/**
 * The last evaluation's result for each image: stored in the engine and read by queries. Pure; runs
 * in the worker or in Node.
 */
import { gather } from '../../dataset/batches';
import { classCount, classNames, imageBytes } from '../../lib/cifar10';
import type { ImageStore } from '../../dataset/imageStore';
import { toCsv } from '../../lib/csv';
import { Rng } from '../../lib/rng';
import type { SplitName } from '../../protocol/data';
import type { ImageFilter, EvaluatedImage, ImageOrder } from '../../protocol/evaluation';
import { confidenceOf, type Predictions } from '../../training/predictions';
import { setOf } from '../core/images';

/** An evaluation's results with its images. */
export interface EvaluationResults {
  readonly split: SplitName;
  readonly store: ImageStore;
  /** The images' indices within their set, in the order of the predictions. */
  readonly indices: Uint32Array;
  readonly predictions: Predictions;
  /** The experiment's seed. */
  readonly seed: number;
}

/** Nobody looks at more images than this on one page. */
const maxImages = 100;

/** Sorts by a figure in descending order; ties stay in the order of the pass, NaN comes first. */
const byFalling = (positions: Uint32Array, figure: (position: number) => number): Uint32Array => {
  const key = (position: number): number => {
    const value = figure(position);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  // Subtracting infinities would give NaN.
  return positions.toSorted((a, b) => Number(key(b) > key(a)) - Number(key(b) < key(a)) || a - b);
};

/** The positions in the pass of the images that match a filter, in the given order. */
export function select(predictions: Predictions, filter: ImageFilter, order: ImageOrder): Uint32Array {
  const { labels, predicted, losses } = predictions;
  const [above, upTo] = filter.confidence;
  const positions = Uint32Array.from(labels.keys()).filter((position) => {
    const right = labels[position] === predicted[position];
    const confidence = confidenceOf(predictions, position);
    return (
      (filter.actual === null || filter.actual === labels[position]) &&
      (filter.predicted === null || filter.predicted === predicted[position]) &&
      (filter.outcome === 'all' || right === (filter.outcome === 'correct')) &&
      // NaN is in no bin, and is not hidden when all bins are chosen.
      !(confidence > upTo) &&
      !(confidence <= above && above > 0)
    );
  });
  if (order === 'loss') return byFalling(positions, (position) => losses[position] ?? Number.NaN);
  if (order === 'confidence') return byFalling(positions, (position) => confidenceOf(predictions, position));
  if (order === 'doubt') return byFalling(positions, (position) => -confidenceOf(predictions, position));
  return positions;
}

const probabilitiesOf = ({ probabilities }: Predictions, position: number): number[] => [
  ...probabilities.subarray(position * classCount, (position + 1) * classCount),
];

/**
 * The probabilities of images, by their indices, from an evaluation of their split; null if it does
 * not have all of them.
 */
export function knownProbabilities(
  results: EvaluationResults | null,
  split: SplitName,
  indices: Uint32Array,
): number[][] | null {
  if (results?.split !== split) return null;
  const positions = Array.from(indices, (index) => results.indices.indexOf(index));
  if (positions.includes(-1)) return null;
  return positions.map((position) => probabilitiesOf(results.predictions, position));
}

/** Some of the images that match a filter, with their pixels, and how many match. */
export function selectedImages(
  { split, store, indices, predictions }: EvaluationResults,
  ask: {
    readonly filter: ImageFilter;
    readonly order: ImageOrder;
    readonly offset: number;
    readonly count: number;
  },
): { total: number; images: EvaluatedImage[] } {
  const positions = select(predictions, ask.filter, ask.order);
  const shown = positions.subarray(ask.offset, ask.offset + Math.min(ask.count, maxImages));
  const { pixels } = gather(
    store,
    setOf(split),
    shown.map((position) => indices[position] ?? 0),
  );
  const images = Array.from(shown, (position, i) => ({
    pixels: pixels.slice(i * imageBytes, (i + 1) * imageBytes),
    index: indices[position] ?? 0,
    label: predictions.labels[position] ?? 0,
    predicted: predictions.predicted[position] ?? 0,
    probabilities: probabilitiesOf(predictions, position),
    loss: predictions.losses[position] ?? Number.NaN,
  }));
  return { total: positions.length, images };
}

const columns = [
  'split',
  'index',
  'actual',
  'actual_name',
  'predicted',
  'predicted_name',
  'right',
  'confidence',
  'loss',
  ...classNames.map((name) => `p_${name}`),
] as const;

/** Writes a float32 in the fewest digits that parse back to it. */
function float32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * Writes one row per image, in the order of the pass; with a `count`, that many random images in
 * the order in which they were drawn. The same seed and draw give the same images. `index` is
 * CIFAR-10's own, within the training or the test files.
 */
export function predictionsCsv(
  { split, indices, predictions, seed }: EvaluationResults,
  count: number | null,
  draw: number,
): string {
  const { labels, predicted, losses } = predictions;
  const positions =
    count === null
      ? Uint32Array.from(labels.keys())
      : Rng.of(seed).fork(`csv/${split}/${draw}`).permutation(labels.length).subarray(0, count);
  const rows = Array.from(positions, (position) => {
    const actual = labels[position] ?? 0;
    const label = predicted[position] ?? 0;
    return [
      split,
      indices[position] ?? 0,
      actual,
      classNames[actual] ?? '',
      label,
      classNames[label] ?? '',
      Number(actual === label),
      float32(confidenceOf(predictions, position)),
      float32(losses[position] ?? Number.NaN),
      ...probabilitiesOf(predictions, position).map(float32),
    ];
  });
  return toCsv(columns, rows);
}
