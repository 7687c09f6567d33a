/**
 * Keras's progress bar as text, so that a run here can be compared with one in a notebook. Pure;
 * imports only formatters.
 * Source: keras/src/utils/progbar.py, `Progbar.update` with a known target, without its colours.
 */
import { kerasMetric, pythonFixed, timePerStep } from './units';

/** Width of the bar in characters. Keras draws all of them and colours the part that is done. */
export const barWidth = 20;

/** How many of the bar's characters are done: floor(20 · done / total). `total`: ≥ 1. */
export const bar = (done: number, total: number): { readonly filled: number } => ({
  filled: Math.trunc((barWidth * done) / total),
});

const two = (n: number): string => String(Math.trunc(n)).padStart(2, '0');

/**
 * The time left, truncated to whole seconds: `31s`, `1:05` above a minute, `1:02:03` above an hour.
 */
export function kerasEta(seconds: number): string {
  if (seconds > 3600)
    return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  if (seconds > 60) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.trunc(seconds)}s`;
}

const head = (done: number, total: number): string =>
  `${String(done).padStart(String(total).length)}/${total} ${'━'.repeat(barWidth)}`;

const values = (named: Readonly<Record<string, number>>): string =>
  Object.entries(named)
    .map(([name, value]) => ` - ${name}: ${kerasMetric(value)}`)
    .join('');

/**
 * Numbers of a finished epoch; times in seconds. Keras divides the time of the whole epoch, with
 * validation, by the number of steps.
 */
export interface EpochNumbers {
  /** Steps of the epoch, ≥ 1. */
  readonly steps: number;
  readonly seconds: number;
  readonly secondsPerStep: number;
  readonly acc: number;
  readonly loss: number;
  readonly val_acc: number;
  readonly val_loss: number;
}

/**
 * `625/625 ━━━━━━━━━━━━━━━━━━━━ 63s 101ms/step - acc: 0.2749 - loss: 2.3294 - val_acc: 0.2909 -
 * val_loss: 1.9725`
 */
export function epochLine(epoch: EpochNumbers): string {
  const { steps, seconds, secondsPerStep, acc, loss, val_acc, val_loss } = epoch;
  const time = `${pythonFixed(seconds, 0)}s ${timePerStep(secondsPerStep)}`;
  return `${head(steps, steps)} ${time}${values({ acc, loss, val_acc, val_loss })}`;
}

/** Numbers of the current epoch: steps done, means over them, seconds per step. */
export interface LiveNumbers {
  readonly stepInEpoch: number;
  readonly secondsPerStep: number;
  readonly meanAcc: number;
  readonly meanLoss: number;
}

/**
 * `312/625 ━━━━━━━━━━━━━━━━━━━━ 31s 100ms/step - acc: 0.2749 - loss: 2.3294`; the first time is the
 * time left for `steps`.
 */
export function liveLine(live: LiveNumbers, steps: number): string {
  const { stepInEpoch, secondsPerStep, meanAcc: acc, meanLoss: loss } = live;
  const left = kerasEta(secondsPerStep * (steps - stepInEpoch));
  return `${head(stepInEpoch, steps)} ${left} ${timePerStep(secondsPerStep)}${values({ acc, loss })}`;
}
