/**
 * The saved runs. A name that a person gave has a small file of its own: changing it writes no snapshot, and no snapshot changes it. Each run has two files, written in turns: while one is written the other holds the snapshot before, so that at every
 * moment, whatever breaks, one of them is whole. Knows no tensor.
 */
import { adopt, sweep } from './adopt';
import { withFile, type Files } from './files';
import {
  endOfBlocks,
  readIndex,
  seal,
  SnapshotError,
  SnapshotWriter,
  type Index,
  type Source,
} from './format';
import { distinctName, nameFile, readName, writeName } from './names';
import { later, orderAfter, parseState, type RunState } from './state';

/** The third is written only while one of the others is on its way to the downloads, and removed after that. */
const slots = ['a', 'b', 'c'] as const;
type Slot = (typeof slots)[number];
const fileOf = (id: string, slot: Slot): string => `${id}.${slot}`;

/**
 * So long is the file of an export not written over: a browser that downloads a file while it changes delivers a mixture, without an error
 * (Chromium 156).
 */
const downloadMs = 120_000;

/** A run that can be loaded. */
export interface SavedRun {
  readonly state: RunState;
  /** Of all its files. */
  readonly bytes: number;
}

export interface RunList {
  /** The last that was trained or came in first. */
  readonly runs: readonly SavedRun[];
  /** Names of files in which nothing can be read. */
  readonly damaged: readonly string[];
}

/** A snapshot that is open: valid as long as what it was given to runs. */
export interface OpenSnapshot {
  readonly state: RunState;
  readonly index: Index;
  readonly source: Source;
  /** Its file's name. */
  readonly file: string;
  /** The newer one was damaged, and this is the one before. */
  readonly fellBack: boolean;
}

interface Found {
  readonly slot: Slot;
  readonly state: RunState;
}

/** The runs of which there are files. */
const idsOf = (names: readonly string[]): Set<string> =>
  new Set(names.flatMap((name) => /^([0-9a-z-]{8,64})\.[abc]$/.exec(name)?.[1] ?? []));

export class Archive {
  /** Where each run's newest snapshot is, once it was looked up. */
  private readonly newest = new Map<string, Slot>();

  private last: Promise<unknown> = Promise.resolve();

  /** Files of exports, until when they are not written over. */
  private readonly downloads = new Map<string, number>();

  constructor(
    private readonly files: Files,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** One thing after another: a file that is being written cannot be read. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Whole snapshots of a run, the newest first. One that is not whole is passed over. */
  private async found(id: string, names: readonly string[]): Promise<Found[]> {
    const found: Found[] = [];
    for (const slot of slots) {
      if (!names.includes(fileOf(id, slot))) continue;
      const state = await withFile(this.files, fileOf(id, slot), async (file) => parseState((await readIndex(file)).state)).catch(
        (thrown: unknown) => {
          if (thrown instanceof SnapshotError) return null;
          throw thrown;
        },
      ); // prettier-ignore
      if (state?.id === id) found.push({ slot, state });
    }
    return found.toSorted((a, b) => b.state.sequence - a.state.sequence);
  }

  /** All runs, the last that was trained or came in first; and the names of files in which nothing can be read. */
  list(): Promise<RunList> {
    return this.inTurn(() => this.listed());
  }

  /** A state with the name that a person has given the run since. */
  private async named(state: RunState, names: readonly string[]): Promise<RunState> {
    const name = names.includes(nameFile(state.id)) ? await readName(this.files, state.id) : state.name;
    return { ...state, name };
  }

  private async listed(): Promise<RunList> {
    await sweep(this.files);
    const names = await this.files.list();
    const runs: SavedRun[] = [];
    const damaged: string[] = [];
    for (const id of idsOf(names)) {
      const own = slots.map((slot) => fileOf(id, slot)).filter((name) => names.includes(name));
      const [best] = await this.found(id, names);
      if (!best) {
        damaged.push(...own);
        continue;
      }
      let bytes = 0;
      for (const name of own) bytes += await withFile(this.files, name, async (file) => file.size);
      runs.push({ state: await this.named(best.state, names), bytes });
    }
    return { runs: runs.toSorted((a, b) => later(b.state, a.state)), damaged };
  }

  /** The `order` of a run that begins, is taken up or comes in now. */
  nextOrder(): Promise<number> {
    return this.inTurn(async () => orderAfter(await this.present()));
  }

  /** The newest state of each run, with its name. */
  private async present(): Promise<RunState[]> {
    const names = await this.files.list();
    const states: RunState[] = [];
    for (const id of idsOf(names)) {
      const [best] = await this.found(id, names);
      if (best) states.push(await this.named(best.state, names));
    }
    return states;
  }

  private async newestSlot(id: string): Promise<Slot | null> {
    const known = this.newest.get(id);
    if (known) return known;
    const [best] = await this.found(id, await this.files.list());
    return best?.slot ?? null;
  }

  /**
   * Writes a snapshot beside the newest one: `write` adds the blocks and gives the state. Before it counts as
   * the newest, its index, sizes and state are read back as they are when the run is opened again. Bytes
   * written. Rejects with what `write` or the file threw, or with a `SnapshotError` where it could not be
   * read; the snapshot before is then untouched.
   */
  save(id: string, write: (writer: SnapshotWriter) => Promise<RunState>): Promise<number> {
    return this.inTurn(() => this.saved(id, write));
  }

  private async saved(id: string, write: (writer: SnapshotWriter) => Promise<RunState>): Promise<number> {
    const current = await this.newestSlot(id);
    const slot = slots.find((other) => other !== current && !this.downloading(fileOf(id, other))) ?? 'a';
    const bytes = await this.written(id, slot, write);
    // Then the two newest are the other two.
    if (slot !== 'c' && current !== 'c') await this.removeSpare(id);
    return bytes;
  }

  private downloading(file: string): boolean {
    return this.now() < (this.downloads.get(file) ?? 0);
  }

  /** The third file, if nobody reads it any more. That it stays costs only space. */
  private async removeSpare(id: string): Promise<void> {
    const spare = fileOf(id, 'c');
    if (!this.downloading(spare)) await this.files.remove(spare).catch(() => undefined);
  }

  private written(
    id: string,
    slot: Slot,
    write: (writer: SnapshotWriter) => Promise<RunState>,
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
        // Half a snapshot is worth nothing, and the disk may be full.
        file.truncate(0);
        throw thrown;
      }
    });
  }

  /**
   * Opens the newest snapshot for `work`; where that throws a `SnapshotError`, the one before. Rejects with a `SnapshotError` where neither
   * is whole or there is none.
   */
  load<T>(id: string, work: (snapshot: OpenSnapshot) => Promise<T>): Promise<T> {
    return this.inTurn(() => this.loaded(id, work));
  }

  private async loaded<T>(id: string, work: (snapshot: OpenSnapshot) => Promise<T>): Promise<T> {
    const names = await this.files.list();
    const candidates = await this.found(id, names);
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

  /** Names a run; '' takes its name away. What is not one line is made one, and gets a number where another run has it. Rejects with a `SnapshotError` where there is no such run. */
  rename(id: string, name: string): Promise<void> {
    return this.inTurn(async () => {
      const runs = await this.present();
      if (!runs.some((run) => run.id === id))
        throw new SnapshotError('truncated', 'No whole snapshot of this run is left');
      const taken = runs.filter((run) => run.id !== id).map((run) => run.name);
      await writeName(this.files, id, distinctName(name, taken));
    });
  }

  /**
   * The newest snapshot that passes `check`, as one file that is not read into memory, with the name that the run has now. That snapshot
   * is not written over for two minutes, should the run go on meanwhile. Rejects as `load` and `check` do.
   */
  exportRun(
    id: string,
    check: (snapshot: OpenSnapshot) => Promise<void>,
  ): Promise<{ readonly state: RunState; readonly content: Blob }> {
    return this.inTurn(async () => {
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
   * Takes in a run from elsewhere, as `adopt` does, under the first of `ids` that no file has: that id. Its name gets a number where
   * another run has it. Rejects as `write` and `check` do,
   * and then nothing is there that was not there before.
   */
  importRun(
    ids: readonly string[],
    write: (writer: SnapshotWriter, id: string) => Promise<RunState>,
    check: (source: Source) => Promise<void>,
  ): Promise<string> {
    return this.inTurn(async () => {
      const runs = await this.present();
      const order = orderAfter(runs);
      const taken = runs.map((run) => run.name);
      const writeNamed = async (writer: SnapshotWriter, id: string): Promise<RunState> => {
        const state = await write(writer, id);
        return { ...state, order, name: distinctName(state.name, taken) };
      };
      return adopt(this.files, ids, writeNamed, check);
    });
  }

  /** Removes all files of a run. */
  remove(id: string): Promise<void> {
    return this.inTurn(async () => {
      this.newest.delete(id);
      for (const slot of slots) await this.files.remove(fileOf(id, slot));
      await this.files.remove(nameFile(id));
    });
  }
}
