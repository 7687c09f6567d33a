/**
 * A run goes out as one file and comes in again; and is refused, with nothing changed, for each
 * thing that can be wrong with it.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { fileStem, Transfers } from '../../src/engine/runs/transfers';
import type { EngineEvent } from '../../src/protocol/events';
import type { TransferAnswer } from '../../src/protocol/files';
import { fakeFiles, type MemoryFiles } from '../helpers/fakeFiles';
import { oneSavedRun, restOf } from '../helpers/savedRun';
import { opened, sealed } from '../helpers/sealed';

/** What the tests change in an index. */
interface LooseIndex {
  state: {
    id: string;
    savedAt: number;
    sequence: number;
    iterations: number;
    experiment: Record<string, unknown>;
    cursor: Record<string, number>;
    memory: Record<string, unknown>;
    history: { epochs: unknown[]; loss: { buckets: unknown[] } };
  };
  blocks: { name: string; shape: number[]; offset: number; bytes: number; sha256: string }[];
}

const saved = await oneSavedRun();
const { bytes, id } = saved;
const fresh = (): { files: MemoryFiles; archive: Archive } => {
  const files = fakeFiles();
  return { files, archive: new Archive(files) };
};
const transfers = (free: number | null = null, events: EngineEvent[] = []): Transfers =>
  new Transfers({ emit: (event) => void events.push(event), free: async () => free });

/** What an import of `given` answers, and the archive after it. */
async function imported(given: Uint8Array<ArrayBuffer>, into = fresh(), free: number | null = null) {
  const answer = await transfers(free).import(into.archive, new Blob([given]));
  return { ...into, answer };
}

const reason = (answer: TransferAnswer): string =>
  answer.type === 'refused' ? answer.refusal.reason : answer.type;

/** The file with its index's JSON changed and sealed anew. */
function reindexed(change: (index: LooseIndex) => void): Uint8Array<ArrayBuffer> {
  const parts = opened(bytes);
  const index = JSON.parse(parts.index) as LooseIndex;
  change(index);
  return sealed({ ...parts, index: JSON.stringify(index) });
}

/** The file with another value in its second block, all checksums right. */
function withValue(value: number): Uint8Array<ArrayBuffer> {
  const { front, index } = opened(bytes);
  const changed = JSON.parse(index) as LooseIndex;
  const block = changed.blocks[1]!;
  new DataView(front.buffer).setFloat32(block.offset + 4, value, true);
  const own = front.subarray(block.offset, block.offset + block.bytes);
  block.sha256 = createHash('sha256').update(own).digest('hex');
  return sealed({ front, index: JSON.stringify(changed) });
}

async function exported(
  archive: Archive,
  of: string,
): Promise<{ name: string; content: Uint8Array<ArrayBuffer> }> {
  const answer = await transfers().export(archive, of);
  if (answer.type !== 'exported') throw new Error(`It was ${reason(answer)}`);
  return { name: answer.fileName, content: new Uint8Array(await answer.content.arrayBuffer()) };
}

describe('a run as a file', () => {
  it('comes in under its id, and goes on with the same losses', async () => {
    const { archive, answer, files } = await imported(bytes);
    expect(answer).toEqual({ type: 'imported', id, model: null });
    expect([...files.contents.keys()]).toEqual([`${id}.a`]);
    const rest = await restOf(archive, id);
    expect(rest.length).toBeGreaterThan(3);
    expect(rest).toEqual(await restOf(saved.archive, id));
  });

  it('goes out as it is, with the name that it has now, and comes back', async () => {
    const { archive } = await imported(bytes);
    await archive.rename(id, '  첫 번째: <b>A/B</b>\n\u202Ewen ');
    const { name, content } = await exported(archive, id);
    expect(name).toBe('lenet5-첫-번째-b-A-B-b-wen.alexlab');
    expect(Buffer.compare(opened(content).front, opened(bytes).front)).toBe(0);
    const other = await imported(content);
    expect(other.answer).toEqual({ type: 'imported', id, model: null });
    const [run] = (await other.archive.list()).runs;
    expect(run?.state.name).toBe('첫 번째: <b>A/B</b> wen');
    expect(await restOf(other.archive, id)).toEqual(await restOf(saved.archive, id));
  });

  it('has a file name that tells network and time where it has no other', async () => {
    const [run] = (await saved.archive.list()).runs;
    expect(fileStem({ ...run!.state, savedAt: Date.UTC(2026, 10, 24, 18, 5) })).toBe(
      'lenet5-2026-11-24T1805',
    );
  });

  it('never takes the place of another: it gets an id of its own', async () => {
    const { archive, files } = await imported(bytes);
    const before = files.contents.get(`${id}.a`);
    const second = await imported(bytes, { archive, files });
    expect(second.answer.type).toBe('imported');
    const { runs, damaged } = await archive.list();
    expect(runs).toHaveLength(2);
    expect(damaged).toEqual([]);
    expect(files.contents.get(`${id}.a`)).toBe(before);
    const other = runs.find(({ state }) => state.id !== id)!.state.id;
    expect(second.answer).toEqual({ type: 'imported', id: other, model: null });
    expect(await restOf(archive, other)).toEqual(await restOf(archive, id));
  });

  it('goes out from the snapshot before where the newest is damaged, and not at all where none is whole', async () => {
    const { archive, files } = await imported(bytes);
    const newer = reindexed(({ state }) => void state.sequence++);
    newer[30]! ^= 1;
    files.contents.set(`${id}.b`, newer);
    const { front, index } = opened((await exported(archive, id)).content);
    expect(Buffer.compare(front, opened(bytes).front)).toBe(0);
    expect(JSON.parse(index)).toEqual(JSON.parse(opened(bytes).index));
    files.contents.set(`${id}.a`, newer);
    expect(await transfers().export(archive, id)).toMatchObject({
      type: 'refused',
      refusal: { reason: 'damaged' },
    });
  });

  it('tells how far it is, and stops where it is told to, with nothing left behind', async () => {
    const events: EngineEvent[] = [];
    await transfers(null, events).import(fresh().archive, new Blob([bytes]));
    expect(events.at(-1)).toMatchObject({ type: 'transfer', kind: 'import' });
    const last = events.at(-1) as Extract<EngineEvent, { type: 'transfer' }>;
    expect(last.done).toBe(last.total);
    const { archive, files } = fresh();
    const stopped: Transfers = new Transfers({ emit: () => stopped.cancel(), free: async () => null });
    expect(reason(await stopped.import(archive, new Blob([bytes])))).toBe('cancelled');
    expect(files.contents.size).toBe(0);
  });
});

describe('a name', () => {
  it('survives later snapshots, is shown and loaded, and goes with its run', async () => {
    const { archive, files } = await imported(bytes);
    await archive.rename(id, 'mine');
    const names = async (): Promise<string[]> => (await archive.list()).runs.map(({ state }) => state.name);
    expect(await names()).toEqual(['mine']);
    const { state } = await archive.load(id, async (snapshot) => snapshot);
    expect(state.name).toBe('mine');
    for (const sequence of [2, 3])
      await archive.save(id, async () => ({ ...state, name: 'as it began', sequence }));
    expect(await names()).toEqual(['mine']);
    await archive.rename(id, '');
    expect(await names()).toEqual(['']);
    await archive.rename(id, 'x'.repeat(5_000));
    expect(await names()).toEqual(['x'.repeat(200)]);
    await archive.remove(id);
    expect(files.contents.size).toBe(0);
    await expect(archive.rename(id, 'late')).rejects.toMatchObject({ problem: 'truncated' });
    expect(files.contents.size).toBe(0);
  });

  it('costs no run when its file is torn', async () => {
    const { archive, files } = await imported(bytes);
    for (const torn of [[], [0xed], [0xff, 0, 10, 65]]) {
      files.contents.set(`${id}.name`, Uint8Array.from(torn));
      expect((await archive.list()).runs).toHaveLength(1);
    }
  });
});

describe('an import is refused, and changes nothing, where', () => {
  /** By the reason that is given: why, and the file. */
  const cases: Record<string, Record<string, () => Uint8Array<ArrayBuffer>>> = {
    'not-a-snapshot': {
      'it is a picture': () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, ...Array<number>(200).fill(1)),
      'it is empty': () => new Uint8Array(),
    },
    'newer-version': {
      'it is of a newer version': () => Uint8Array.from(bytes, (byte, at) => (at === 8 ? 2 : byte)),
    },
    truncated: { 'its end is missing': () => bytes.slice(0, -1) },
    damaged: {
      'a weight is flipped': () => Uint8Array.from(bytes, (byte, at) => (at === 5_000 ? byte ^ 4 : byte)),
      'something lies between blocks and index': () => {
        const { front, index } = opened(bytes);
        return sealed({ front: Uint8Array.from([...front, 1, 2, 3, 4]), index });
      },
      'its date is none': () => reindexed(({ state }) => void (state.savedAt = 1e300)),
      'its id leaves the folder': () => reindexed(({ state }) => void (state.id = '../../../x')),
      'its batch is no number': () => reindexed(({ state }) => void (state.experiment.batch = '64')),
    },
    'wrong-shape': {
      'it is of another network': () =>
        reindexed(({ state }) => void (state.experiment.model = 'alexnet-small')),
      'a tensor has another name': () => reindexed(({ blocks }) => void (blocks[0]!.name = 'weight/other')),
      'a tensor is there twice': () => reindexed(({ blocks }) => void (blocks[3]!.name = blocks[1]!.name)),
      'a tensor is turned': () =>
        reindexed(({ blocks }) => void (blocks[4]!.shape = blocks[4]!.shape.toReversed())),
      'its optimizer keeps other things': () =>
        reindexed(({ state }) => void (state.experiment.optimizer = 'sgd')),
      'its slots are gone': () => reindexed(({ state }) => void (state.experiment.optimizer = 'momentum')),
      'its best weights are of no epoch': () => reindexed(({ state }) => void (state.memory.bestEpoch = 0)),
    },
    implausible: {
      'it stands beyond its end': () => reindexed(({ state }) => void (state.cursor.epochs = 9)),
      'it stands beyond its epoch': () => reindexed(({ state }) => void (state.cursor.stepInEpoch = 3)),
      'its best epoch is still to come': () => reindexed(({ state }) => void (state.memory.bestEpoch = 2)),
      'it updated more often than it stepped': () => reindexed(({ state }) => void (state.iterations = 99)),
      'its log lacks an epoch': () => reindexed(({ state }) => void (state.history.epochs = [])),
      'its curve does not add up': () => reindexed(({ state }) => void state.history.loss.buckets.pop()),
    },
    'not-finite': {
      'a weight is no number': () => withValue(Number.NaN),
      'a weight is infinite': () => withValue(Number.NEGATIVE_INFINITY),
    },
  };
  const flat = Object.entries(cases).flatMap(([reason, files]) =>
    Object.entries(files).map(([why, file]) => ({ why, reason, file })),
  );
  it.each(flat)('$why', async ({ reason, file }) => {
    const { answer, files } = await imported(file());
    expect(answer).toMatchObject({ type: 'refused', refusal: { reason } });
    expect(files.contents.size).toBe(0);
  });

  it('and not where a weight is another number', async () => {
    expect((await imported(withValue(0.5))).answer).toEqual({ type: 'imported', id, model: null });
  });

  it('there is no space: the need is named', async () => {
    const { answer, files } = await imported(bytes, fresh(), 1_000);
    expect(answer).toMatchObject({ type: 'refused', refusal: { reason: 'no-space', free: 1_000 } });
    expect(answer.type === 'refused' && answer.refusal.need).toBeGreaterThan(bytes.length);
    expect(files.contents.size).toBe(0);
  });

  it('the disk is full on the way, wherever', async () => {
    for (let room = 0; room < bytes.length; room += 50_000) {
      const into = fresh();
      into.files.room = room;
      const { answer, files } = await imported(bytes, into);
      expect(reason(answer)).toBe('no-space');
      expect(files.contents.size).toBe(0);
    }
  });

  it('the file changes after it was checked', async () => {
    const turned = bytes.slice();
    turned[5_000]! ^= 1;
    let reads = 0;
    const { archive, files } = fresh();
    const blocks = (JSON.parse(opened(bytes).index) as { blocks: unknown[] }).blocks.length;
    // Head, trailer, index, and all blocks once: then another file is in its place.
    const file = {
      size: bytes.length,
      slice: (from: number, to: number) =>
        new Blob([(++reads > 3 + blocks ? turned : bytes).slice(from, to)]),
    };
    expect(reason(await transfers().import(archive, file as Blob))).toBe('damaged');
    expect(files.contents.size).toBe(0);
  });

  it('the tab is closed in the middle: what is left is taken away when the runs are listed next', async () => {
    const { archive, files } = fresh();
    files.contents.set(`${id}.new`, new Uint8Array());
    files.contents.set(`${id}.a`, bytes.slice(0, 1_000));
    expect(await archive.list()).toEqual({ runs: [], damaged: [] });
    expect(files.contents.size).toBe(0);
    // One that is not marked is left alone, and said.
    files.contents.set(`${id}.a`, bytes.slice(0, 1_000));
    expect((await archive.list()).damaged).toEqual([`${id}.a`]);
  });

  it('there is no store, or another transfer goes on', async () => {
    expect(reason(await transfers().import(null, new Blob([bytes])))).toBe('no-store');
    const { archive } = fresh();
    const one = transfers();
    const [first, second] = await Promise.all([
      one.import(archive, new Blob([bytes])),
      one.import(archive, new Blob([bytes])),
    ]);
    expect([reason(first), reason(second)]).toEqual(['imported', 'busy']);
  });
});
