/**
 * Files in memory are files: whatever is written, cut and read, in any order, across their pieces.
 */
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  integer,
  oneof,
  record,
  tuple,
  uint8Array,
} from '../helpers/properties';
import { expect, it } from 'vitest';
import type { OpenFile } from '../../src/storage/files';
import { memoryFiles } from '../../src/storage/memoryFiles';

/** Around the borders of pieces of 4 MiB. */
const place = tuple(constantFrom(0, 2 ** 22, 2 ** 23), integer({ min: 0, max: 20 })).map(([piece, at]) =>
  Math.max(0, piece + at - 10),
);
const operation = oneof(
  record({ write: uint8Array({ minLength: 1, maxLength: 30 }), at: place }),
  record({ size: place }),
);

it('hold what a plain array would', async () => {
  await assert(
    asyncProperty(array(operation, { maxLength: 12 }), async (operations) => {
      const files = memoryFiles();
      const file: OpenFile = await files.open('x');
      let expected = Buffer.alloc(0);
      const resized = (size: number): Buffer<ArrayBuffer> => {
        const grown = Buffer.alloc(size);
        expected.copy(grown);
        return grown;
      };
      for (const step of operations)
        if ('size' in step) {
          file.truncate(step.size);
          expected = resized(step.size);
        } else {
          file.write(Uint8Array.from(step.write), step.at);
          expected = resized(Math.max(expected.length, step.at + step.write.length));
          expected.set(step.write, step.at);
        }
      expect(file.size).toBe(expected.length);
      expect(expected.equals(file.read(0, expected.length + 5))).toBe(true);
      expect(expected.subarray(7).equals(file.read(7, expected.length))).toBe(true);
      expect(expected.equals(Buffer.from(await (await files.blob('x')).arrayBuffer()))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

it('are gone when they are removed, and are not there before they are made', async () => {
  const files = memoryFiles();
  await expect(files.blob('x')).rejects.toMatchObject({ name: 'NotFoundError' });
  (await files.open('x')).write(Uint8Array.of(1), 0);
  expect(await files.list()).toEqual(['x']);
  await files.remove('x');
  expect(await files.list()).toEqual([]);
});
