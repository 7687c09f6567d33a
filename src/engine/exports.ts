/**
 * Models on their way out as files for others. A file is written in the browser's private file system, in a folder of its own, and stays
 * there while the browser downloads it. Each is held by a Web Lock of its name until it is removed: what nobody holds was left by a tab
 * that is gone, and is swept at the next start. Worker or Node.
 */
import type { Archive } from '../checkpoint/archive';
import { exportModel, type Advance, type ClusterCursor, type ExportedModel, type ExportOptions } from '../checkpoint/export'; // prettier-ignore
import { modelOfSnapshot } from '../checkpoint/export/saved';
import { privateFiles, type Files } from '../checkpoint/files';
import { SnapshotError } from '../checkpoint/format';
import { scratchFiles } from '../checkpoint/scratch';
import type { RunState } from '../checkpoint/state';
import { deviceReader } from '../checkpoint/tensors';
import { forgetCopy } from '../kernels/family';
import type { ExportFormat } from '../network';
import type { EpochLog } from '../training/logs';
import type { Held } from './held';
import type { Keeper } from './keeper';
import { newId } from './restore';

/** What is asked for. */
export interface ModelRequest {
  readonly format: ExportFormat;
  readonly optimizer: boolean;
}

/** A model with what its file is called by, and its run's epochs. */
export interface Exportable extends Pick<RunState, 'experiment' | 'name' | 'savedAt'> {
  readonly model: ExportedModel;
  readonly epochs: readonly EpochLog[];
  /** Where its run stands. */
  readonly cursor: ClusterCursor;
  readonly memory: RunState['memory'];
}

/** What the session lends of itself. */
export interface Lent {
  readonly held: Held;
  readonly keeper: Pick<Keeper, 'identity' | 'history'> | null;
  /** Of the last run. */
  readonly memory: RunState['memory'];
}

/** Without tensors and logs that the last run may have in its memory. */
const kept = ({ epochsBefore, lrFactor, stopper, reducer, bestEpoch }: RunState['memory']): RunState['memory'] =>
  ({ epochsBefore, lrFactor, stopper, reducer, bestEpoch }); // prettier-ignore

/** The model at hand, read from the device. */
export const heldExport = ({ held, keeper, memory }: Lent): Exportable => ({
  model: {
    network: held.model.network,
    experiment: held.experiment,
    learningRate: held.experiment.lr * memory.lrFactor,
    iterations: held.optimizer.iterations,
    read: deviceReader(held, forgetCopy),
  },
  epochs: keeper?.history.epochs ?? [],
  cursor: held.cursor,
  memory: kept(memory),
  experiment: held.experiment,
  name: keeper?.identity.name ?? '',
  savedAt: Date.now(),
});

/** `work` on a saved run, read from its newest whole snapshot. Rejects with a `SnapshotError` where there is none, and as `work` does. */
export function savedExport<T>(
  archive: Archive | null,
  id: string,
  work: (from: Exportable) => Promise<T>,
): Promise<T> {
  if (!archive) throw new SnapshotError('truncated', 'This browser keeps no runs');
  return archive.load(id, (snapshot) => {
    const { experiment, name, savedAt, history, cursor, memory } = snapshot.state;
    return work({
      model: modelOfSnapshot(snapshot),
      epochs: history.epochs,
      cursor,
      memory,
      experiment,
      name,
      savedAt,
    });
  });
}

const lockPrefix = 'alexnet-lab:export:';

/** A download may still read its file for so long: nothing tells a page when it has ended. */
const downloadMs = 120_000;

export interface ExportFilesOptions {
  /** Null where the browser has no place: then the file is made in memory, all of it, and stays there until it was downloaded. */
  readonly files: () => Promise<Files | null>;
  /** Null where the browser has none. */
  readonly locks: LockManager | null;
}

export class ExportFiles {
  private opened: Promise<Files> | null = null;

  constructor(private readonly options: ExportFilesOptions) {}

  private files(): Promise<Files> {
    this.opened ??= this.options.files().then((files) => files ?? scratchFiles());
    return this.opened;
  }

  /** Removes what tabs that are gone have left. What cannot be removed now is tried again at the next start. */
  async sweep(): Promise<void> {
    const files = await this.files();
    const { locks } = this.options;
    for (const name of await files.list()) {
      const remove = (): Promise<void> => files.remove(name).catch(() => undefined);
      // The parts of a file that is being written stand beside it.
      const lock = lockPrefix + name.replace(/\..*$/, '');
      if (locks) await locks.request(lock, { ifAvailable: true }, async (free) => free && remove());
      else await remove();
    }
  }

  /** Holds a name until what it gives is called, or the tab is gone. */
  private hold(name: string): Promise<() => void> {
    const { locks } = this.options;
    if (!locks) return Promise.resolve(() => {});
    return new Promise((resolve, reject) => {
      locks.request(lockPrefix + name, () => new Promise<void>(resolve)).catch(reject);
    });
  }

  /** `work` with the name of a file that it makes and removes; nothing else touches it meanwhile. */
  async lend<T>(work: (place: { readonly files: Files; readonly name: string }) => Promise<T>): Promise<T> {
    const files = await this.files();
    const name = newId();
    const release = await this.hold(name);
    return work({ files, name }).finally(release);
  }

  /** The model's file; it is removed two minutes later. Rejects as `exportModel`; nothing is left then. */
  async write(model: ExportedModel, options: ExportOptions, advance: Advance): Promise<Blob> {
    const files = await this.files();
    const name = newId();
    const release = await this.hold(name);
    try {
      await exportModel(files, name, model, options, advance);
      const content = await files.blob(name);
      setTimeout(() => void files.remove(name).catch(() => undefined).finally(release), downloadMs);
      return content;
    } catch (thrown) {
      release();
      throw thrown;
    }
  } // prettier-ignore
}

/** That of this browser. */
export const browserExports = (): ExportFiles =>
  new ExportFiles({
    files: () => privateFiles('exports'),
    locks: typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : null,
  });
