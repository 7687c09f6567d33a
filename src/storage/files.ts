/**
 * The interface to a folder of files that the archive needs, and its implementation with the
 * browser's origin private file system in a worker.
 */
import { wait } from '../lib/clock';

/** An open file; whoever opened it closes it. */
export interface OpenFile {
  /** Bytes. */
  readonly size: number;
  read(at: number, length: number): Uint8Array<ArrayBuffer>;
  /** Throws a DOMException `QuotaExceededError` if the disk or the origin's share of it is full. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): void;
  truncate(bytes: number): void;
  /** When it returns, everything written is on the disk. */
  flush(): void;
  close(): void;
}

export interface Files {
  /** Names of all files. */
  list(): Promise<string[]>;
  /** Opens a file, and creates it if it does not exist. Rejects if another tab has it open. */
  open(name: string): Promise<OpenFile>;
  /**
   * The file's content, which stays on the disk; it can be read until the file changes. Rejects if
   * there is no such file.
   */
  blob(name: string): Promise<Blob>;
  /** Removes a file; does nothing if it does not exist. */
  remove(name: string): Promise<void>;
}

/** How often and how long to wait for a file that another tab has open: 20 × 50 ms. */
const maxTries = 20;
const retryMs = 50;

/** How long the browser may take to open a file: a run must not hang because the storage does. */
const openMs = 30_000;

/**
 * Opens a file, or rejects after the time limit; a file that is opened too late is closed again.
 */
function openInTime(files: Files, name: string): Promise<OpenFile> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new Error(`${name} could not be opened within ${openMs / 1_000} s`));
    }, openMs);
    const done = (): void => clearTimeout(timer);
    files
      .open(name)
      .then((file) => (late ? file.close() : resolve(file)), reject)
      .finally(done);
  });
}

/** Retries, since another tab may have the file open for a moment. */
async function openPatiently(files: Files, name: string): Promise<OpenFile> {
  for (let tries = 1; ; tries++) {
    try {
      return await openInTime(files, name);
    } catch (thrown) {
      const held = thrown instanceof DOMException && thrown.name === 'NoModificationAllowedError';
      if (!held || tries >= maxTries) throw thrown;
      await wait(retryMs);
    }
  }
}

/** The result of `work` on an open file, which is then closed. Rejects as opening and `work` do. */
export async function withFile<T>(
  files: Files,
  name: string,
  work: (file: OpenFile) => Promise<T>,
): Promise<T> {
  const file = await openPatiently(files, name);
  try {
    return await work(file);
  } finally {
    file.close();
  }
}

/**
 * https://fs.spec.whatwg.org/#filesystemsyncaccesshandle, which TypeScript declares only for
 * workers.
 */
interface SyncAccessHandle {
  read(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(buffer: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}
interface SyncFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle>;
}

function opened(handle: SyncAccessHandle): OpenFile {
  return {
    get size() {
      return handle.getSize();
    },
    read(at, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, handle.getSize() - at)));
      const read = handle.read(bytes, { at });
      return read === bytes.length ? bytes : bytes.slice(0, read);
    },
    write(bytes, at) {
      const written = handle.write(bytes, { at });
      if (written !== bytes.length) throw new DOMException('The disk is full', 'QuotaExceededError');
    },
    truncate: (bytes) => handle.truncate(bytes),
    flush: () => handle.flush(),
    close: () => handle.close(),
  };
}

/** Handles with a pending request. */
const inUse = new Set<FileSystemHandle>();

/**
 * Calls `ask` and keeps a reference to the handle until it settles: Chromium 156 closes the
 * connection of a handle that is garbage collected, and then its pending promises never settle.
 */
async function keeping<H extends FileSystemHandle, T>(handle: H, ask: (handle: H) => Promise<T>): Promise<T> {
  inUse.add(handle);
  try {
    return await ask(handle);
  } finally {
    inUse.delete(handle);
  }
}

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'NotFoundError';

/**
 * A folder of the origin private file system; null if there is none (not a secure context, some
 * private windows, Node). If the site's data were cleared, the next call creates the folder again,
 * empty, and calls `onCleared`. Runs in the worker: synchronous access handles exist only there.
 * Source: https://fs.spec.whatwg.org/
 */
export async function privateFiles(folder: string, onCleared: () => void = () => {}): Promise<Files | null> {
  if (typeof navigator === 'undefined' || !('storage' in navigator)) return null;
  if (typeof FileSystemFileHandle === 'undefined') return null;
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return null;
  const open = async (): Promise<FileSystemDirectoryHandle> =>
    keeping(await navigator.storage.getDirectory(), (root) =>
      root.getDirectoryHandle(folder, { create: true }),
    );
  let directory: FileSystemDirectoryHandle;
  try {
    directory = await open();
  } catch {
    return null;
  }
  const names = async (): Promise<string[]> => {
    const files: string[] = [];
    for await (const name of directory.keys()) files.push(name);
    return files;
  };
  const renew = async (): Promise<void> => {
    try {
      directory = await open();
      onCleared();
    } finally {
      renewal = null;
    }
  };
  let renewal: Promise<void> | null = null;
  /** Either a file is missing, or the whole folder: then its handle never works again. */
  const inFolder = async <T>(work: () => Promise<T>): Promise<T> => {
    const used = directory;
    try {
      return await work();
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      // Another call may have created the folder again meanwhile.
      const cleared = directory !== used || (await names().then(() => directory !== used, isMissing));
      if (!cleared) throw thrown;
      if (directory === used) await (renewal ??= renew());
      return work();
    }
  };
  return {
    list: () => inFolder(names),
    open: (name) =>
      inFolder(async () => {
        const handle = await keeping(await directory.getFileHandle(name, { create: true }), (file) =>
          (file as unknown as SyncFileHandle).createSyncAccessHandle(),
        );
        return opened(handle);
      }),
    blob: (name) =>
      inFolder(async () => keeping(await directory.getFileHandle(name), (file) => file.getFile())),
    remove: (name) =>
      inFolder(() => directory.removeEntry(name)).catch((thrown: unknown) => {
        if (!isMissing(thrown)) throw thrown;
      }),
  };
}
