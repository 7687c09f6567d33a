/** A model as a file that others read, written tensor by tensor. The door of `export/`. Worker or Node. */
import { never } from '../../lib/result';
import { exportBytes, holdsOptimizer, type ExportFormat } from '../../network';
import { withFile, type Files, type OpenFile } from '../files';
import { writeHdf5 } from './hdf5';
import { kerasConfig, kerasMetadata } from './kerasConfig';
import { writeKerasWeights } from './kerasWeights';
import type { EpochLog } from '../../training/logs';
import type { Advance, ExportedModel } from './model';
import { writeSafetensors } from './safetensors';
import { writeTfjsLayers } from './tfjsLayers';
import { zipWriter, type Append } from './zip';

export { historyCsv } from './historyCsv';
export type { Advance, ExportedModel } from './model';

/** Formats that hold a model. */
export type ModelFormat = Exclude<ExportFormat, 'history'>;

export interface ExportOptions {
  readonly format: ModelFormat;
  /** The optimizer's state goes with the weights, where the format holds it and an update was made. */
  readonly optimizer: boolean;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** Of the run that the model comes from. A `.keras` file tells them, the others do not. */
  readonly name: string;
  readonly epochs: readonly EpochLog[];
}

/** Bytes of a copy that are in memory at once. */
const copyBytes = 2 ** 22;

const withState = ({ iterations }: ExportedModel, { format, optimizer }: ExportOptions): boolean =>
  optimizer && holdsOptimizer[format] && iterations > 0;

/** What `Advance` is told in all, to less than 1 MB. A `.keras` file is written, and then copied into its archive. */
export function exportTotal(model: ExportedModel, options: ExportOptions): number {
  const optimizer = withState(model, options) ? model.experiment.optimizer : null;
  const bytes = exportBytes(model.network, options.format, optimizer);
  return options.format === 'keras' ? 2 * bytes : bytes;
}

/** Writes at the end of what was written by it. */
function appender(file: OpenFile): Append {
  let at = 0;
  return (bytes) => {
    file.write(bytes, at);
    at += bytes.length;
  };
}

async function* contentOf(file: OpenFile, advance: Advance): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += copyBytes) {
    const bytes = file.read(at, copyBytes);
    yield bytes;
    await advance(bytes.length);
  }
}

const text = (json: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(json);

/** libhdf5 goes back to what it has written, an archive does not: the weights are a file of their own first. */
async function writeKeras(
  files: Files,
  file: OpenFile,
  name: string,
  model: ExportedModel,
  { optimizer, savedAt, name: runName, epochs }: ExportOptions,
  advance: Advance,
): Promise<void> {
  const weightsName = `${name}.h5`;
  try {
    await withFile(files, weightsName, async (weights) => {
      await writeHdf5(weights, (writer) => writeKerasWeights(writer, model, optimizer, advance));
      const zip = zipWriter(appender(file), savedAt);
      const record = { format: 1, experiment: model.experiment, name: runName, epochs } as const;
      await zip.add('metadata.json', text(kerasMetadata(savedAt, record)));
      await zip.add('config.json', text(kerasConfig(model, optimizer)));
      await zip.add('model.weights.h5', contentOf(weights, advance));
      zip.end();
    });
  } finally {
    await files.remove(weightsName);
  }
}

async function write(
  files: Files,
  file: OpenFile,
  name: string,
  model: ExportedModel,
  options: ExportOptions,
  advance: Advance,
): Promise<void> {
  const { format, optimizer, savedAt } = options;
  switch (format) {
    case 'keras':
      return writeKeras(files, file, name, model, options, advance);
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
      return never(format);
  }
}

/**
 * Writes a model into the file `name` of `files`, which must not be there yet, and for a time into `name.h5`. Besides the tensor that is
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
