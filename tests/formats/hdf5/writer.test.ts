/** HDF5 through the lab's open files, read back by libhdf5 from a file system of its own. */
import { createHash } from 'node:crypto';
import { ready, File as H5File, type Dataset } from 'h5wasm';
import { expect, it } from 'vitest';
import { writeHdf5, type Hdf5Writer } from '../../../src/formats/hdf5/writer';
import { withFile, type Files } from '../../../src/storage/files';
import { memoryFiles } from '../../../src/storage/memoryFiles';
import { madeUp } from '../../helpers/exportedModel';
import { fakeFiles } from '../../helpers/fakeFiles';

const silent = async (): Promise<void> => {};

const written = (files: Files, work: (writer: Hdf5Writer) => Promise<void>): Promise<void> =>
  withFile(files, 'x.h5', (file) => writeHdf5(file, work));

/** The file as libhdf5's own file system holds it, where nothing of ours is between. */
async function reread(files: Files): Promise<H5File> {
  const { FS } = await ready;
  FS.writeFile('/reread.h5', new Uint8Array(await (await files.blob('x.h5')).arrayBuffer()));
  return new H5File('/reread.h5', 'r');
}

const sha = (values: unknown): string =>
  createHash('sha256')
    .update(values as Float32Array)
    .digest('hex');

const dataset = (file: H5File, path: string): Dataset => file.get(path) as Dataset;

it('holds groups, attributes, scalars and tensors, to the bit', async () => {
  const files = fakeFiles();
  const small = madeUp(1, 5 * 5 * 3 * 6, false);
  const large = madeUp(2, 3 * 700_000, false);
  const told: number[] = [];
  await written(files, async (writer) => {
    const advance = async (bytes: number): Promise<void> => void told.push(bytes);
    writer.group('a/b', ['name', 'conv2d']);
    await writer.dataset('a/b/0', [5, 5, 3, 6], small, advance);
    await writer.dataset('a/b/1', [3, 700_000], large, advance);
    await writer.dataset('c/0', [], Int32Array.of(-7), advance);
    await writer.dataset('c/1', [], Float32Array.of(1e-4), advance);
  });
  const file = await reread(files);
  expect(file.paths().toSorted()).toEqual(['a', 'a/b', 'a/b/0', 'a/b/1', 'c', 'c/0', 'c/1']);
  expect(file.get('a/b')?.constructor.name).toBe('Group');
  expect((file.get('a/b') as Dataset).attrs['name']?.value).toBe('conv2d');
  expect(dataset(file, 'a/b/0').shape).toEqual([5, 5, 3, 6]);
  expect(sha(dataset(file, 'a/b/0').value)).toBe(sha(small));
  expect(dataset(file, 'a/b/1').shape).toEqual([3, 700_000]);
  expect(sha(dataset(file, 'a/b/1').value)).toBe(sha(large));
  expect(sha(small)).not.toBe(sha(large.subarray(0, small.length)));
  expect(dataset(file, 'a/b/1').metadata.chunks).toEqual([1, 700_000]);
  expect([dataset(file, 'c/0').shape, dataset(file, 'c/0').dtype, dataset(file, 'c/0').value]).toEqual([
    [],
    '<i',
    -7,
  ]);
  expect(dataset(file, 'c/1').value).toBe(Math.fround(1e-4));
  file.close();
  expect(told).toEqual([small.byteLength, 2_800_000, 2_800_000, 2_800_000, 4, 4]);
});

it('takes no more of the memory that never shrinks for a large tensor', async () => {
  const heap = async (): Promise<number> => (await ready).HEAPU8.length;
  const values = new Float32Array(16 * 2 ** 20);
  await written(memoryFiles(), (writer) => writer.dataset('warm', [1024], values.subarray(0, 1024), silent));
  const before = await heap();
  const files = memoryFiles();
  await written(files, (writer) => writer.dataset('0', [4096, 4096], values, silent));
  expect((await heap()) - before).toBeLessThan(16e6);
  expect((await files.blob('x.h5')).size).toBeGreaterThan(values.byteLength);
  // Negative control: one row, which cannot be cut, is copied into it as a whole.
  await written(memoryFiles(), (writer) => writer.dataset('0', [1, values.length], values, silent));
  expect((await heap()) - before).toBeGreaterThan(32e6);
});

it('rejects with what the disk threw, and writes the next file all the same', async () => {
  const full = fakeFiles();
  full.room = 1_000_000;
  const values = new Float32Array(2_000_000);
  const failed = written(full, (writer) => writer.dataset('0', [2, 1_000_000], values, silent));
  await expect(failed).rejects.toMatchObject({ name: 'QuotaExceededError' });
  const late = fakeFiles();
  late.room = 4_000;
  // Only when it is closed is the rest written.
  const closing = written(late, async (writer) => {
    for (let i = 0; i < 100; i++) writer.group(`g${i}`, ['name', 'x']);
  });
  await expect(closing).rejects.toMatchObject({ name: 'QuotaExceededError' });
  const files = fakeFiles();
  await written(files, (writer) => writer.dataset('0', [3], Float32Array.of(1, 2, 3), silent));
  const file = await reread(files);
  expect(dataset(file, '0').value).toEqual(Float32Array.of(1, 2, 3));
  file.close();
});

it('rejects with what the work threw', async () => {
  const stop = new DOMException('', 'AbortError');
  const stopped = written(fakeFiles(), async () => {
    throw stop;
  });
  await expect(stopped).rejects.toBe(stop);
});
