/** A snapshot comes back as it was written, or with the reason why not. */
import * as fc from '../helpers/properties';
import { describe, expect, it } from 'vitest';
import {
  readBlock,
  readIndex,
  SnapshotError,
  SnapshotWriter,
  type Source,
} from '../../src/storage/snapshotFormat';

const values = (n: number, seed: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: n }, (_, i) => Math.sin(i * 1.3 + seed));

async function written(): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array();
  const writer = new SnapshotWriter({
    write(given, at) {
      expect(at).toBe(bytes.length);
      bytes = Uint8Array.from([...bytes, ...given]);
    },
  });
  await writer.add('a', [2, 3], values(6, 0));
  await writer.add('empty', [0], values(0, 0));
  await writer.add('b', [5], values(5, 1));
  expect(await writer.finish({ epoch: 3, name: '훈련' })).toBe(bytes.length);
  return bytes;
}

const source = (bytes: Uint8Array<ArrayBuffer>): Source => ({
  size: bytes.length,
  read: (at, length) => bytes.slice(at, at + length),
});

/** Everything in it, or the problem. */
async function all(bytes: Uint8Array<ArrayBuffer>): Promise<unknown> {
  try {
    const { state, blocks } = await readIndex(source(bytes));
    const read = await Promise.all(blocks.map((block) => readBlock(source(bytes), block)));
    return { state, blocks: blocks.map(({ name, shape }, i) => [name, shape, ...(read[i] ?? [])]) };
  } catch (thrown) {
    if (thrown instanceof SnapshotError) return thrown.problem;
    throw thrown;
  }
}

const whole = await written();

describe('a snapshot', () => {
  it('comes back as it was written', async () => {
    expect(await all(whole)).toEqual({
      state: { epoch: 3, name: '훈련' },
      blocks: [
        ['a', [2, 3], ...values(6, 0)],
        ['empty', [0]],
        ['b', [5], ...values(5, 1)],
      ],
    });
  });

  it('is never taken for a whole one when it was cut, wherever', async () => {
    for (let length = 0; length < whole.length; length++)
      expect(await all(whole.slice(0, length)), `${length} bytes`).toBeTypeOf('string');
    expect(await all(whole.slice(0, 100))).toBe('truncated');
    expect(await all(Uint8Array.from([...whole, 0]))).toBeTypeOf('string');
  });

  it('is refused when a bit is turned, wherever', async () => {
    // Bytes 12 to 15, and the version that the trailer repeats, mean nothing.
    const idle = (at: number): boolean =>
      (at >= 12 && at < 16) || (at >= whole.length - 44 && at < whole.length - 40);
    for (let at = 0; at < whole.length; at++) {
      if (idle(at)) continue;
      const turned = whole.slice();
      turned[at] = (turned[at] ?? 0) ^ (1 << (at % 8));
      expect(await all(turned), `byte ${at}`).toBeTypeOf('string');
    }
  });

  it('says what is wrong with it', async () => {
    const changed = (at: number, value: number): Uint8Array<ArrayBuffer> => {
      const copy = whole.slice();
      copy[at] = value;
      return copy;
    };
    expect(await all(changed(0, 0))).toBe('not-a-snapshot');
    expect(await all(changed(8, 2))).toBe('newer-version');
    expect(await all(changed(20, 99))).toBe('damaged');
    expect(await all(changed(whole.length - 1, 0))).toBe('truncated');
    // An index of gigabytes is not read.
    expect(await all(changed(whole.length - 56 + 11, 255))).toBe('damaged');
    expect(await all(new Uint8Array(1_000))).toBe('not-a-snapshot');
  });

  it('stands any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, headed) => {
        const given = Uint8Array.from(headed ? [...whole.slice(0, 16), ...bytes] : bytes);
        expect(await all(given)).toBeTypeOf('string');
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });
});
