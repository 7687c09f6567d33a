/**
 * A saved run as a model to export: its weights at the time of saving, not those of its best epoch.
 */
import { networkFor } from '../network';
import type { OpenSnapshot } from '../storage/archive';
import { readBlock, SnapshotError } from '../storage/snapshotFormat';
import type { ExportedModel } from './exportedModel';

/**
 * The model is valid while the snapshot is open. Its `read` rejects with a `SnapshotError` if a
 * block is missing or damaged.
 */
export const modelOfSnapshot = ({
  state,
  index,
  source,
}: Pick<OpenSnapshot, 'state' | 'index' | 'source'>): ExportedModel => ({
  network: networkFor(state.experiment),
  experiment: state.experiment,
  learningRate: state.experiment.lr * state.memory.lrFactor,
  iterations: state.iterations,
  async read(name) {
    const block = index.blocks.find((candidate) => candidate.name === name);
    if (!block) throw new SnapshotError('wrong-shape', `It has no ${name}`);
    return readBlock(source, block);
  },
});
