/**
 * Writes a model as a file for other programs, tensor by tensor; the engine calls it. Worker or
 * Node.
 */
import { never } from '../lib/result';
import { exportBytes, withOptimizer, type ExportFormat } from '../network';
import type { EpochLog } from '../protocol/run';
import { withFile, type Files, type OpenFile } from '../storage/files';
import type { SavedRunState } from '../storage/state';
import { writeCluster, type ClusterParts } from './cluster/package';
import { writeHdf5 } from './hdf5/writer';
import { writeKeras } from './keras/writer';
import { writeKerasWeights } from './keras/weights';
import type { Advance, ExportedModel } from './exportedModel';
import { writeSafetensors } from './safetensors';
import { writeTfjsLayers } from './tfjs/writer';
import { appender, zipWriter } from './zip/writer';

export { historyCsv } from './historyCsv';
export type { ClusterCursor, ClusterParts } from './cluster/package';
export type { Advance, ExportedModel } from './exportedModel';

/** Formats that hold a model. */
export type ModelFormat = Exclude<ExportFormat, 'history'>;

interface CommonOptions {
  /**
   * Save the optimizer's state with the weights, if the format supports it and there was an update.
   */
  readonly optimizer: boolean;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** Name of the run that the model comes from. Only a `.keras` file contains it and the epochs. */
  readonly name: string;
  readonly epochs: readonly EpochLog[];
  readonly memory: SavedRunState['memory'];
}

export type ExportOptions = CommonOptions &
  (
    | { readonly format: Exclude<ModelFormat, 'cluster'> }
    | { readonly format: 'cluster'; readonly cluster: ClusterParts }
  );

/**
 * How often the tensors are written while a file is made, and how many of these copies exist at the
 * same time.
 */
const copies: Readonly<Record<ModelFormat, { readonly written: number; readonly together: number }>> = {
  keras: { written: 2, together: 2 },
  weights: { written: 1, together: 1 },
  safetensors: { written: 1, together: 1 },
  tfjs: { written: 1, together: 1 },
  cluster: { written: 3, together: 2 },
};

const withState = ({ iterations }: ExportedModel, { format, optimizer }: ExportOptions): boolean =>
  withOptimizer(format, optimizer) && iterations > 0;

const tensorBytes = (model: ExportedModel, options: ExportOptions): number =>
  exportBytes(model.network, options.format, withState(model, options) ? model.experiment.optimizer : null);

/** Total bytes that `Advance` reports, to within 1 MB. */
export const exportTotal = (model: ExportedModel, options: ExportOptions): number =>
  copies[options.format].written * tensorBytes(model, options);

/** Bytes of free space needed, to within 1 MB. */
export const exportSpaceBytes = (model: ExportedModel, options: ExportOptions): number =>
  copies[options.format].together * tensorBytes(model, options);

async function write(
  files: Files,
  file: OpenFile,
  name: string,
  model: ExportedModel,
  options: ExportOptions,
  advance: Advance,
): Promise<void> {
  const { optimizer, savedAt } = options;
  switch (options.format) {
    case 'keras':
      return writeKeras({ files, file, name }, model, { ...options, compiled: optimizer }, advance);
    case 'cluster':
      return writeCluster({ files, file, name }, model, { ...options, ...options.cluster }, advance);
    case 'weights':
      return writeHdf5(file, (writer) => writeKerasWeights(writer, model, optimizer, advance));
    case 'safetensors':
      return writeSafetensors(appender(file), model, optimizer, advance);
    case 'tfjs': {
      const zip = zipWriter(appender(file), savedAt);
      await writeTfjsLayers(zip, model, advance);
      return zip.end();
    }
    default:
      return never(options);
  }
}

/**
 * Writes a model into the file `name` of `files`, which must not exist yet, and temporarily into
 * `name.h5`, `name.keras` and `name.keras.h5`. Besides the tensor being written, it holds some
 * megabytes in memory. Rejects with what `model.read`, `advance` or the files threw, and with a
 * RangeError where the format cannot hold the network; then no file is left.
 */
export async function exportModel(
  files: Files,
  name: string,
  model: ExportedModel,
  options: ExportOptions,
  advance: Advance,
): Promise<void> {
  const exportOptions = { ...options, optimizer: withState(model, options) };
  try {
    await withFile(files, name, async (file) => {
      file.truncate(0);
      await write(files, file, name, model, exportOptions, advance);
      file.flush();
    });
  } catch (thrown) {
    await files.remove(name);
    throw thrown;
  }
}
