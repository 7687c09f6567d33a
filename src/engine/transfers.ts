/** Saved runs as files: one goes out as it is, one from elsewhere comes in after everything in it was checked. Worker or Node. */
import type { Archive } from '../checkpoint/archive';
import { checkContents, checkState } from '../checkpoint/contents';
import {
  checkBlocks,
  readBlock,
  readIndex,
  SnapshotError,
  type CheckOptions,
  type Index,
  type Source,
} from '../checkpoint/format';
import { exportRoom, exportTotal, historyCsv, type ClusterParts, type ExportOptions } from '../checkpoint/export'; // prettier-ignore
import { importTotal, ModelFileError, openModel } from '../checkpoint/import';
import { cleanName } from '../checkpoint/names';
import { parseState, type RunState } from '../checkpoint/state';
import { allFinite } from '../lib/finite';
import { MissingPartError } from '../lib/part';
import { messageOf } from '../lib/result';
import { fileExtensions } from '../network';
import type { Experiment } from '../experiment/schema';
import type { EngineEvent } from '../protocol/events';
import type { TransferAnswer, TransferKind, TransferRefusal } from '../protocol/transfers';
import type { Fetch } from '../dataset/download';
import type { Exportable, ExportFiles, ModelRequest } from './exports';
import { keepModel, type IncomingModel } from './imports';
import { DownloadError, incomingPublished, type PublishedModel } from './published';
import { newId } from './restore';
import { space } from './runs';
import { yieldToMessages } from './yield';

/** Left free beside an imported run: the browser's own bookkeeping, and a snapshot's index. */
const spareBytes = 2 ** 20;
/** Of a file's or the browser's own words, characters that are repeated. */
const mostDetail = 400;
/** The page is told at most so often. */
const tellMs = 100;

/** A file that a person has picked, read where it lies. */
export const sourceOf = (file: Blob): Source => ({
  size: file.size,
  read: async (at, length) => new Uint8Array(await file.slice(at, at + length).arrayBuffer()),
});

/** The beginning of a file's name, of letters and digits of any script: network, then name or time of saving. */
export function fileStem({
  experiment,
  name,
  savedAt,
}: Pick<RunState, 'experiment' | 'name' | 'savedAt'>): string {
  const words = name.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-').slice(0, 60).replaceAll(/^-|-$|\p{Cs}/gu, ''); // prettier-ignore
  const time = new Date(savedAt).toISOString().slice(0, 16).replace(':', '');
  return `${experiment.model}-${words || time}`;
}

const noStore: TransferAnswer = {
  type: 'refused',
  refusal: { reason: 'no-store', detail: '', need: null, free: null },
};

interface Imported {
  readonly state: RunState;
  readonly index: Index;
}

/** All that can be wrong with a file but its blocks' bytes. Takes no memory that the file does not have. Throws a `SnapshotError`. */
async function readChecked(source: Source): Promise<Imported> {
  const index = await readIndex(source);
  const parsed = parseState(index.state);
  const state = { ...parsed, name: cleanName(parsed.name) };
  checkState(state);
  checkContents(state, index.blocks);
  return { state, index };
}

function refusalOf(thrown: unknown): TransferRefusal {
  const refusal = (reason: TransferRefusal['reason'], detail = messageOf(thrown)): TransferRefusal => ({
    reason,
    detail: detail.slice(0, mostDetail),
    need: null,
    free: null,
  });
  if (thrown instanceof MissingPartError) return refusal('missing-part');
  if (thrown instanceof SnapshotError) return refusal(thrown.problem);
  if (thrown instanceof DownloadError) return refusal(thrown.reason);
  if (thrown instanceof ModelFileError) {
    const { differences, closest } = thrown;
    return { ...refusal(thrown.problem), differences, closest };
  }
  if (!(thrown instanceof DOMException)) return refusal('failed');
  if (thrown.name === 'AbortError') return refusal('cancelled', '');
  if (thrown.name === 'QuotaExceededError') return refusal('no-space');
  // The picked file was changed, moved or taken away.
  return refusal(['NotReadableError', 'NotFoundError'].includes(thrown.name) ? 'unreadable' : 'failed');
}

export interface TransfersOptions {
  readonly emit: (event: EngineEvent) => void;
  /** What may still be stored, in bytes; null where the browser does not say. */
  readonly free?: () => Promise<number | null>;
  readonly fetch?: Fetch;
}

async function freeBytes(): Promise<number | null> {
  const granted = await space();
  return granted && granted.quota - granted.used;
}

/** One transfer at a time. */
export class Transfers {
  private going: AbortController | null = null;

  constructor(private readonly options: TransfersOptions) {}

  cancel(): void {
    this.going?.abort();
  }

  /** Tells progress towards `total` bytes. */
  private counter(kind: Exclude<TransferKind, 'rename'>, total: number): (bytes: number) => void {
    let [done, told] = [0, Number.NEGATIVE_INFINITY];
    return (bytes) => {
      done += bytes;
      const now = performance.now();
      if (now - told < tellMs && done < total) return;
      told = now;
      this.options.emit({ type: 'transfer', kind, done: Math.min(done, total), total });
    };
  }

  private async only(work: (signal: AbortSignal) => Promise<TransferAnswer>): Promise<TransferAnswer> {
    if (this.going) return { type: 'refused', refusal: { reason: 'busy', detail: '', need: null, free: null } };
    this.going = new AbortController();
    try {
      return await work(this.going.signal);
    } catch (thrown) {
      return { type: 'refused', refusal: refusalOf(thrown) };
    } finally {
      this.going = null;
    }
  } // prettier-ignore

  /** The run's newest whole snapshot, read through first. Never rejects. */
  export(archive: Archive | null, id: string): Promise<TransferAnswer> {
    return this.only(async (signal) => {
      if (!archive) throw new SnapshotError('truncated', 'This browser keeps no runs');
      const { state, content } = await archive.exportRun(id, async ({ source, index }) => {
        await checkBlocks(source, index.blocks, {
          signal,
          onBytes: this.counter('export', source.size),
        });
      });
      return { type: 'exported', content, fileName: `${fileStem(state)}.alexlab` };
    });
  }

  /**
   * A model as a file for others: `lend` opens it, `exportFiles` writes it where there is room for it
   * and its parts, `around` gives what else an
   * archive for a cluster holds. Never rejects.
   */
  exportModel(
    exportFiles: ExportFiles,
    { format, optimizer }: ModelRequest,
    lend: <T>(work: (from: Exportable) => Promise<T>) => Promise<T>,
    around: (experiment: Experiment) => Promise<Omit<ClusterParts, 'cursor'>>,
  ): Promise<TransferAnswer> {
    return this.only((signal) =>
      lend(async ({ model, epochs, cursor, memory, ...named }): Promise<TransferAnswer> => {
        const fileName = fileStem(named) + fileExtensions[format];
        if (format === 'history') return { type: 'exported', content: new Blob([historyCsv(epochs)]), fileName };
        const common = { optimizer, epochs, memory, savedAt: named.savedAt, name: named.name };
        const options: ExportOptions =
          format === 'cluster'
            ? { ...common, format, cluster: { cursor, ...(await around(model.experiment)) } }
            : { ...common, format };
        const refusal = await this.withoutRoom(exportRoom(model, options) + spareBytes);
        if (refusal) return refusal;
        const tell = this.counter('model', exportTotal(model, options));
        const content = await exportFiles.write(model, options, async (bytes) => {
          tell(bytes);
          await yieldToMessages();
          signal.throwIfAborted();
        });
        return { type: 'exported', content, fileName };
      }),
    );
  } // prettier-ignore

  /** Refuses what needs more bytes than are free; null where there is room, or the browser does not say. */
  private async withoutRoom(need: number): Promise<TransferAnswer | null> {
    const free = await (this.options.free ?? freeBytes)();
    if (free === null || need <= free) return null;
    return { type: 'refused', refusal: { reason: 'no-space', detail: '', need, free } };
  }

  /**
   * Takes in a file: checks all of it, then copies it into the archive under its own id, or a fresh one where that is taken, and reads the
   * copy back. Never rejects; a file that is refused changes nothing.
   */
  import(archive: Archive | null, file: Blob): Promise<TransferAnswer> {
    return this.only(async (signal) => {
      if (!archive) return noStore;
      const source = sourceOf(file);
      const found = await readChecked(source);
      // Read, read again while it is copied, and read back.
      const onBytes = this.counter('import', 3 * found.index.blocks.reduce((sum, { bytes }) => sum + bytes, 0));
      await checkBlocks(source, found.index.blocks, { signal, onBytes });
      const refusal = await this.withoutRoom(file.size + spareBytes);
      if (refusal) return refusal;
      return { type: 'imported', id: await copyInto(archive, source, found, { signal, onBytes }), model: null };
    });
  } // prettier-ignore

  /**
   * Takes in a model from elsewhere, as a run of its own: `exportFiles` lends a place for a copy of its
   * weights. `guess`: for what the file leaves
   * open. Never rejects; a file that is refused changes nothing.
   */
  importModel(
    archive: Archive | null,
    exportFiles: ExportFiles,
    files: readonly File[],
    guess: Experiment,
  ): Promise<TransferAnswer> {
    const picked = {
      kind: 'import',
      ids: [newId()],
      total: importTotal(files),
      open: async () => files,
    } as const;
    return this.takeIn(archive, exportFiles, picked, guess);
  }

  /** The same of a model that was published with the page, once its file has come and is the published one. */
  importPublished(
    archive: Archive | null,
    exportFiles: ExportFiles,
    model: PublishedModel,
  ): Promise<TransferAnswer> {
    return this.takeIn(archive, exportFiles, incomingPublished(model, this.options.fetch), model.experiment);
  }

  private takeIn(
    archive: Archive | null,
    exportFiles: ExportFiles,
    { kind, ids, total, open }: IncomingModel,
    guess: Experiment,
  ): Promise<TransferAnswer> {
    return this.only(async (signal) => {
      if (!archive) return noStore;
      const refusal = await this.withoutRoom(total + spareBytes);
      if (refusal) return refusal;
      const tell = this.counter(kind, total);
      const advance = async (bytes: number): Promise<void> => {
        tell(bytes);
        await yieldToMessages();
        signal.throwIfAborted();
      };
      const files = await open(signal, tell);
      const name = cleanName(files[0]?.name.replace(/(\.weights\.h5|(-tfjs)?\.\w+)$/, '') ?? '');
      let answer: TransferAnswer | null = null;
      await exportFiles.lend((place) =>
        openModel(place, files, { guess, advance }, async (model) => {
          answer = await keepModel(archive, model, { ids, name }, advance);
        }),
      );
      return answer ?? noStore;
    });
  }
}

/** Copies what was checked, block by block: the file may have changed since. */
function copyInto(
  archive: Archive,
  source: Source,
  { state, index }: Imported,
  options: CheckOptions,
): Promise<string> {
  return archive.importRun(
    [state.id, newId()],
    async (writer, id) => {
      for (const block of index.blocks) {
        options.signal?.throwIfAborted();
        const values = await readBlock(source, block);
        if (!allFinite(values)) throw new ModelFileError('not-finite', block.name);
        await writer.add(block.name, block.shape, values);
        options.onBytes?.(block.bytes);
      }
      return { ...state, id };
    },
    async (copy) => checkBlocks(copy, (await readChecked(copy)).index.blocks, options),
  );
}
