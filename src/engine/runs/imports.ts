/**
 * Saves an imported model as a run, in which it can be evaluated, inspected and trained further.
 * Runs in the worker or in Node.
 */
import type { Archive } from '../../storage/archive';
import { checkContents, checkState } from '../../storage/contents';
import { checkBlocks, readIndex } from '../../storage/snapshotFormat';
import { importedRun, ModelFileError, tensorNames, type ImportedModel } from '../../formats/import';
import { parseState } from '../../storage/state';
import { allFinite } from '../../lib/numeric';
import type { TransferAnswer } from '../../protocol/files';
import { newId } from './restore';

/** A model that is being imported. */
export interface IncomingModel {
  readonly kind: 'import' | 'trained';
  /** Candidate ids: its run gets the first that is free. */
  readonly ids: readonly string[];
  /** Total bytes for the progress, roughly: those that are fetched, copied and read. */
  readonly total: number;
  readonly open: (signal: AbortSignal, report: (bytes: number) => void) => Promise<readonly File[]>;
}

/**
 * Writes the model tensor by tensor as a run with the first free id of `ids`, reads it back, and
 * returns what was imported. `name`: for the run, if the file has none. Rejects with a
 * `ModelFileError` if a value is not finite or the file is damaged, and with a `SnapshotError` if
 * its description of its run contradicts itself; then nothing is left of it.
 */
export async function keepModel(
  archive: Archive,
  model: ImportedModel,
  { ids, name }: { readonly ids: readonly string[]; readonly name: string },
  advance: (bytes: number) => Promise<void>,
): Promise<TransferAnswer> {
  // Reports what is wrong with the run before copying the weights.
  const stateFor = (id: string) => importedRun(model, { id, name, now: Date.now() });
  checkState(stateFor(newId()));
  const id = await archive.importRun(
    ids,
    async (writer, runId) => {
      for (const tensor of tensorNames(model)) {
        const values = await model.read(tensor.name, advance);
        if (!allFinite(values)) throw new ModelFileError('not-finite', tensor.name);
        await writer.add(tensor.name, tensor.shape, values);
      }
      return stateFor(runId);
    },
    async (copy) => {
      const index = await readIndex(copy);
      checkContents(parseState(index.state), index.blocks);
      await checkBlocks(copy, index.blocks);
    },
  );
  const { format, writer, experiment, iterations, slots, record, notes } = model;
  return {
    type: 'imported',
    id,
    model: { format, writer, model: experiment.model, iterations, slots, recorded: record !== null, notes },
  };
}
