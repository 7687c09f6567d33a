/**
 * A run's log and notes as text: what a notebook prints, and the numbers for the catalogue's
 * sentences. Pure.
 */
import { epochLine } from '../../lib/kerasLine';
import type { RunView, RunNote } from '../../store/slices/run';
import { count, learningRate } from '../../lib/units';

/** `Epoch 1/10` and the epoch's line, for each finished epoch; every line ends with a newline. */
export const notebookLog = (epochs: RunView['epochs']): string =>
  epochs.map((log) => `Epoch ${log.epoch}/${log.epochs}\n${epochLine(log)}\n`).join('');

/** The numbers of a run's note, for its sentence in the catalogue. */
export const noteValues = ({ epoch, value }: RunNote) => ({
  count: value,
  epoch: count(epoch),
  lr: learningRate(value),
  step: count(value),
});
