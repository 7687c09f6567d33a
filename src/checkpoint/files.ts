/** A folder of files as the archive needs it, and the browser's own: the origin private file system, in a worker. */
import { wait } from '../lib/wait';

/** An open file; whoever opened it closes it. */
export interface OpenFile {
  /** Bytes. */
  readonly size: number;
  read(at: number, length: number): Uint8Array<ArrayBuffer>;
  /** Throws a DOMException `QuotaExceededError` where the disk or the origin's share of it is full. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): void;
  truncate(bytes: number): void;
  /** What was written is on the disk when it returns. */
  flush(): void;
  close(): void;
}

export interface Files {
  /** Names of all files. */
  list(): Promise<string[]>;
  /** Makes it if it is not there. Rejects where another holds it open. */
  open(name: string): Promise<OpenFile>;
  /** Its content, which stays on the disk; it can be read until the file is changed. Rejects where there is none. */
  blob(name: string): Promise<Blob>;
  /** Nothing if it is not there. */
  remove(name: string): Promise<void>;
}

/** Waits for a file that another tab has open: 20 × 50 ms. */
const [mostTries, retryMs] = [20, 50];

/** So long has the browser to answer: a run must not stand still for a store that does not. */
const openMs = 30_000;

/** Opens a file, or rejects in time; one that is opened too late is closed again. */
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

/** Another tab may have the file open for a moment. */
async function openPatiently(files: Files, name: string): Promise<OpenFile> {
  for (let tries = 1; ; tries++) {
    try {
      return await openInTime(files, name);
    } catch (thrown) {
      const held = thrown instanceof DOMException && thrown.name === 'NoModificationAllowedError';
      if (!held || tries >= mostTries) throw thrown;
      await wait(retryMs);
    }
  }
}

/** What `work` makes of an open file, which is closed after it. Rejects as opening and `work` do. */
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

/** https://fs.spec.whatwg.org/#filesystemsyncaccesshandle, which TypeScript knows in workers alone. */
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

/** Handles that are waited for. */
const inUse = new Set<FileSystemHandle>();

/**
 * What `ask` promises, with the handle kept until then: Chromium 156 ends the connection of a handle that is garbage collected, and what
 * was asked of it is never answered, neither well nor badly.
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
 * A folder of the origin private file system; null where there is none (not a secure context, some private windows, Node). Where the
 * site's data were cleared, it is made anew at the next call, empty, and `onCleared` is called. Worker: synchronous access handles
 * exist only there. Source: https://fs.spec.whatwg.org/
 */
export async function privateFiles(folder: string, onCleared: () => void = () => {}): Promise<Files | null> {
  if (typeof navigator === 'undefined' || !('storage' in navigator)) return null;
  if (typeof FileSystemFileHandle === 'undefined') return null;
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return null;
  const made = async (): Promise<FileSystemDirectoryHandle> =>
    keeping(await navigator.storage.getDirectory(), (root) =>
      root.getDirectoryHandle(folder, { create: true }),
    );
  let directory: FileSystemDirectoryHandle;
  try {
    directory = await made();
  } catch {
    return null;
  }
  const names = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const name of directory.keys()) found.push(name);
    return found;
  };
  const renew = async (): Promise<void> => {
    try {
      directory = await made();
      onCleared();
    } finally {
      renewal = null;
    }
  };
  let renewal: Promise<void> | null = null;
  /** What is missing may be a file, or all of the folder: then its handle stays dead for ever. */
  const inFolder = async <T>(work: () => Promise<T>): Promise<T> => {
    const used = directory;
    try {
      return await work();
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      // Another call may have made it anew meanwhile.
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
