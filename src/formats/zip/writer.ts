/**
 * Writes zip archives with uncompressed entries, from the first to the last byte. Source: fflate,
 * `Zip` and `ZipPassThrough`.
 */
import { Zip, ZipPassThrough } from 'fflate';
import type { OpenFile } from '../../storage/files';
import type { Advance } from '../exportedModel';

/** Appends bytes. */
export type Append = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Appends to a file, each call after what the one before has written. */
export function appender(file: OpenFile): Append {
  let at = 0;
  return (bytes) => {
    file.write(bytes, at);
    at += bytes.length;
  };
}

/** fflate writes no zip64: neither an entry nor its offset may exceed this. */
const maxBytes = 2 ** 32 - 1;

/** Where an entry's bytes come from. */
export type Content = AsyncIterable<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>;

/** Bytes of a copied file that are in memory at once. */
const copyBytes = 2 ** 22;

/** A file as the content of an entry. */
export async function* contentOf(file: OpenFile, advance: Advance): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += copyBytes) {
    const bytes = file.read(at, copyBytes);
    yield bytes;
    await advance(bytes.length);
  }
}

/** A text as the content of an entry. */
export const textContent = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export interface ZipWriter {
  /**
   * Adds an entry. Rejects as its content does, and with a RangeError if the archive grows beyond 4
   * GB.
   */
  add(name: string, content: Content): Promise<void>;
  /** Ends the archive: what has been appended is then complete. */
  end(): void;
}

/**
 * An archive that is written piece by piece. `savedAt`: the entries' time, milliseconds since 1970.
 */
export function zipWriter(append: Append, savedAt: number): ZipWriter {
  let size = 0;
  // fflate calls this synchronously: what append throws comes out of the call that caused it.
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    size += bytes.length;
    if (size > maxBytes) throw new RangeError('An archive without zip64 holds at most 4 GB');
    append(bytes);
  });
  return {
    async add(name, content) {
      const entry = new ZipPassThrough(name);
      entry.mtime = savedAt;
      zip.add(entry);
      if (content instanceof Uint8Array) {
        entry.push(content, true);
        return;
      }
      for await (const bytes of content) entry.push(bytes);
      entry.push(new Uint8Array(), true);
    },
    end: () => zip.end(),
  };
}
