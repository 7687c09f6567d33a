/** What the difference of two modes is made of. Pure. */
import { matters, normOf } from '../../experiment/effect';
import type { Experiment } from '../../experiment/schema';
import type { EpochLog, ModeFigures, ModesReport } from '../../training/logs';

/** Of an accuracy: √(p (1 − p) / n), for images drawn at random. */
export const standardError = ({ acc, images }: Pick<ModeFigures, 'acc' | 'images'>): number =>
  Math.sqrt((acc * (1 - acc)) / images);

/** What is on in training mode alone. */
export function onInTraining(experiment: Experiment): ('dropout' | 'batch' | 'augmented')[] {
  const { dropout, flip, shift } = experiment;
  return [
    ...(matters(experiment, 'dropout') && dropout > 0 ? (['dropout'] as const) : []),
    ...(normOf(experiment) === 'batch' ? (['batch'] as const) : []),
    ...(flip || shift > 0 ? (['augmented'] as const) : []),
  ];
}

export interface Difference {
  /** `learnt`: running mean → the weights of now; `mode`: training → inference; `gap`: training images → validation images. */
  readonly id: 'learnt' | 'mode' | 'gap';
  /** Of the accuracy, −1 … 1. */
  readonly points: number;
  /** More than two standard errors. The two modes see the same images, so that for `mode` this is careful. */
  readonly certain: boolean;
}

function difference(id: Difference['id'], from: ModeFigures, to: ModeFigures): Difference {
  const points = to.acc - from.acc;
  const error = Math.hypot(...[from, to].filter(({ images }) => images > 0).map(standardError));
  return { id, points, certain: Math.abs(points) > 2 * error };
}

/** From the log's training accuracy to the validation accuracy, step by step; without an epoch's log, from training mode on. */
export function differences({ training, inference, val }: ModesReport, last: EpochLog | null): Difference[] {
  const parts = [difference('mode', training, inference), difference('gap', inference, val)];
  // An epoch has so many images that its mean has no error that counts.
  const running = last && { images: 0, loss: last.loss, acc: last.acc };
  return running ? [difference('learnt', running, training), ...parts] : parts;
}
