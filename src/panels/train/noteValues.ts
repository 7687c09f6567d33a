/** The numbers of a run's note, as its sentence in the catalogue wants them. Pure. */
import { count, learningRate } from '../../lib/units';
import type { RunNote } from '../../store/state';

export const noteValues = ({ epoch, value }: RunNote) => ({
  epoch: count(epoch),
  lr: learningRate(value),
  step: count(value),
});
