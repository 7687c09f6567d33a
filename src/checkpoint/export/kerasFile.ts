/** A `.keras` file: an archive of its configuration, its weights, and what the lab tells of the run. */
import type { EpochLog } from '../../training/logs';
import { withFile, type Files, type OpenFile } from '../files';
import type { RunState } from '../state';
import { writeHdf5 } from './hdf5';
import { kerasConfig, kerasMetadata } from './kerasConfig';
import { writeKerasWeights } from './kerasWeights';
import type { Advance, ExportedModel } from './model';
import { appender, contentOf, textContent, zipWriter } from './zip';

/** A file that is written, with the folder that it lies in and its name there. */
export interface Place {
  readonly files: Files;
  readonly file: OpenFile;
  readonly name: string;
}

export interface KerasOptions {
  /** The optimizer's state goes with the weights. */
  readonly optimizer: boolean;
  /** The model has an optimizer when it is opened, with or without a state. */
  readonly compiled: boolean;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** Of the run. */
  readonly name: string;
  readonly epochs: readonly EpochLog[];
  readonly memory: RunState['memory'];
}

/**
 * Writes the file, and for a time `name.h5` beside it: libhdf5 goes back to what it has written, an archive does not, so the weights are a
 * file of their own first. Rejects as `exportModel`.
 */
export async function writeKeras(
  { files, file, name }: Place,
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
