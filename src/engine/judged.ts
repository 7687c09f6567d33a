/** What the last evaluation found of each image: kept in the engine, looked into by questions. Pure; worker or Node. */
import { gather } from '../dataset/batches';
import { classCount, classNames, imageBytes } from '../dataset/cifar10';
import type { ImageStore } from '../dataset/imageStore';
import { toCsv } from '../lib/csv';
import { Rng } from '../lib/rng';
import type { JudgedFilter, JudgedImage, JudgedOrder } from '../protocol/images';
import type { SplitName } from '../protocol/queries';
import { confidenceOf, type Verdicts } from '../training/verdicts';
import { setOf } from './pictures';

/** An evaluation with the images that it was of. */
export interface Judged {
  readonly split: SplitName;
  readonly store: ImageStore;
  /** Of the images within their set, in the order of the verdicts. */
  readonly indices: Uint32Array;
  readonly verdicts: Verdicts;
  /** Of the experiment. */
  readonly seed: number;
}

/** More than this would be a page of images that nobody looks at. */
const mostImages = 100;

/** Orders by a falling figure; equals stay as the pass saw them, NaN goes first. */
const byFalling = (places: Uint32Array, figure: (place: number) => number): Uint32Array => {
  const key = (place: number): number => {
    const value = figure(place);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  // Infinities would give NaN by subtraction.
  return places.toSorted((a, b) => Number(key(b) > key(a)) - Number(key(b) < key(a)) || a - b);
};

/** Places in the pass of the images that a filter lets through, in an order. */
export function select(verdicts: Verdicts, filter: JudgedFilter, order: JudgedOrder): Uint32Array {
  const { labels, predicted, losses } = verdicts;
  const [above, upTo] = filter.confidence;
  const places = Uint32Array.from(labels.keys()).filter((place) => {
    const right = labels[place] === predicted[place];
    const confidence = confidenceOf(verdicts, place);
    return (
      (filter.actual === null || filter.actual === labels[place]) &&
      (filter.predicted === null || filter.predicted === predicted[place]) &&
      (filter.verdict === 'all' || right === (filter.verdict === 'right')) &&
      // NaN is of no bin, and hidden by no choice of all bins.
      !(confidence > upTo) &&
      !(confidence <= above && above > 0)
    );
  });
  if (order === 'loss') return byFalling(places, (place) => losses[place] ?? Number.NaN);
  if (order === 'confidence') return byFalling(places, (place) => confidenceOf(verdicts, place));
  if (order === 'doubt') return byFalling(places, (place) => -confidenceOf(verdicts, place));
  return places;
}

const shares = ({ probabilities }: Verdicts, place: number): number[] => [
  ...probabilities.subarray(place * classCount, (place + 1) * classCount),
];

/** Some of the images that a filter lets through, with their pixels; and how many there are. */
export function judgedImages(
  { split, store, indices, verdicts }: Judged,
  ask: {
    readonly filter: JudgedFilter;
    readonly order: JudgedOrder;
    readonly offset: number;
    readonly count: number;
  },
): { total: number; images: JudgedImage[] } {
  const places = select(verdicts, ask.filter, ask.order);
  const shown = places.subarray(ask.offset, ask.offset + Math.min(ask.count, mostImages));
  const { pixels } = gather(
    store,
    setOf(split),
    shown.map((place) => indices[place] ?? 0),
  );
  const images = Array.from(shown, (place, i) => ({
    pixels: pixels.slice(i * imageBytes, (i + 1) * imageBytes),
    index: indices[place] ?? 0,
    label: verdicts.labels[place] ?? 0,
    predicted: verdicts.predicted[place] ?? 0,
    probabilities: shares(verdicts, place),
    loss: verdicts.losses[place] ?? Number.NaN,
  }));
  return { total: places.length, images };
}

const columns = [
  'split', 'index', 'actual', 'actual_name', 'predicted', 'predicted_name', 'right', 'confidence', 'loss',
  ...classNames.map((name) => `p_${name}`),
] as const; // prettier-ignore

/** A float32 in the fewest digits that give it back. */
function float32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * One row an image, as the pass saw them; with a `count`, of so many random images instead, in the order in which they were drawn. The same seed and draw give the
 * same images. `index` is CIFAR-10's own, within the training or the test files.
 */
export function judgedCsv(
  { split, indices, verdicts, seed }: Judged,
  count: number | null,
  draw: number,
): string {
  const { labels, predicted, losses } = verdicts;
  const places =
    count === null
      ? Uint32Array.from(labels.keys())
      : Rng.of(seed).fork(`csv/${split}/${draw}`).permutation(labels.length).subarray(0, count);
  const rows = Array.from(places, (place) => {
    const [actual, said] = [labels[place] ?? 0, predicted[place] ?? 0];
    return [
      split, indices[place] ?? 0, actual, classNames[actual] ?? '', said, classNames[said] ?? '', Number(actual === said),
      float32(confidenceOf(verdicts, place)), float32(losses[place] ?? Number.NaN), ...shares(verdicts, place).map(float32),
    ]; // prettier-ignore
  });
  return toCsv(columns, rows);
}
