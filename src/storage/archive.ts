/**
 * Stores the saved runs. The name that the user gives a run has a small file of its own: renaming
 * writes no snapshot, and no snapshot changes the name. Each run has two files, written in turns:
 * while one is being written, the other holds the previous snapshot, so that one of them is whole
 * at every moment, whatever fails. Uses no tensors.
 */
import { importSnapshot, removeStale } from './importSnapshot';
import { withFile, type Files } from './files';
import {
  endOfBlocks,
  readIndex,
  seal,
  SnapshotError,
  SnapshotWriter,
  type Index,
  type Source,
} from './snapshotFormat';
import { distinctName, nameFile, readName, writeName } from './names';
import { later, orderAfter, parseState, type SavedRunState } from './state';

/**
 * The third slot is written only while one of the others is being downloaded, and removed after
 * that.
 */
const slots = ['a', 'b', 'c'] as const;
type Slot = (typeof slots)[number];
const fileOf = (id: string, slot: Slot): string => `${id}.${slot}`;

/**
 * An exported file is not overwritten for this long: if a file changes while a browser downloads
 * it, the download is a mixture, without an error (Chromium 156).
 */
const downloadMs = 120_000;

/** A run that can be loaded. */
export interface SavedRun {
  readonly state: SavedRunState;
  /** Size of all its files together. */
  readonly bytes: number;
}

export interface RunList {
  /** The run that was trained or imported last comes first. */
  readonly runs: readonly SavedRun[];
  /** Names of files that cannot be read. */
  readonly damaged: readonly string[];
}

/** An open snapshot: valid as long as the callback that received it runs. */
export interface OpenSnapshot {
  readonly state: SavedRunState;
  readonly index: Index;
  readonly source: Source;
  /** Its file's name. */
  readonly file: string;
  /** True if the newer one was damaged and this is the previous one. */
  readonly fellBack: boolean;
}

interface SlotState {
  readonly slot: Slot;
  readonly state: SavedRunState;
}

/** The ids of the runs that have files. */
const idsOf = (names: readonly string[]): Set<string> =>
  new Set(names.flatMap((name) => /^([0-9a-z-]{8,64})\.[abc]$/.exec(name)?.[1] ?? []));

export class Archive {
  /** The slot of each run's newest snapshot, once it has been looked up. */
  private readonly newest = new Map<string, Slot>();

  private last: Promise<unknown> = Promise.resolve();

  /** Exported files, and until when they must not be overwritten. */
  private readonly downloads = new Map<string, number>();

  constructor(
    private readonly files: Files,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Runs one operation after another: a file that is being written cannot be read. */
  private queued<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** A run's whole snapshots, newest first. Incomplete ones are skipped. */
  private async snapshots(id: string, names: readonly string[]): Promise<SlotState[]> {
    const snapshots: SlotState[] = [];
    for (const slot of slots) {
      if (!names.includes(fileOf(id, slot))) continue;
      const state = await withFile(this.files, fileOf(id, slot), async (file) =>
        parseState((await readIndex(file)).state),
      ).catch((thrown: unknown) => {
        if (thrown instanceof SnapshotError) return null;
        throw thrown;
      });
      if (state?.id === id) snapshots.push({ slot, state });
    }
    return snapshots.toSorted((a, b) => b.state.sequence - a.state.sequence);
  }

  /**
   * All runs, the one that was trained or imported last first, and the names of files that cannot
   * be read.
   */
  list(): Promise<RunList> {
    return this.queued(() => this.listed());
  }

  /** A state with the name that the user has given the run since. */
  private async named(state: SavedRunState, names: readonly string[]): Promise<SavedRunState> {
    const name = names.includes(nameFile(state.id)) ? await readName(this.files, state.id) : state.name;
    return { ...state, name };
  }

  private async listed(): Promise<RunList> {
    await removeStale(this.files);
    const names = await this.files.list();
    const runs: SavedRun[] = [];
    const damaged: string[] = [];
    for (const id of idsOf(names)) {
      const slotFiles = slots.map((slot) => fileOf(id, slot)).filter((name) => names.includes(name));
      const [best] = await this.snapshots(id, names);
      if (!best) {
        damaged.push(...slotFiles);
        continue;
      }
      let bytes = 0;
      for (const name of slotFiles) bytes += await withFile(this.files, name, async (file) => file.size);
      runs.push({ state: await this.named(best.state, names), bytes });
    }
    return { runs: runs.toSorted((a, b) => later(b.state, a.state)), damaged };
  }

  /** The `order` for a run that begins, is resumed or is imported now. */
  nextOrder(): Promise<number> {
    return this.queued(async () => orderAfter(await this.present()));
  }

  /** The newest state of each run, with its name. */
  private async present(): Promise<SavedRunState[]> {
    const names = await this.files.list();
    const states: SavedRunState[] = [];
    for (const id of idsOf(names)) {
      const [best] = await this.snapshots(id, names);
      if (best) states.push(await this.named(best.state, names));
    }
    return states;
  }

  private async newestSlot(id: string): Promise<Slot | null> {
    const newest = this.newest.get(id);
    if (newest) return newest;
    const [best] = await this.snapshots(id, await this.files.list());
    return best?.slot ?? null;
  }

  /**
   * Writes a snapshot next to the newest one: `write` adds the blocks and returns the state. Before
   * the new snapshot counts as the newest, its index, sizes and state are read back as they are
   * when a run is opened. Returns the bytes written. Rejects with what `write` or the file threw,
   * or with a `SnapshotError` if it could not be read; the previous snapshot is then untouched.
   */
  save(id: string, write: (writer: SnapshotWriter) => Promise<SavedRunState>): Promise<number> {
    return this.queued(() => this.saved(id, write));
  }

  private async saved(
    id: string,
    write: (writer: SnapshotWriter) => Promise<SavedRunState>,
  ): Promise<number> {
    const current = await this.newestSlot(id);
    const slot = slots.find((other) => other !== current && !this.downloading(fileOf(id, other))) ?? 'a';
    const bytes = await this.written(id, slot, write);
    // Then the other two slots hold the two newest snapshots.
    if (slot !== 'c' && current !== 'c') await this.removeSpare(id);
    return bytes;
  }

  private downloading(file: string): boolean {
    return this.now() < (this.downloads.get(file) ?? 0);
  }

  /** Removes the third file if nothing reads it any more. If it remains, it only costs space. */
  private async removeSpare(id: string): Promise<void> {
    const spare = fileOf(id, 'c');
    if (!this.downloading(spare)) await this.files.remove(spare).catch(() => undefined);
  }

  private written(
    id: string,
    slot: Slot,
    write: (writer: SnapshotWriter) => Promise<SavedRunState>,
  ): Promise<number> {
    return withFile(this.files, fileOf(id, slot), async (file) => {
      try {
        const writer = new SnapshotWriter(file);
        const bytes = await writer.finish(await write(writer));
        file.truncate(bytes);
        file.flush();
        if (parseState((await readIndex(file)).state).id !== id)
          throw new SnapshotError('damaged', 'It is the snapshot of another run');
        this.newest.set(id, slot);
        return bytes;
      } catch (thrown) {
        // Half a snapshot is useless, and the disk may be full.
        file.truncate(0);
        throw thrown;
      }
    });
  }

  /**
   * Opens the newest snapshot for `work`, or the previous one if `work` throws a `SnapshotError`.
   * Rejects with a `SnapshotError` if neither is whole or there is none.
   */
  load<T>(id: string, work: (snapshot: OpenSnapshot) => Promise<T>): Promise<T> {
    return this.queued(() => this.loaded(id, work));
  }

  private async loaded<T>(id: string, work: (snapshot: OpenSnapshot) => Promise<T>): Promise<T> {
    const names = await this.files.list();
    const candidates = await this.snapshots(id, names);
    let problem: unknown = new SnapshotError('truncated', 'No whole snapshot of this run is left');
    for (const { slot, state } of candidates) {
      try {
        return await withFile(this.files, fileOf(id, slot), async (file) => {
          const index = await readIndex(file);
          const used = await work({
            state: await this.named(state, names),
            index,
            source: file,
            file: fileOf(id, slot),
            fellBack: slot !== candidates[0]?.slot,
          });
          this.newest.set(id, slot);
          return used;
        });
      } catch (thrown) {
        if (!(thrown instanceof SnapshotError)) throw thrown;
        problem = thrown;
      }
    }
    throw problem;
  }

  /**
   * Names a run; '' removes its name. The name is reduced to one line, and gets a number if another
   * run already has it. Rejects with a `SnapshotError` if there is no such run.
   */
  rename(id: string, name: string): Promise<void> {
    return this.queued(async () => {
      const runs = await this.present();
      if (!runs.some((run) => run.id === id))
        throw new SnapshotError('truncated', 'No whole snapshot of this run is left');
      const taken = runs.filter((run) => run.id !== id).map((run) => run.name);
      await writeName(this.files, id, distinctName(name, taken));
    });
  }

  /**
   * The newest snapshot that passes `check`, as one file that is not read into memory, with the
   * run's current name. That snapshot is not overwritten for two minutes, in case the run continues
   * meanwhile. Rejects as `load` and `check` do.
   */
  exportRun(
    id: string,
    check: (snapshot: OpenSnapshot) => Promise<void>,
  ): Promise<{ readonly state: SavedRunState; readonly content: Blob }> {
    return this.queued(async () => {
      const { state, index, file } = await this.loaded(id, async (snapshot) => {
        await check(snapshot);
        return snapshot;
      });
      this.downloads.set(file, this.now() + downloadMs);
      const blocks = (await this.files.blob(file)).slice(0, endOfBlocks(index.blocks));
      return { state, content: new Blob([blocks, await seal({ state, blocks: index.blocks })]) };
    });
  }

  /**
   * Imports a run, as `importSnapshot` does, under the first of `ids` that no file has, and returns
   * that id. Its name gets a number if another run already has it. Rejects as `write` and `check`
   * do, and then leaves everything as it was.
   */
  importRun(
    ids: readonly string[],
    write: (writer: SnapshotWriter, id: string) => Promise<SavedRunState>,
    check: (source: Source) => Promise<void>,
  ): Promise<string> {
    return this.queued(async () => {
      const runs = await this.present();
      const order = orderAfter(runs);
      const taken = runs.map((run) => run.name);
      const writeNamed = async (writer: SnapshotWriter, id: string): Promise<SavedRunState> => {
        const state = await write(writer, id);
        return { ...state, order, name: distinctName(state.name, taken) };
      };
      return importSnapshot(this.files, ids, writeNamed, check);
    });
  }

  /** Removes all files of a run. */
  remove(id: string): Promise<void> {
    return this.queued(async () => {
      this.newest.delete(id);
      for (const slot of slots) await this.files.remove(fileOf(id, slot));
      await this.files.remove(nameFile(id));
    });
  }
}
