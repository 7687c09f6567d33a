/**
 * The picked files by name: the entries of a zip, or the files themselves. Nothing is read before
 * it is asked for. Worker or Node.
 * Source: https://gildas-lormeau.github.io/zip.js/, which reads zip64 and compressed entries, and
 * checks their CRC-32.
 */
import { lazyPart } from '../../lib/lazyPart';
import type { Advance } from '../exportedModel';
import { withFile, type Files, type OpenFile } from '../../storage/files';
import { ModelFileError } from '../importProblem';

/** A file that can be read once, from its first to its last byte. */
export interface Entry {
  /** Name without its folders. */
  readonly name: string;
  /** Size in bytes. */
  readonly size: number;
  pour(write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void>;
}

/** Most files in an archive or a choice; a tfjs model of AlexNet has 59 shards. */
export const maxEntries = 2_000;
/** Largest JSON file, in bytes. */
const maxTextBytes = 16 * 2 ** 20;

const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The first bytes of a file. */
export const beginningOf = async (file: Blob, bytes: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.slice(0, bytes).arrayBuffer());

/** A picked file as an entry. */
export const looseEntry = (file: File): Entry => ({
  name: file.name,
  size: file.size,
  async pour(write) {
    for await (const bytes of file.stream() as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>)
      await write(bytes);
  },
});

/** Reports damage in an archive in the library's words. */
const damaged = (thrown: unknown): never => {
  if (thrown instanceof Error && thrown.constructor === Error)
    throw new ModelFileError('damaged', thrown.message.slice(0, 200));
  throw thrown;
};

const zipPart = lazyPart(() => import('@zip.js/zip.js/lib/zip-core-native.js'));

/** The files of a zip. Rejects with a `ModelFileError` if it cannot be read. */
export async function zipEntries(file: Blob): Promise<readonly Entry[]> {
  const { BlobReader, ZipReader, configure } = await zipPart();
  // This already runs in a worker.
  configure({ useWebWorkers: false });
  const entries: Entry[] = [];
  try {
    for await (const entry of new ZipReader(new BlobReader(file)).getEntriesGenerator()) {
      if (entry.directory) continue;
      if (entries.length === maxEntries)
        throw new ModelFileError('not-a-model', `It has more than ${maxEntries} files`);
      entries.push({
        name: lastName(entry.filename),
        size: entry.uncompressedSize,
        async pour(write) {
          let left = entry.uncompressedSize;
          const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
            async write(bytes) {
              left -= bytes.length;
              if (left < 0) throw new ModelFileError('damaged', `${entry.filename} is longer than it says`);
              await write(bytes);
            },
          });
          await entry.getData(stream, { checkSignature: true }).catch(damaged);
        },
      });
    }
  } catch (thrown) {
    damaged(thrown);
  }
  return entries;
}

/** The JSON of an entry. Rejects with a `ModelFileError` if it is invalid or too long. */
export async function jsonOf(entry: Entry): Promise<unknown> {
  if (entry.size > maxTextBytes)
    throw new ModelFileError('not-a-model', `${entry.name} has ${entry.size} bytes`);
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  await entry.pour(async (part) => {
    bytes.set(part, at);
    at += part.length;
  });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, at)));
  } catch {
    throw new ModelFileError('damaged', `${entry.name} is not JSON`);
  }
}

/**
 * Copies entries, one after the other, into a file that allows random access; it is removed when
 * `work` has ended. Rejects as `work` and `advance` do, and with a `QuotaExceededError` if the disk
 * is full.
 */
export async function unzip<T>(
  target: { readonly files: Files; readonly name: string },
  entries: readonly Entry[],
  advance: Advance,
  work: (file: OpenFile) => Promise<T>,
): Promise<T> {
  const { files, name } = target;
  try {
    return await withFile(files, name, async (file) => {
      file.truncate(0);
      let at = 0;
      for (const entry of entries) {
        // An empty entry yields no bytes.
        await advance(0);
        await entry.pour(async (bytes) => {
          file.write(bytes, at);
          at += bytes.length;
          await advance(bytes.length);
        });
      }
      return work(file);
    });
  } finally {
    await files.remove(name);
  }
}
