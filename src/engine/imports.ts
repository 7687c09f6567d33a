/** A model from elsewhere is kept as a run, in which it can be evaluated, looked into and trained further. Worker or Node. */
import type { Archive } from '../checkpoint/archive';
import { checkContents, checkState } from '../checkpoint/contents';
import { checkBlocks, readIndex } from '../checkpoint/format';
import { importedRun, ModelFileError, tensorNames, type ImportedModel } from '../checkpoint/import';
import { parseState } from '../checkpoint/state';
import { allFinite } from '../lib/finite';
import type { TransferAnswer } from '../protocol/transfers';
import { newId } from './restore';

/** A model on its way in. */
export interface IncomingModel {
  readonly kind: 'import' | 'trained';
  /** Its run gets the first that is free. */
  readonly ids: readonly string[];
  /** Bytes that are told, roughly: those that are fetched, copied and read. */
  readonly total: number;
  readonly open: (signal: AbortSignal, tell: (bytes: number) => void) => Promise<readonly File[]>;
}

/**
 * Writes it tensor by tensor as a run with the first of `ids` that is free, reads it back, and tells what it is. `name`: of the
 * run, where the file has none. Rejects with a `ModelFileError` where a value is not finite or the file is damaged, and with a
 * `SnapshotError` where what it tells of its run contradicts itself; nothing is left of it then.
 */
export async function keepModel(
  archive: Archive,
  model: ImportedModel,
  { ids, name }: { readonly ids: readonly string[]; readonly name: string },
  advance: (bytes: number) => Promise<void>,
): Promise<TransferAnswer> {
  // What is wrong with the run is told before the weights are copied.
  const stateFor = (id: string) => importedRun(model, { id, name, now: Date.now() });
  checkState(stateFor(newId()));
  const id = await archive.importRun(
    ids,
    async (writer, own) => {
      for (const tensor of tensorNames(model)) {
        const values = await model.read(tensor.name, advance);
        if (!allFinite(values)) throw new ModelFileError('not-finite', tensor.name);
        await writer.add(tensor.name, tensor.shape, values);
      }
      return stateFor(own);
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
