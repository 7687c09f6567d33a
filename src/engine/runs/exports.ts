/**
 * Exports models as files. A file is written in the browser's private file system, in a folder of
 * its own, and stays there while the browser downloads it. Each is protected by a Web Lock of its
 * name until it is removed: a file whose lock is free was left by a closed tab, and is removed at
 * the next start. Runs in the worker or in Node.
 */
import type { Archive } from '../../storage/archive';
import {
  exportModel,
  type Advance,
  type ClusterCursor,
  type ExportedModel,
  type ExportOptions,
} from '../../formats/export';
import { modelOfSnapshot } from '../../formats/savedModel';
import { privateFiles, type Files } from '../../storage/files';
import { SnapshotError } from '../../storage/snapshotFormat';
import { memoryFiles } from '../../storage/memoryFiles';
import type { SavedRunState } from '../../storage/state';
import { deviceReader } from '../../storage/tensors';
import { forgetCopy } from '../../kernels/family';
import type { EpochLog } from '../../protocol/run';
import type { TrainState } from '../core/trainState';
import type { Checkpointer } from './checkpointer';
import { newId } from './restore';

/** A model with what its file name is made from, and its run's epochs. */
export interface Exportable extends Pick<SavedRunState, 'experiment' | 'name' | 'savedAt'> {
  readonly model: ExportedModel;
  readonly epochs: readonly EpochLog[];
  /** How far its run has trained. */
  readonly cursor: ClusterCursor;
  readonly memory: SavedRunState['memory'];
}

/** What a file is made from: the loaded run, or as much of it as a test has. */
export interface ExportSource {
  readonly trainState: TrainState;
  readonly checkpointer: Pick<Checkpointer, 'identity' | 'history'> | null;
  /** The callback state of its latest training. */
  readonly callbackState: SavedRunState['memory'];
}

/** Leaves out the tensors and logs of the last run. */
const kept = ({
  epochsBefore,
  lrFactor,
  stopper,
  reducer,
  bestEpoch,
}: SavedRunState['memory']): SavedRunState['memory'] => ({
  epochsBefore,
  lrFactor,
  stopper,
  reducer,
  bestEpoch,
});

/** The loaded run's model, read from the device. */
export const currentExport = ({ trainState, checkpointer, callbackState }: ExportSource): Exportable => ({
  model: {
    network: trainState.model.network,
    experiment: trainState.experiment,
    learningRate: trainState.experiment.lr * callbackState.lrFactor,
    iterations: trainState.optimizer.iterations,
    read: deviceReader(trainState, forgetCopy),
  },
  epochs: checkpointer?.history.epochs ?? [],
  cursor: trainState.cursor,
  memory: kept(callbackState),
  experiment: trainState.experiment,
  name: checkpointer?.identity.name ?? '',
  savedAt: Date.now(),
});

/**
 * Runs `work` on a saved run, read from its newest whole snapshot. Rejects with a `SnapshotError`
 * if there is none, and as `work` does.
 */
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

/**
 * A download may still be reading its file for this long: a page is never told when it has ended.
 */
const downloadMs = 120_000;

export interface ExportFilesOptions {
  /**
   * Null if the browser has no private file system: then the whole file is created in memory, and
   * stays there until it has been downloaded.
   */
  readonly files: () => Promise<Files | null>;
  /** Null if the browser has no Web Locks. */
  readonly locks: LockManager | null;
}

export class ExportFiles {
  private opened: Promise<Files> | null = null;

  constructor(private readonly options: ExportFilesOptions) {}

  private files(): Promise<Files> {
    this.opened ??= this.options.files().then((files) => files ?? memoryFiles());
    return this.opened;
  }

  /**
   * Removes what closed tabs have left. What cannot be removed now is tried again at the next
   * start.
   */
  async removeStale(): Promise<void> {
    const files = await this.files();
    const { locks } = this.options;
    for (const name of await files.list()) {
      const remove = (): Promise<void> => files.remove(name).catch(() => undefined);
      // The parts of a file that is being written are next to it, named with its prefix.
      const lock = lockPrefix + name.replace(/\..*$/, '');
      if (locks) await locks.request(lock, { ifAvailable: true }, async (free) => free && remove());
      else await remove();
    }
  }

  /** Locks a name until the returned function is called, or the tab is closed. */
  private hold(name: string): Promise<() => void> {
    const { locks } = this.options;
    if (!locks) return Promise.resolve(() => {});
    return new Promise((resolve, reject) => {
      locks.request(lockPrefix + name, () => new Promise<void>(resolve)).catch(reject);
    });
  }

  /**
   * Runs `work` with the name of a file that `work` creates and removes; nothing else touches it
   * meanwhile.
   */
  async withFile<T>(
    work: (target: { readonly files: Files; readonly name: string }) => Promise<T>,
  ): Promise<T> {
    const files = await this.files();
    const name = newId();
    const release = await this.hold(name);
    return work({ files, name }).finally(release);
  }

  /**
   * Writes the model's file, which is removed two minutes later. Rejects as `exportModel` does, and
   * then leaves nothing.
   */
  async write(model: ExportedModel, options: ExportOptions, advance: Advance): Promise<Blob> {
    const files = await this.files();
    const name = newId();
    const release = await this.hold(name);
    try {
      await exportModel(files, name, model, options, advance);
      const content = await files.blob(name);
      setTimeout(
        () =>
          void files
            .remove(name)
            .catch(() => undefined)
            .finally(release),
        downloadMs,
      );
      return content;
    } catch (thrown) {
      release();
      throw thrown;
    }
  }
}

/** The export files of this browser. */
export const browserExports = (): ExportFiles =>
  new ExportFiles({
    files: () => privateFiles('exports'),
    locks: typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : null,
  });
