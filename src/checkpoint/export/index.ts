/** A model as a file that others read, written tensor by tensor. The door of `export/`. Worker or Node. */
import { never } from '../../lib/result';
import { exportBytes, withOptimizer, type ExportFormat } from '../../network';
import type { EpochLog } from '../../training/logs';
import { withFile, type Files, type OpenFile } from '../files';
import type { RunState } from '../state';
import { writeCluster, type ClusterParts } from './cluster/package';
import { writeHdf5 } from './hdf5';
import { writeKeras } from './kerasFile';
import { writeKerasWeights } from './kerasWeights';
import type { Advance, ExportedModel } from './model';
import { writeSafetensors } from './safetensors';
import { writeTfjsLayers } from './tfjsLayers';
import { appender, zipWriter } from './zip';

export { historyCsv } from './historyCsv';
export type { ClusterCursor, ClusterParts } from './cluster/package';
export type { Advance, ExportedModel } from './model';

/** Formats that hold a model. */
export type ModelFormat = Exclude<ExportFormat, 'history'>;

interface CommonOptions {
  /** The optimizer's state goes with the weights, where the format holds it and an update was made. */
  readonly optimizer: boolean;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** Of the run that the model comes from. A `.keras` file tells them, the others do not. */
  readonly name: string;
  readonly epochs: readonly EpochLog[];
  readonly memory: RunState['memory'];
}

export type ExportOptions = CommonOptions &
  (
    | { readonly format: Exclude<ModelFormat, 'cluster'> }
    | { readonly format: 'cluster'; readonly cluster: ClusterParts }
  );

/** How often the tensors are written on the way to a file, and how many of these copies are there at once. */
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

/** What `Advance` is told in all, to less than 1 MB. */
export const exportTotal = (model: ExportedModel, options: ExportOptions): number =>
  copies[options.format].written * tensorBytes(model, options);

/** Bytes that have to be free, to less than 1 MB. */
export const exportRoom = (model: ExportedModel, options: ExportOptions): number =>
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
 * Writes a model into the file `name` of `files`, which must not be there yet, and for a time into `name.h5`,
 * `name.keras` and `name.keras.h5`. Besides the tensor that is
 * written, some megabytes are in memory. Rejects with what `model.read`, `advance` or the files threw, and with a RangeError where the
 * format cannot hold the network; nothing is left of it then.
 */
export async function exportModel(
  files: Files,
  name: string,
  model: ExportedModel,
  options: ExportOptions,
  advance: Advance,
): Promise<void> {
  const own = { ...options, optimizer: withState(model, options) };
  try {
    await withFile(files, name, async (file) => {
      file.truncate(0);
      await write(files, file, name, model, own, advance);
      file.flush();
    });
  } catch (thrown) {
    await files.remove(name);
    throw thrown;
  }
}
