/**
 * Exports saved runs as they are, and imports runs after checking everything in them. Runs in the
 * worker or in Node.
 */
import type { Archive } from '../../storage/archive';
import { checkContents, checkState } from '../../storage/contents';
import {
  checkBlocks,
  readBlock,
  readIndex,
  SnapshotError,
  type CheckOptions,
  type Index,
  type Source,
} from '../../storage/snapshotFormat';
import {
  exportSpaceBytes,
  exportTotal,
  historyCsv,
  type ClusterParts,
  type ExportOptions,
} from '../../formats/export';
import { importTotal, ModelFileError, openModel } from '../../formats/import';
import { cleanName } from '../../storage/names';
import { parseState, type SavedRunState } from '../../storage/state';
import { allFinite } from '../../lib/numeric';
import { MissingPartError } from '../../lib/lazyPart';
import { messageOf } from '../../lib/result';
import { fileExtensions } from '../../network';
import type { Experiment } from '../../experiment/schema';
import type { EngineEvent } from '../../protocol/events';
import type { ModelRequest, TransferAnswer, TransferKind, TransferRefusal } from '../../protocol/files';
import type { Fetch } from '../../dataset/download';
import type { Exportable, ExportFiles } from './exports';
import { keepModel, type IncomingModel } from './imports';
import { DownloadError, incomingPublished, type PublishedModel } from './published';
import { newId } from './restore';
import { space } from './runList';
import { yieldToMessages } from '../core/yield';

/**
 * Bytes to leave free after an import, for the browser's own bookkeeping and a snapshot's index.
 */
const spareBytes = 2 ** 20;
/** How many characters of a file's or the browser's own message are repeated. */
const maxDetailLength = 400;
/** Minimum milliseconds between two progress reports to the page. */
const reportIntervalMs = 100;

/** A file that the user has picked, read in place. */
export const sourceOf = (file: Blob): Source => ({
  size: file.size,
  read: async (at, length) => new Uint8Array(await file.slice(at, at + length).arrayBuffer()),
});

/**
 * The beginning of a file name, with letters and digits of any script: the network, then the name
 * or the time of saving.
 */
export function fileStem({
  experiment,
  name,
  savedAt,
}: Pick<SavedRunState, 'experiment' | 'name' | 'savedAt'>): string {
  const words = name
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-|-$|\p{Cs}/gu, '');
  const time = new Date(savedAt).toISOString().slice(0, 16).replace(':', '');
  return `${experiment.model}-${words || time}`;
}

const noStore: TransferAnswer = {
  type: 'refused',
  refusal: { reason: 'no-store', detail: '', need: null, free: null },
};

interface Imported {
  readonly state: SavedRunState;
  readonly index: Index;
}

/**
 * Checks everything in a file except its blocks' bytes. Allocates no more memory than the file has
 * bytes. Throws a `SnapshotError`.
 */
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
    detail: detail.slice(0, maxDetailLength),
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
  // The picked file was changed, moved or removed.
  return refusal(['NotReadableError', 'NotFoundError'].includes(thrown.name) ? 'unreadable' : 'failed');
}

export interface TransfersOptions {
  readonly emit: (event: EngineEvent) => void;
  /** Returns the free space in bytes; null if the browser does not say. */
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

  /** Returns a function that reports progress towards `total` bytes. */
  private counter(kind: Exclude<TransferKind, 'rename'>, total: number): (bytes: number) => void {
    let done = 0;
    let reportedAt = Number.NEGATIVE_INFINITY;
    return (bytes) => {
      done += bytes;
      const now = performance.now();
      if (now - reportedAt < reportIntervalMs && done < total) return;
      reportedAt = now;
      this.options.emit({ type: 'transfer', kind, done: Math.min(done, total), total });
    };
  }

  private async runTransfer(work: (signal: AbortSignal) => Promise<TransferAnswer>): Promise<TransferAnswer> {
    if (this.going)
      return { type: 'refused', refusal: { reason: 'busy', detail: '', need: null, free: null } };
    this.going = new AbortController();
    try {
      return await work(this.going.signal);
    } catch (thrown) {
      return { type: 'refused', refusal: refusalOf(thrown) };
    } finally {
      this.going = null;
    }
  }

  /** Exports the run's newest whole snapshot after reading it through. Never rejects. */
  export(archive: Archive | null, id: string): Promise<TransferAnswer> {
    return this.runTransfer(async (signal) => {
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
   * Exports a model as a file for others: `lend` opens the model, `exportFiles` writes it if there
   * is room for it and its parts, `clusterParts` returns what else a cluster package contains.
   * Never rejects.
   */
  exportModel(
    exportFiles: ExportFiles,
    { format, optimizer }: ModelRequest,
    withExportable: <T>(work: (from: Exportable) => Promise<T>) => Promise<T>,
    clusterParts: (experiment: Experiment) => Promise<Omit<ClusterParts, 'cursor'>>,
  ): Promise<TransferAnswer> {
    return this.runTransfer((signal) =>
      withExportable(async ({ model, epochs, cursor, memory, ...named }): Promise<TransferAnswer> => {
        const fileName = fileStem(named) + fileExtensions[format];
        if (format === 'history')
          return { type: 'exported', content: new Blob([historyCsv(epochs)]), fileName };
        const common = { optimizer, epochs, memory, savedAt: named.savedAt, name: named.name };
        const options: ExportOptions =
          format === 'cluster'
            ? { ...common, format, cluster: { cursor, ...(await clusterParts(model.experiment)) } }
            : { ...common, format };
        const refusal = await this.spaceRefusal(exportSpaceBytes(model, options) + spareBytes);
        if (refusal) return refusal;
        const report = this.counter('model', exportTotal(model, options));
        const content = await exportFiles.write(model, options, async (bytes) => {
          report(bytes);
          await yieldToMessages();
          signal.throwIfAborted();
        });
        return { type: 'exported', content, fileName };
      }),
    );
  }

  /**
   * Refuses a transfer that needs more bytes than are free; null if there is room, or if the
   * browser does not say.
   */
  private async spaceRefusal(need: number): Promise<TransferAnswer | null> {
    const free = await (this.options.free ?? freeBytes)();
    if (free === null || need <= free) return null;
    return { type: 'refused', refusal: { reason: 'no-space', detail: '', need, free } };
  }

  /**
   * Imports a file: checks all of it, then copies it into the archive under its own id, or a new
   * one if that is taken, and reads the copy back. Never rejects; a file that is refused changes
   * nothing.
   */
  import(archive: Archive | null, file: Blob): Promise<TransferAnswer> {
    return this.runTransfer(async (signal) => {
      if (!archive) return noStore;
      const source = sourceOf(file);
      const checked = await readChecked(source);
      // The file is read, read again while it is copied, and read back.
      const onBytes = this.counter(
        'import',
        3 * checked.index.blocks.reduce((sum, { bytes }) => sum + bytes, 0),
      );
      await checkBlocks(source, checked.index.blocks, { signal, onBytes });
      const refusal = await this.spaceRefusal(file.size + spareBytes);
      if (refusal) return refusal;
      return {
        type: 'imported',
        id: await copyInto(archive, source, checked, { signal, onBytes }),
        model: null,
      };
    });
  }

  /**
   * Imports a model as a new run: `exportFiles` provides a file for a copy of its weights. `guess`:
   * for what the file leaves open. Never rejects; a file that is refused changes nothing.
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

  /**
   * The same for a model that was published with the page, once its file has been downloaded and
   * verified.
   */
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
    return this.runTransfer(async (signal) => {
      if (!archive) return noStore;
      const refusal = await this.spaceRefusal(total + spareBytes);
      if (refusal) return refusal;
      const report = this.counter(kind, total);
      const advance = async (bytes: number): Promise<void> => {
        report(bytes);
        await yieldToMessages();
        signal.throwIfAborted();
      };
      const files = await open(signal, report);
      const name = cleanName(files[0]?.name.replace(/(\.weights\.h5|(-tfjs)?\.\w+)$/, '') ?? '');
      let answer: TransferAnswer | null = null;
      await exportFiles.withFile((target) =>
        openModel(target, files, { guess, advance }, async (model) => {
          answer = await keepModel(archive, model, { ids, name }, advance);
        }),
      );
      return answer ?? noStore;
    });
  }
}

/** Copies block by block and checks again: the file may have changed since. */
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
