/** Opens a model file from elsewhere; the engine calls it. Worker or Node. */
import type { Files } from '../storage/files';
import { beginningOf, looseEntry, unzip, zipEntries, type Entry } from './zip/reader';
import { kerasReader, withWeightsFile } from './keras/reader';
import type { ImportedModel, ImportOptions } from './importedModel';
import { ModelFileError } from './importProblem';
import { tfjsFile } from './tfjs/reader';

export { importedRun, tensorNames } from './importedRun';
export type { ImportedModel } from './importedModel';
export { ModelFileError } from './importProblem';

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text).every((character, i) => bytes[i] === character.charCodeAt(0));

const byName = (entries: readonly Entry[]): Map<string, Entry> =>
  new Map(entries.map((entry) => [entry.name, entry]));

/**
 * Whether a file looks like a run of this page, complete or not, rather than a model from
 * elsewhere: by its first bytes and its name.
 */
export const mayBeSnapshot = async (file: File): Promise<boolean> =>
  file.name.endsWith('.alexlab') || startsWith(await beginningOf(file, 8), 'ALEXLAB');

/** Roughly how many bytes `advance` reports: a file is copied, and then read from its copy. */
export const importTotal = (files: readonly Pick<Blob, 'size'>[]): number =>
  2 * files.reduce((sum, { size }) => sum + size, 0);

/**
 * Opens the picked files for `work`: a `.keras` or `.weights.h5` file of Keras 3, or a tfjs layers
 * model, as a zip or as `model.json` with its shards. Copies its weights to `name` of `target`,
 * which is removed at the end. Rejects with a `ModelFileError`, with what `work` and `advance`
 * reject with, and with a `QuotaExceededError` if there is no space.
 */
export async function openModel(
  target: { readonly files: Files; readonly name: string },
  picked: readonly File[],
  options: ImportOptions,
  work: (model: ImportedModel) => Promise<void>,
): Promise<void> {
  const [first] = picked;
  if (!first) throw new ModelFileError('not-a-model', 'No file was picked');
  const begins = await beginningOf(first, 8);
  if (picked.length === 1 && startsWith(begins, '\u0089HDF\r\n\u001a\n'))
    return unzip(target, [looseEntry(first)], options.advance, (file) =>
      withWeightsFile(file, options, work),
    );
  const zipped = picked.length === 1 && startsWith(begins, 'PK');
  const entries = byName(zipped ? await zipEntries(first) : picked.map(looseEntry));
  const weights = entries.get('model.weights.h5');
  if (weights) {
    const reader = await kerasReader(entries, options);
    return unzip(target, [weights], options.advance, (file) => reader(file, options, work));
  }
  const json = entries.get('model.json') ?? [...entries.values()].find(({ name }) => name.endsWith('.json'));
  if (!json) throw new ModelFileError('not-a-model', [...entries.keys()].slice(0, 5).join(', '));
  const tfjs = await tfjsFile(entries, json, options);
  return unzip(target, tfjs.shards, options.advance, (file) => work(tfjs.modelIn(file)));
}
