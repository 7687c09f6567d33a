/** Files in memory, which can be made to fail as a disk does. */
import type { Files, OpenFile } from '../../src/storage/files';

export interface MemoryFiles extends Files {
  /** Contents by name; tests may change them. */
  readonly contents: Map<string, Uint8Array<ArrayBuffer>>;
  /** Bytes that may still be written before the disk is full. */
  room: number;
}

export function fakeFiles(): MemoryFiles {
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  const opened = new Set<string>();
  const files: MemoryFiles = {
    contents,
    room: Number.POSITIVE_INFINITY,
    list: async () => [...contents.keys()],
    async open(name): Promise<OpenFile> {
      if (opened.has(name)) throw new DOMException(`${name} is open`, 'NoModificationAllowedError');
      opened.add(name);
      let bytes = contents.get(name) ?? new Uint8Array();
      const set = (changed: Uint8Array<ArrayBuffer>): void => {
        bytes = changed;
        contents.set(name, changed);
      };
      set(bytes);
      return {
        get size() {
          return bytes.length;
        },
        read: (at, length) => bytes.slice(at, at + length),
        write(given, at) {
          files.room -= given.length;
          if (files.room < 0) throw new DOMException('full', 'QuotaExceededError');
          const grown = new Uint8Array(Math.max(bytes.length, at + given.length));
          grown.set(bytes);
          grown.set(given, at);
          set(grown);
        },
        truncate: (size) => set(bytes.slice(0, size)),
        flush: () => {},
        close: () => void opened.delete(name),
      };
    },
    async blob(name) {
      const bytes = contents.get(name);
      if (!bytes) throw new DOMException(`${name} is not there`, 'NotFoundError');
      return new Blob([bytes]);
    },
    async remove(name) {
      if (opened.has(name)) throw new DOMException(`${name} is open`, 'NoModificationAllowedError');
      contents.delete(name);
    },
  };
  return files;
}
