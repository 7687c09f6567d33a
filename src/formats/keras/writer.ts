/**
 * Writes a `.keras` file: an archive of the configuration, the weights, and the lab's record of the
 * run.
 */
import type { EpochLog } from '../../protocol/run';
import { withFile, type Files, type OpenFile } from '../../storage/files';
import type { SavedRunState } from '../../storage/state';
import { writeHdf5 } from '../hdf5/writer';
import { kerasConfig, kerasMetadata } from './configWriter';
import { writeKerasWeights } from './weights';
import type { Advance, ExportedModel } from '../exportedModel';
import { appender, contentOf, textContent, zipWriter } from '../zip/writer';

/** A file being written, with its folder and its name there. */
export interface TargetFile {
  readonly files: Files;
  readonly file: OpenFile;
  readonly name: string;
}

export interface KerasOptions {
  /** Save the optimizer's state with the weights. */
  readonly optimizer: boolean;
  /** Whether the opened model has an optimizer, with or without a state. */
  readonly compiled: boolean;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** Name of the run. */
  readonly name: string;
  readonly epochs: readonly EpochLog[];
  readonly memory: SavedRunState['memory'];
}

/**
 * Writes the file, and temporarily `name.h5` beside it: libhdf5 returns to what it has written and
 * an archive cannot, so the weights are written to a file of their own first. Rejects as
 * `exportModel`.
 */
export async function writeKeras(
  { files, file, name }: TargetFile,
  model: ExportedModel,
  { optimizer, compiled, savedAt, name: runName, epochs, memory }: KerasOptions,
  advance: Advance,
): Promise<void> {
  const weightsName = `${name}.h5`;
  try {
    await withFile(files, weightsName, async (weights) => {
      await writeHdf5(weights, (writer) => writeKerasWeights(writer, model, optimizer, advance));
      const zip = zipWriter(appender(file), savedAt);
      const record = { format: 1, experiment: model.experiment, name: runName, epochs, memory } as const;
      await zip.add('metadata.json', textContent(kerasMetadata(savedAt, record)));
      await zip.add('config.json', textContent(kerasConfig(model, compiled)));
      await zip.add('model.weights.h5', contentOf(weights, advance));
      zip.end();
    });
  } finally {
    await files.remove(weightsName);
  }
}
