/** The log as a notebook shows it. Pure. */
import { epochLine } from '../../lib/kerasLine';
import type { RunState } from '../../store/state';

/** `Epoch 1/10` and the epoch's line, for each finished epoch; every line ends with a newline. */
export const notebookLog = (epochs: RunState['epochs']): string =>
  epochs.map((log) => `Epoch ${log.epoch}/${log.epochs}\n${epochLine(log)}\n`).join('');
