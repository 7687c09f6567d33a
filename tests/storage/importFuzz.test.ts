/**
 * Import stands any file: each is refused with a reason, in bounded time, and the archive is what
 * it was before.
 */
import * as fc from '../helpers/properties';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { disposeTrainState } from '../../src/engine/core/trainState';
import { restore } from '../../src/engine/runs/restore';
import { browserTabs } from '../../src/engine/runs/tabs';
import { savedRuns } from '../../src/engine/runs/runList';
import { Transfers } from '../../src/engine/runs/transfers';
import { modelIds, optimizerIds } from '../../src/experiment/schema';
import { moment } from '../../src/lib/units';
import { fakeFiles } from '../helpers/fakeFiles';
import { oneSavedRun } from '../helpers/savedRun';
import { opened, sealed } from '../helpers/sealed';

const { bytes, id } = await oneSavedRun();
const { front, index } = opened(bytes);
const blocks = (JSON.parse(index) as { blocks: { offset: number; bytes: number }[] }).blocks;
const transfers = new Transfers({ emit: () => undefined, free: async () => null });

const problems = ['not-a-snapshot', 'newer-version', 'truncated', 'damaged', 'wrong-shape', 'implausible'];
/** Of one case, on a machine that does other things as well. */
const maxMs = 20_000;

/** An archive that already has the run: its files must be the same objects afterwards. */
const files = fakeFiles();
const archive = new Archive(files);
files.contents.set(`${id}.a`, bytes);
const before = new Map(files.contents);
const unchanged = (): boolean =>
  files.contents.size === before.size &&
  [...before].every(([name, content]) => files.contents.get(name) === content);

let cases = 0;
const outcomes = new Map<string, number>();

/** The reason for which `given` was refused; 'imported' with the new run's id. */
async function attempt(given: Uint8Array<ArrayBuffer>): Promise<{ outcome: string; newId: string | null }> {
  cases++;
  const began = performance.now();
  const answer = await transfers.import(archive, new Blob([given]));
  expect(performance.now() - began).toBeLessThan(maxMs);
  const outcome = answer.type === 'refused' ? answer.refusal.reason : answer.type;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const told = answer.type === 'refused' ? answer.refusal.detail : '';
  expect(told.length).toBeLessThan(2_000);
  return { outcome, newId: answer.type === 'imported' ? answer.id : null };
}

async function refused(given: Uint8Array<ArrayBuffer>): Promise<string> {
  const { outcome } = await attempt(given);
  expect(problems).toContain(outcome);
  expect(unchanged()).toBe(true);
  return outcome;
}

/**
 * A file that is taken in although something in it was changed: a run like any other, which is then
 * removed.
 */
async function harmless(newId: string): Promise<void> {
  expect(newId).not.toBe(id);
  const listed = await savedRuns(
    archive,
    browserTabs(() => {}),
  );
  const run = listed.runs.find((candidate) => candidate.id === newId);
  expect(run).toBeDefined();
  for (const at of [run!.savedAt, run!.startedAt]) expect(moment(at, 'ko')).not.toBe('');
  const { trainState, memory } = await restore(archive, newId);
  tf.dispose([...memory.best]);
  disposeTrainState(trainState);
  await archive.remove(newId);
}

/** Runs a property so many times; fails as it does. */
async function holds<T>(property: fc.IAsyncProperty<T>, numRuns: number): Promise<boolean> {
  await fc.assert(property, { numRuns, seed: 4 });
  return true;
}

const oddNumbers = [-1, 0, 1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300, -1e300, 8.64e15, 8.65e15];
const oddTexts = [
  '',
  '64',
  '../../x',
  '<img src=x onerror=alert(1)>',
  'alexnet',
  '__proto__',
  'x'.repeat(5_000),
];

/** Numbers at the edges, text that is code, names of other things. */
const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(...oddNumbers, null, [], {}, true),
  fc.constantFrom<unknown>(...oddTexts),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** All places in a value, as paths of keys. */
function places(value: Json, path: readonly string[] = []): (readonly string[])[] {
  const inner = value !== null && typeof value === 'object' ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, child]) => places(child, [...path, key]))];
}

function change(
  value: Json,
  [key, ...rest]: readonly string[],
  by: (old: Json) => Json | undefined,
): Json | undefined {
  if (key === undefined) return by(value);
  if (value === null || typeof value !== 'object') return value;
  const copy = structuredClone(value) as { [key: string]: Json };
  const made = change(copy[key] ?? null, rest, by);
  if (made === undefined) delete copy[key];
  else copy[key] = made;
  return copy;
}

const parsed = JSON.parse(index) as Json;
const [statePlaces, blockPlaces] = (['state', 'blocks'] as const).map((part) =>
  places((parsed as { [key: string]: Json })[part] ?? null, [part]),
) as [(readonly string[])[], (readonly string[])[]];

/**
 * Numbers and choices of the state: changed to others of their kind, they pass the schema, and what
 * they mean is looked at.
 */
const leaves = statePlaces.filter((path) => {
  const at = path.reduce<Json>((parent, key) => (parent as { [key: string]: Json })[key] ?? null, parsed);
  return typeof at === 'number' || modelIds.some((id) => id === at) || optimizerIds.some((id) => id === at);
});
function neighbour(old: Json, which: number): Json {
  if (typeof old === 'number')
    return [old + 1, old - 1, old * 2, old + 1_000, 0, 1, 2, 3, 17, -old, old / 2, 1e6][which] ?? 0;
  const choices: readonly string[] = modelIds.some((id) => id === old) ? modelIds : optimizerIds;
  return choices[which % choices.length] ?? old;
}

const reindexed = (json: Json | undefined): Uint8Array<ArrayBuffer> =>
  sealed({ front, index: JSON.stringify(json ?? null) });

describe('import', () => {
  it('takes in the untouched file (negative control)', async () => {
    const { outcome, newId } = await attempt(bytes);
    expect(outcome).toBe('imported');
    await harmless(newId!);
    expect(unchanged()).toBe(true);
  });

  it('refuses random bytes, with a right head and end too', async () => {
    const done = await holds(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.boolean(),
        fc.boolean(),
        async (noise, head, tail) => {
          await refused(
            Uint8Array.from([
              ...(head ? bytes.slice(0, 16) : []),
              ...noise,
              ...(tail ? bytes.slice(-56) : []),
            ]),
          );
        },
      ),
      300,
    );
    expect(done).toBe(true);
  });

  it('refuses a file in which any bit is flipped, or several', async () => {
    const done = await holds(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), { minLength: 1, maxLength: 3 }),
        async (flips) => {
          const turned = bytes.slice();
          for (const [at, bit] of flips) turned[at]! ^= 1 << bit;
          if (Buffer.compare(turned, bytes) === 0) return;
          // Bytes 12 to 15 and the version that the trailer repeats mean nothing.
          const idle = (at: number): boolean =>
            (at >= 12 && at < 16) || (at >= bytes.length - 44 && at < bytes.length - 40);
          if (!flips.every(([at]) => idle(at))) await refused(turned);
        },
      ),
      250,
    );
    expect(done).toBe(true);
  });

  it('refuses a file that was cut anywhere, or had something put in', async () => {
    const done = await holds(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.uint8Array({ maxLength: 40 }), async (at, more) => {
        await refused(bytes.slice(0, at));
        if (more.length > 0)
          await refused(Uint8Array.from(Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])));
      }),
      100,
    );
    expect(done).toBe(true);
  });

  it('refuses blocks that have changed places', async () => {
    const done = await holds(
      fc.asyncProperty(fc.nat(blocks.length - 1), fc.nat(blocks.length - 1), async (one, other) => {
        const cut = ({ offset, bytes: length }: (typeof blocks)[number]) =>
          bytes.subarray(offset, offset + length);
        const order = blocks.map((_, i) => blocks[i === one ? other : i === other ? one : i]!);
        const swapped = Uint8Array.from(
          Buffer.concat([
            bytes.subarray(0, 16),
            ...order.map(cut),
            Buffer.from(sealed({ front, index })).subarray(front.length),
          ]),
        );
        if (Buffer.compare(swapped, bytes) === 0) return;
        await refused(swapped);
      }),
      60,
    );
    expect(done).toBe(true);
  });

  it('refuses any index of JSON that is not one, its checksum right', async () => {
    const done = await holds(
      fc.asyncProperty(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((state) => `{"state":${state},"blocks":[]}`),
        ),
        async (text) => {
          await refused(sealed({ front, index: text }));
        },
      ),
      200,
    );
    expect(done).toBe(true);
  });

  it('takes in an index with a changed state only where that is a run that can go on', async () => {
    const done = await holds(
      fc.asyncProperty(
        fc.constantFrom(...statePlaces),
        fc.oneof(oddValue, fc.constant(undefined)),
        async (path, value) => {
          const { outcome, newId } = await attempt(
            reindexed(change(parsed, path, () => value as Json | undefined)),
          );
          if (newId !== null) await harmless(newId);
          expect([...problems, 'imported']).toContain(outcome);
          expect(unchanged()).toBe(true);
        },
      ),
      300,
    );
    expect(done).toBe(true);
  });

  it('takes in a state with another number or choice only where that is a run that can go on', async () => {
    const done = await holds(
      fc.asyncProperty(fc.constantFrom(...leaves), fc.nat(11), async (path, which) => {
        const { outcome, newId } = await attempt(
          reindexed(change(parsed, path, (old) => neighbour(old, which))),
        );
        if (newId !== null) await harmless(newId);
        expect([...problems, 'imported']).toContain(outcome);
        expect(unchanged()).toBe(true);
      }),
      300,
    );
    expect(done).toBe(true);
  });

  it('refuses an index whose list of blocks was changed', async () => {
    const done = await holds(
      fc.asyncProperty(
        fc.constantFrom(...blockPlaces),
        fc.oneof(oddValue, fc.constant(undefined)),
        async (path, value) => {
          const given = reindexed(change(parsed, path, () => value as Json | undefined));
          if (opened(given).index === index) return;
          await refused(given);
        },
      ),
      300,
    );
    expect(done).toBe(true);
  });
});

/** The index with one value of its state changed. */
const stateChanged = (path: readonly string[], value: Json): string =>
  JSON.stringify(change(parsed, ['state', ...path], () => value));
const blocksAlone = (blocks: readonly object[]): string => JSON.stringify({ state: null, blocks });
const sha256 = '0'.repeat(64);
const many = '1,'.repeat(7_900_000);
const deep = 7_900_000;

/** Indexes that claim more than they bring. */
const bombs: Record<string, () => string> = {
  'blocks that claim 500 MB each': () =>
    blocksAlone(
      Array.from({ length: 900 }, (_, i) => {
        const offset = 16 + i * 2 ** 29;
        return { name: `b${i}`, shape: [2 ** 27], offset, bytes: 2 ** 29, sha256 };
      }),
    ),
  'a block whose shape overflows': () =>
    blocksAlone([{ name: 'b', shape: [2 ** 53, 2 ** 53, 2 ** 53], offset: 16, bytes: 0, sha256 }]),
  'a list of eight million blocks': () => `{"state":null,"blocks":[${many}1]}`,
  'a shape of eight million sizes': () =>
    `{"state":null,"blocks":[{"name":"b","shape":[${many}1],"offset":16,"bytes":4,"sha256":"${sha256}"}]}`,
  'lists in lists, eight million deep': () => `{"state":${'['.repeat(deep)}${']'.repeat(deep)},"blocks":[]}`,
  'an index of more than 16 MB': () => `{"state":"${'x'.repeat(17 * 2 ** 20)}","blocks":[]}`,
  'a name of 16 million letters': () => stateChanged(['name'], 'x'.repeat(15_900_000)),
  'a log of fifty thousand wrong epochs': () =>
    stateChanged(
      ['history', 'epochs'],
      Array.from({ length: 50_000 }, () => ({})),
    ),
  'a log of a million epochs': () => stateChanged(['history', 'epochs'], Array<Json>(1_000_000).fill(1)),
  'a curve of a million buckets': () =>
    stateChanged(['history', 'loss', 'buckets'], Array<Json>(1_000_000).fill(1)),
  'a number that is infinite': () => index.replace(/"iterations":\d+/, '"iterations":1e999'),
  'a thousand million epochs before': () => stateChanged(['memory', 'epochsBefore'], 1e9),
};

describe('import refuses, without taking what it claims,', () => {
  it.each(Object.entries(bombs))('%s', async (_, text) => {
    const given = sealed({ front, index: text() });
    const bytesBefore = process.memoryUsage().arrayBuffers;
    await refused(given);
    // The index as bytes, once or twice, and no block.
    expect(process.memoryUsage().arrayBuffers - bytesBefore).toBeLessThan(3 * given.length + 50e6);
  });
});

it('the instruments have seen what they are for', () => {
  expect(cases).toBeGreaterThan(1_000);
  expect(problems.filter((problem) => (outcomes.get(problem) ?? 0) < 5)).toEqual([]);
});
