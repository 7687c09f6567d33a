/**
 * Files in memory, for browsers without a private file system. What is written stays in memory
 * until it is removed.
 */
import type { Files, OpenFile } from './files';

/** Memory is allocated in pieces, so that a growing file is never copied. */
const pieceBytes = 2 ** 22;

/** A file's bytes; gaps between its writes are zero. */
class Pieces {
  private readonly pieces: Uint8Array<ArrayBuffer>[] = [];
  size = 0;

  /** The parts of the pieces that contain the bytes from `at` on. */
  private *parts(at: number, length: number): Generator<Uint8Array<ArrayBuffer>> {
    for (let from = at; from < at + length;) {
      const piece = (this.pieces[Math.floor(from / pieceBytes)] ??= new Uint8Array(pieceBytes));
      const part = piece.subarray(from % pieceBytes, (from % pieceBytes) + at + length - from);
      yield part;
      from += part.length;
    }
  }

  read(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - at)));
    let done = 0;
    for (const part of this.parts(at, bytes.length)) {
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  }

  write(bytes: Uint8Array<ArrayBuffer>, at: number): void {
    let done = 0;
    for (const part of this.parts(at, bytes.length)) {
      part.set(bytes.subarray(done, done + part.length));
      done += part.length;
    }
    this.size = Math.max(this.size, at + bytes.length);
  }

  truncate(size: number): void {
    for (const part of this.parts(size, Math.max(0, this.size - size))) part.fill(0);
    this.size = size;
  }

  blob(): Blob {
    return new Blob([...this.parts(0, this.size)]);
  }
}

/** A folder of files in memory. */
export function memoryFiles(): Files {
  const contents = new Map<string, Pieces>();
  return {
    list: async () => [...contents.keys()],
    async open(name): Promise<OpenFile> {
      const file = contents.get(name) ?? new Pieces();
      contents.set(name, file);
      return {
        get size() {
          return file.size;
        },
        read: (at, length) => file.read(at, length),
        write: (bytes, at) => file.write(bytes, at),
        truncate: (bytes) => file.truncate(bytes),
        flush: () => {},
        close: () => {},
      };
    },
    async blob(name) {
      const file = contents.get(name);
      if (!file) throw new DOMException(`${name} is not there`, 'NotFoundError');
      return file.blob();
    },
    async remove(name) {
      contents.delete(name);
    },
  };
}
