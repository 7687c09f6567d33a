/** Zip archives whose entries are stored as they are, written from first to last byte. Source: fflate, `Zip` and `ZipPassThrough`. */
import { Zip, ZipPassThrough } from 'fflate';
import type { OpenFile } from '../files';
import type { Advance } from './model';

/** Bytes one after the other. */
export type Append = (bytes: Uint8Array<ArrayBuffer>) => void;

/** Writes at the end of what was written by it. */
export function appender(file: OpenFile): Append {
  let at = 0;
  return (bytes) => {
    file.write(bytes, at);
    at += bytes.length;
  };
}

/** fflate writes no zip64: neither an entry nor the place of one may lie beyond this. */
const mostBytes = 2 ** 32 - 1;

/** Where an entry's bytes come from. */
export type Content = AsyncIterable<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>;

/** Bytes of a copy that are in memory at once. */
const copyBytes = 2 ** 22;

/** A file as an entry. */
export async function* contentOf(file: OpenFile, advance: Advance): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += copyBytes) {
    const bytes = file.read(at, copyBytes);
    yield bytes;
    await advance(bytes.length);
  }
}

/** A text as an entry. */
export const textContent = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export interface ZipWriter {
  /** Adds an entry. Rejects as its content does, and with a RangeError where the archive grows beyond 4 GB. */
  add(name: string, content: Content): Promise<void>;
  /** The end: what was appended by now is an archive. */
  end(): void;
}

/** An archive that is appended piece by piece. `savedAt`: the entries' time, milliseconds since 1970. */
export function zipWriter(append: Append, savedAt: number): ZipWriter {
  let size = 0;
  // Nothing of it is asynchronous: what append throws comes out of the call that caused it.
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    size += bytes.length;
    if (size > mostBytes) throw new RangeError('An archive without zip64 holds at most 4 GB');
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
