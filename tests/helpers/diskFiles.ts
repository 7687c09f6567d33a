/**
 * A folder of the disk as the archive's files are, for what is too large to be held in memory.
 * Node.
 */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openAsBlob,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../../src/storage/files';

export const diskFiles = (folder: string): Files => ({
  list: () => readdir(folder),
  async open(name) {
    const file = openSync(join(folder, name), 'a+');
    closeSync(file);
    const handle = openSync(join(folder, name), 'r+');
    return {
      get size() {
        return fstatSync(handle).size;
      },
      read(at, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, fstatSync(handle).size - at)));
        readSync(handle, bytes, 0, bytes.length, at);
        return bytes;
      },
      write: (bytes, at) => void writeSync(handle, bytes, 0, bytes.length, at),
      truncate: (size) => ftruncateSync(handle, size),
      flush: () => fsyncSync(handle),
      close: () => closeSync(handle),
    };
  },
  blob: (name) => openAsBlob(join(folder, name)),
  remove: async (name) => rmSync(join(folder, name), { force: true }),
});
