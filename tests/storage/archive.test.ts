/** At every moment one whole snapshot of a run is there, whatever breaks. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { readBlock, SnapshotError, SnapshotWriter } from '../../src/storage/snapshotFormat';
import type { SavedRunState } from '../../src/storage/state';
import { defaultExperiment } from '../../src/experiment/schema';
import { fakeFiles, type MemoryFiles } from '../helpers/fakeFiles';

const id = 'run-0001';
const series = { stride: 1, buckets: [], length: 0 };
const state = (sequence: number, more: Partial<SavedRunState> = {}): SavedRunState => ({
  id,
  name: '',
  startedAt: 1,
  savedAt: 1_000 + sequence,
  sequence,
  finished: false,
  adapter: 'test',
  experiment: defaultExperiment,
  iterations: sequence,
  cursor: {
    epochs: 0,
    stepInEpoch: sequence,
    lossSum: 1.5,
    accSum: 0.25,
    seconds: 1,
    firstStepSeconds: 1,
    steps: sequence,
  },
  memory: {
    epochsBefore: 0,
    lrFactor: 1,
    stopper: { best: Number.POSITIVE_INFINITY, wait: 0 },
    reducer: { best: 0.5, wait: 1 },
    bestEpoch: 0,
  },
  history: { epochs: [], loss: series, acc: series, notes: [] },
  ...more,
});

let files: MemoryFiles;
let archive: Archive;
beforeEach(() => {
  files = fakeFiles();
  archive = new Archive(files);
});

const save = (sequence: number, of = archive): Promise<number> =>
  of.save(id, async (writer) => {
    await writer.add('w', [4], Float32Array.of(sequence, 1, 2, 3));
    return state(sequence);
  });

const load = (of = archive): Promise<[number, number, boolean]> =>
  of.load(id, async ({ state: found, index, source, fellBack }) => {
    const [block] = index.blocks;
    const [first = Number.NaN] = block ? await readBlock(source, block) : [];
    return [found.sequence, first, fellBack];
  });

describe('the archive', () => {
  it('gives back the newest snapshot, infinities included, in another process too', async () => {
    for (const sequence of [1, 2, 3]) await save(sequence);
    expect(await load()).toEqual([3, 3, false]);
    expect(await load(new Archive(files))).toEqual([3, 3, false]);
    expect(files.contents.size).toBe(2);
    expect(await archive.load(id, async ({ state: found }) => found)).toEqual(state(3));
  });

  it('keeps the snapshot before while another is written, wherever that fails', async () => {
    await save(1);
    const size = await save(2);
    for (let room = 0; room < size; room += 7) {
      files.room = room;
      await expect(save(3)).rejects.toThrow('full');
      expect(await load(new Archive(files))).toEqual([2, 2, false]);
    }
    files.room = Number.POSITIVE_INFINITY;
    await save(3);
    expect(await load()).toEqual([3, 3, false]);
  });

  it('keeps it when the tab dies in the middle of writing', async () => {
    await save(1);
    await save(2);
    // What a killed process leaves: the older file, half overwritten.
    const torn = files.contents.get(`${id}.a`)!;
    torn.fill(7, 0, 60);
    expect(await load(new Archive(files))).toEqual([2, 2, false]);
    const next = new Archive(files);
    await save(3, next);
    expect(await load(new Archive(files))).toEqual([3, 3, false]);
  });

  it('falls back to the one before where a block of the newest is damaged, and then writes over the damaged one', async () => {
    await save(1);
    await save(2);
    files.contents.get(`${id}.b`)![16] = 200;
    const next = new Archive(files);
    expect(await load(next)).toEqual([1, 1, true]);
    await save(3, next);
    expect(await load(new Archive(files))).toEqual([3, 3, false]);
  });

  it('says what is wrong where none is whole', async () => {
    await expect(load()).rejects.toMatchObject({ problem: 'truncated' });
    await save(1);
    files.contents.get(`${id}.a`)![16] = 200;
    await expect(load(new Archive(files))).rejects.toMatchObject({ problem: 'damaged' });
    await expect(load(new Archive(files))).rejects.toThrow(SnapshotError);
  });

  it('does not write over a snapshot that is being downloaded, and keeps two afterwards', async () => {
    let now = 0;
    const own = new Archive(files, () => now);
    for (const sequence of [1, 2]) await save(sequence, own);
    const before = files.contents.get(`${id}.b`);
    const { content } = await own.exportRun(id, async () => undefined);
    for (const sequence of [3, 4, 5, 6]) {
      await save(sequence, own);
      expect(await load(new Archive(files))).toEqual([sequence, sequence, false]);
    }
    expect(files.contents.get(`${id}.b`)).toBe(before);
    expect(content.size).toBeGreaterThan(0);
    expect([...files.contents.keys()]).toEqual([`${id}.a`, `${id}.b`, `${id}.c`]);
    now += 121_000;
    for (const sequence of [7, 8, 9]) await save(sequence, own);
    // The control: now it is written over, and the third is gone.
    expect(files.contents.get(`${id}.b`)).not.toBe(before);
    expect([...files.contents.keys()]).toEqual([`${id}.a`, `${id}.b`]);
    expect(await load(new Archive(files))).toEqual([9, 9, false]);
  });

  it('lists runs, the last first, and counts what cannot be read', async () => {
    await save(1);
    const other = state(1, { id: 'run-0002', savedAt: 5_000, name: 'other' });
    await archive.save('run-0002', async () => other);
    files.contents.set('run-0003.a', Uint8Array.of(1, 2, 3));
    files.contents.set('not a run', Uint8Array.of(1));
    const { runs, damaged } = await archive.list();
    expect(runs.map(({ state: found }) => found.id)).toEqual(['run-0002', id]);
    expect(runs[0]?.state).toEqual(other);
    expect(runs[1]?.bytes).toBe(files.contents.get(`${id}.a`)?.length);
    expect(damaged).toEqual(['run-0003.a']);
    await archive.remove('run-0002');
    expect((await archive.list()).runs).toHaveLength(1);
  });

  it('gives no name twice, and none of which nothing can be seen', async () => {
    const ids = ['run-0001', 'run-0002', 'run-0003'];
    for (const run of ids) await archive.save(run, async () => state(1, { id: run }));
    const named = async (name: string): Promise<string[]> => {
      for (const run of ids) await archive.rename(run, name);
      const { runs } = await archive.list();
      return runs.map((run) => run.state.name).toSorted();
    };
    expect(await named('Kim')).toEqual(['Kim', 'Kim (2)', 'Kim (3)']);
    // Again: each is compared with the others alone.
    expect(await named('Kim')).toEqual(['Kim', 'Kim (2)', 'Kim (3)']);
    const longest = (await named('x'.repeat(300))).map(({ length }) => length);
    expect(longest).toEqual([200, 200, 200]);
    expect(await named('\u3164\u200d\ufe0f \u2800')).toEqual(['', '', '']);
    // Joined characters are seen, and stay whole.
    expect(await named('👩‍🔬❤️')).toEqual(['👩‍🔬❤️', '👩‍🔬❤️ (2)', '👩‍🔬❤️ (3)']);
  });

  it('lists a run before those that were there when it began, though the clock was set back', async () => {
    const kept = async (run: string, savedAt: number, ordered: boolean): Promise<void> => {
      const order = ordered ? { order: await archive.nextOrder() } : {};
      await archive.save(run, async () => state(1, { id: run, savedAt, ...order }));
    };
    // Of the lab's earlier versions, which have the time alone.
    await kept('earlier-1', 1_000, false);
    await kept('earlier-2', 2_000, false);
    await kept('run-first', 9_000, true);
    await kept('run-later', 500, true);
    const ids = (await archive.list()).runs.map(({ state: found }) => found.id);
    expect(ids).toEqual(['run-later', 'run-first', 'earlier-2', 'earlier-1']);
  });

  it('counts no save that could not be read when the run is opened again, and writes the next over it', async () => {
    await save(1);
    const odd = [
      state(2 ** 53),
      { ...state(2), experiment: { ...defaultExperiment, batch: -1 } },
      state(2, { id: 'run-0002' }),
    ];
    for (const unreadable of odd) {
      await expect(archive.save(id, async () => unreadable)).rejects.toThrow(SnapshotError);
      expect(await load()).toEqual([1, 1, false]);
      expect(await load(new Archive(files))).toEqual([1, 1, false]);
    }
    await save(2);
    expect(await load(new Archive(files))).toEqual([2, 2, false]);
    files.contents.delete(`${id}.b`);
    expect(await load(new Archive(files))).toEqual([1, 1, false]);
  });

  it('refuses a state that cannot be one', async () => {
    // The second could be counted on from, but not to a number of its own.
    for (const odd of [
      { ...state(2), experiment: { ...defaultExperiment, batch: -1 } },
      state(2 ** 53 - 1),
    ]) {
      const file = await files.open(`${id}.a`);
      await new SnapshotWriter(file).finish(odd);
      file.close();
      expect((await archive.list()).damaged).toEqual([`${id}.a`]);
    }
  });
});
