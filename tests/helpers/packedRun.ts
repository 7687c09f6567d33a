/**
 * A run packed for a cluster as the page packs it, with the program read from the disk: the module
 * of its text needs a bundler. Node.
 */
import { readFileSync } from 'node:fs';
import { exportModel } from '../../src/formats/export';
import type { ImageStore } from '../../src/dataset/imageStore';
import { planSplit } from '../../src/dataset/split';
import { currentExport } from '../../src/engine/runs/exports';
import type { TrainState } from '../../src/engine/core/trainState';
import type { EpochLog } from '../../src/protocol/run';
import type { CallbackState } from '../../src/training/run';
import { diskFiles } from './diskFiles';

const folder = new URL('../../src/formats/cluster/', import.meta.url);

/** The program's files, text by name; a test holds what the page packs against them. */
export const programOnDisk: Readonly<Record<string, string>> = Object.fromEntries(
  ['train.py', 'lab_model.py', 'lab_data.py', 'requirements.txt'].map((name) => [
    name,
    readFileSync(new URL(name, folder), 'utf8'),
  ]),
);

/** Writes `name` into the folder `into`, of a run as it stands. */
export async function packRun(
  into: string,
  name: string,
  store: ImageStore,
  trainState: TrainState,
  run: { readonly memory: CallbackState; readonly epochs: readonly EpochLog[] },
): Promise<void> {
  const { model, cursor, memory } = currentExport({
    trainState,
    checkpointer: null,
    callbackState: run.memory,
  });
  const cluster = { cursor, split: planSplit(trainState.experiment, store.manifest), program: programOnDisk };
  const options = {
    format: 'cluster',
    optimizer: true,
    savedAt: Date.now(),
    name: 'A run',
    epochs: run.epochs,
    memory,
    cluster,
  } as const;
  await exportModel(diskFiles(into), name, model, options, async () => {});
}
