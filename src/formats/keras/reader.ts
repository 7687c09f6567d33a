/**
 * Reads `.keras` and `.weights.h5` files of Keras 3: by the configuration if there is one, else by
 * the shapes of the weights.
 * Source: keras/src/saving/saving_lib.py (3.15.1).
 */
import { z } from 'zod';
import type { Experiment } from '../../experiment/schema';
import {
  exportBytes,
  ignoredSettings,
  networkFor,
  optimizerState,
  recogniseLayers,
  recogniseTensors,
  tensorDifferences,
  weightsOf,
  type ForeignTensor,
  type ImportNote,
  type ModelDifference,
  type NetworkChoice,
  type NetworkSpec,
} from '../../network';
import { layerGroups } from './weights';
import { labRecordSchema, recordKey, type LabRecord } from './record';
import type { OpenFile } from '../../storage/files';
import { jsonOf, type Entry } from '../zip/reader';
import { readHdf5, type Hdf5Reader } from '../hdf5/reader';
import { parseModelConfig, parseOptimizer, type ForeignModel, type ForeignOptimizer } from './configReader';
import type { ImportedModel, ImportOptions } from '../importedModel';
import { takeOptimizer, usableRate, type Kept } from './optimizer';
import { ModelFileError } from '../importProblem';

/** Most groups and variables of a file that are read. */
const maxGroups = 500;
const maxVariables = 200;

/**
 * How large an unpacked archive may be: this many times the network's weights, for the optimizer's
 * slots, plus 512 MB, so that another network's file is recognised by its shapes.
 */
const maxCopies = 8;
const spareBytes = 2 ** 29;

/** The HDF5 path of each weight, by its name. */
function pathsOf(network: NetworkSpec): Map<string, string> {
  const groups = layerGroups(network);
  const counts = new Map<string, number>();
  return new Map(
    weightsOf(network).map(({ name }) => {
      const layer = name.slice(0, name.indexOf('/'));
      const number = counts.get(layer) ?? 0;
      counts.set(layer, number + 1);
      return [name, `${groups.get(layer) ?? layer}/vars/${number}`];
    }),
  );
}

const numbered = (names: readonly string[]): readonly string[] =>
  names
    .filter((name) => /^\d+$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b))
    .slice(0, maxVariables);

/** All variables of the layers, by path. */
function variablesOf(reader: Hdf5Reader): Map<string, ForeignTensor> {
  const tensors = new Map<string, ForeignTensor>();
  for (const group of reader.keys('layers').slice(0, maxGroups))
    for (const number of numbered(reader.keys(`layers/${group}/vars`))) {
      const path = `layers/${group}/vars/${number}`;
      const tensor = reader.dataset(path);
      if (tensor) tensors.set(path, tensor);
    }
  return tensors;
}

/** Tensors by the names of the network's weights; those that it does not have, by their paths. */
function namedBy(
  network: NetworkSpec,
  variables: ReadonlyMap<string, ForeignTensor>,
): Map<string, ForeignTensor> {
  const names = new Map([...pathsOf(network)].map(([name, path]) => [path, name]));
  return new Map([...variables].map(([path, tensor]) => [names.get(path) ?? path, tensor]));
}

function keptOf(reader: Hdf5Reader): Kept {
  const numbers = numbered(reader.keys('optimizer/vars'));
  return {
    name: numbers.length > 0 ? reader.attribute('optimizer/vars', 'name') : null,
    variables: numbers.map((n) => reader.dataset(`optimizer/vars/${n}`) ?? { shape: [], dtype: '' }),
  };
}

/** Keras before 3, and its older file format, have other groups, and are refused. */
function refuseOld(reader: Hdf5Reader): void {
  const keys = reader.keys('');
  const old = ['model_weights', '_layer_checkpoint_dependencies', 'top_level_model_weights'].find((key) =>
    keys.includes(key),
  );
  const version = reader.attribute('', 'keras_version');
  if (old !== undefined || version !== null) throw new ModelFileError('old-keras', version ?? old ?? '');
  if (!keys.includes('layers')) throw new ModelFileError('not-a-model', 'It has no group "layers"');
}

/** Throws if the model is none of the lab's. */
export function mustBeOurs(choice: NetworkChoice, differences: readonly ModelDifference[]): void {
  if (differences.length === 0) return;
  const foreign = differences.some(({ kind }) => kind === 'foreign-layer');
  throw new ModelFileError(foreign ? 'not-offered' : 'differs', '', differences, choice.model);
}

/** What a `.keras` file contains besides the weights. */
interface KerasArchive {
  readonly model: ForeignModel;
  readonly optimizer: ForeignOptimizer | null;
  readonly writer: string;
  readonly record: LabRecord | null;
}

const metadataSchema = z.object({ keras_version: z.string().max(40), [recordKey]: z.unknown().optional() });

async function archiveOf(config: Entry, metadata: Entry | undefined): Promise<KerasArchive> {
  const parsed = metadataSchema.safeParse(metadata ? await jsonOf(metadata) : {});
  const version = parsed.success ? parsed.data.keras_version : '3';
  if (!/^[3-9]/.test(version)) throw new ModelFileError('old-keras', version);
  const json = await jsonOf(config);
  const record = labRecordSchema.safeParse(parsed.data?.[recordKey]);
  return {
    model: parseModelConfig(json),
    optimizer: parseOptimizer((json as { readonly compile_config?: unknown }).compile_config),
    writer: `Keras ${version}`,
    record: record.success ? record.data : null,
  };
}

/** Which network it is. Throws a `ModelFileError` with the differences. */
function choose(
  archive: KerasArchive | null,
  variables: ReadonlyMap<string, ForeignTensor>,
  guess: NetworkChoice,
): NetworkChoice {
  const { choice, differences } = archive
    ? recogniseLayers(archive.model.input, archive.model.layers, guess)
    : recogniseTensors((network) => namedBy(network, variables), guess);
  mustBeOurs(choice, [...(archive?.model.differences ?? []), ...differences]);
  const network = networkFor(choice);
  mustBeOurs(choice, tensorDifferences(network, namedBy(network, variables)));
  return choice;
}

const sameNetwork = (record: LabRecord, network: NetworkSpec): boolean =>
  JSON.stringify(networkFor(record.experiment)) === JSON.stringify(network);

function described(
  reader: Hdf5Reader,
  archive: KerasArchive | null,
  guess: Experiment,
): Omit<ImportedModel, 'read'> & { readonly firstSlot: number } {
  refuseOld(reader);
  const variables = variablesOf(reader);
  const choice = choose(archive, variables, guess);
  const network = networkFor(choice);
  const record = archive?.record && sameNetwork(archive.record, network) ? archive.record : null;
  const base = record?.experiment ?? { ...guess, ...choice };
  const kept = keptOf(reader);
  const taken = takeOptimizer(network, archive?.optimizer ?? null, kept, base);
  const iterations = Math.round(reader.scalar('optimizer/vars/0'));
  const rate = reader.scalar('optimizer/vars/1');
  const constant =
    kept.variables[1]?.shape.length === 0 && Number.isFinite(rate) ? usableRate(rate) : taken.learningRate;
  const ignored = archive ? ignoredSettings(archive.model.layers) : [];
  const notes: ImportNote[] = [
    ...ignored.map((setting) => ({ kind: 'ignored-setting', ...setting }) as const),
    ...taken.notes.filter(({ kind }) => kind !== 'schedule-left' || record === null),
  ];
  return {
    format: archive ? 'keras' : 'weights',
    writer: archive?.writer ?? 'Keras 3',
    network,
    experiment: { ...base, ...taken.change },
    iterations: iterations > 0 && iterations < 2 ** 31 && taken.firstSlot !== null ? iterations : 0,
    learningRate: taken.firstSlot === null ? null : constant,
    slots: taken.firstSlot !== null && iterations > 0,
    record,
    notes,
    firstSlot: taken.firstSlot ?? 0,
  };
}

/**
 * Runs `work` on the weights in `file`, with what the archive contains besides; `null`: a file with
 * weights alone. Rejects with a `ModelFileError`.
 */
function withWeights<T>(
  file: OpenFile,
  archive: KerasArchive | null,
  { guess }: ImportOptions,
  work: (model: ImportedModel) => Promise<T>,
): Promise<T> {
  return readHdf5(file, async (reader) => {
    const { firstSlot, ...model } = described(reader, archive, guess);
    const paths = new Map([...pathsOf(model.network)].map(([name, path]) => [`weight/${name}`, path]));
    if (model.slots)
      optimizerState(model.network, model.experiment.optimizer).forEach(({ name }, i) =>
        paths.set(`slot/${name}`, `optimizer/vars/${firstSlot + i}`),
      );
    return work({ ...model, read: (name, advance) => reader.values(paths.get(name) ?? name, advance) });
  });
}

/** Runs `work` on a file with weights alone. */
export const withWeightsFile = <T>(
  file: OpenFile,
  options: ImportOptions,
  work: (model: ImportedModel) => Promise<T>,
): Promise<T> => withWeights(file, null, options, work);

/**
 * Reads the configuration of a `.keras` file, and rejects if its layers are not the lab's. The
 * returned function then works on the weights, once they are in `file`.
 */
export async function kerasReader(
  entries: ReadonlyMap<string, Entry>,
  { guess }: ImportOptions,
): Promise<
  (file: OpenFile, options: ImportOptions, work: (model: ImportedModel) => Promise<void>) => Promise<void>
> {
  const config = entries.get('config.json');
  if (!config) throw new ModelFileError('not-a-model', 'It has no config.json');
  const archive = await archiveOf(config, entries.get('metadata.json'));
  const { choice, differences } = recogniseLayers(archive.model.input, archive.model.layers, guess);
  mustBeOurs(choice, [...archive.model.differences, ...differences]);
  const weights = entries.get('model.weights.h5')?.size ?? 0;
  if (weights > maxCopies * exportBytes(networkFor(choice), 'weights') + spareBytes)
    throw new ModelFileError('damaged', `model.weights.h5 has ${weights} bytes`);
  return (file, options, work) => withWeights(file, archive, options, work);
}
