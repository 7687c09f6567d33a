/** A file of a model from elsewhere, opened. The door of `import/`. Worker or Node. */
import type { Files } from '../files';
import { beginningOf, looseEntry, poured, zipEntries, type Entry } from './entries';
import { kerasReader, withWeightsFile } from './kerasFile';
import type { ImportedModel, ImportOptions } from './model';
import { ModelFileError } from './problem';
import { tfjsFile } from './tfjsFile';

export { importedRun, tensorNames } from './asRun';
export type { ImportedModel } from './model';
export { ModelFileError } from './problem';

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  Array.from(text).every((character, i) => bytes[i] === character.charCodeAt(0));

const byName = (entries: readonly Entry[]): Map<string, Entry> =>
  new Map(entries.map((entry) => [entry.name, entry]));

/** Whether a file is rather a run of this page, whole or not, than a model from elsewhere: by how it begins and what it is called. */
export const mayBeSnapshot = async (file: File): Promise<boolean> =>
  file.name.endsWith('.alexlab') || startsWith(await beginningOf(file, 8), 'ALEXLAB');

/** Bytes that `advance` is told of, roughly: a file is copied, and read from its copy. */
export const importTotal = (files: readonly Pick<Blob, 'size'>[]): number =>
  2 * files.reduce((sum, { size }) => sum + size, 0);

/**
 * Opens what was picked for `work`: a `.keras` or `.weights.h5` file of Keras 3, or a tfjs layers model, as a zip or as `model.json` with its
 * shards. Its weights are copied to `name` of `place`, which is removed in the end. Rejects with a `ModelFileError`, as `work` and `advance`
 * do, and with a `QuotaExceededError` where there is no room.
 */
export async function openModel(
  place: { readonly files: Files; readonly name: string },
  picked: readonly File[],
  options: ImportOptions,
  work: (model: ImportedModel) => Promise<void>,
): Promise<void> {
  const [first] = picked;
  if (!first) throw new ModelFileError('not-a-model', 'No file was picked');
  const begins = await beginningOf(first, 8);
  if (picked.length === 1 && startsWith(begins, '\u0089HDF\r\n\u001a\n'))
    return poured(place, [looseEntry(first)], options.advance, (file) =>
      withWeightsFile(file, options, work),
    );
  const zipped = picked.length === 1 && startsWith(begins, 'PK');
  const entries = byName(zipped ? await zipEntries(first) : picked.map(looseEntry));
  const weights = entries.get('model.weights.h5');
  if (weights) {
    const reader = await kerasReader(entries, options);
    return poured(place, [weights], options.advance, (file) => reader(file, options, work));
  }
  const json = entries.get('model.json') ?? [...entries.values()].find(({ name }) => name.endsWith('.json'));
  if (!json) throw new ModelFileError('not-a-model', [...entries.keys()].slice(0, 5).join(', '));
  const tfjs = await tfjsFile(entries, json, options);
  return poured(place, tfjs.shards, options.advance, (file) => work(tfjs.modelIn(file)));
}
