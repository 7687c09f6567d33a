/** The browser's own files: that an answer comes though nobody holds the handle that was asked. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { privateFiles, withFile, type Files, type OpenFile } from '../../src/storage/files';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Resolves after a few collections of garbage if `asked` is still there; else never, as in
 * Chromium.
 */
function answer<T>(asked: WeakRef<object>, value: T): Promise<T> {
  return new Promise((resolve) => {
    let left = 3;
    const look = (): void => {
      collect();
      if (--left > 0) setTimeout(look, 5);
      else if (asked.deref()) resolve(value);
    };
    setTimeout(look, 5);
  });
}

class FileHandle {
  readonly kind = 'file';
  getFile(): Promise<Blob> {
    return answer(new WeakRef(this), new Blob(['abc']));
  }
  createSyncAccessHandle(): Promise<{ getSize: () => number; close: () => void }> {
    return answer(new WeakRef(this), { getSize: () => 3, close: () => {} });
  }
}

class DirectoryHandle {
  readonly kind = 'directory';
  getDirectoryHandle(): Promise<DirectoryHandle> {
    return answer(new WeakRef(this), new DirectoryHandle());
  }
  getFileHandle(): Promise<FileHandle> {
    return Promise.resolve(new FileHandle());
  }
}

const within = <T>(work: Promise<T>): Promise<T | 'no answer'> =>
  Promise.race([work, new Promise<'no answer'>((resolve) => setTimeout(resolve, 500, 'no answer'))]);

beforeEach(() => {
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(new DirectoryHandle()) } });
  vi.stubGlobal('FileSystemFileHandle', FileHandle);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('opens files though garbage is collected while it waits', async () => {
  const files = await within(privateFiles('runs'));
  if (files === null || files === 'no answer') throw new Error(`files: ${files}`);
  const opened = await within(files.open('x'));
  expect(opened).toMatchObject({ size: 3 });
  const blob = await within(files.blob('x'));
  expect(blob).toMatchObject({ size: 3 });
});

it('would get no answer from a handle that nobody holds', async () => {
  const directory = new DirectoryHandle();
  expect(await within(directory.getFileHandle().then((file) => file.createSyncAccessHandle()))).toBe(
    'no answer',
  );
});

/** A folder whose site's data may be cleared: from then on its handle is dead. */
class Clearable {
  readonly kind = 'directory';
  static folders: Clearable[] = [];
  readonly names: string[] = [];
  dead = false;

  constructor() {
    Clearable.folders.push(this);
  }
  private alive(): void {
    if (this.dead) throw new DOMException('It could not be found', 'NotFoundError');
  }
  async *keys(): AsyncGenerator<string> {
    this.alive();
    yield* this.names;
  }
  async getFileHandle(name: string, { create = false } = {}): Promise<FileHandle> {
    this.alive();
    if (create) this.names.push(name);
    else if (!this.names.includes(name)) throw new DOMException(`no ${name}`, 'NotFoundError');
    return new FileHandle();
  }
  async removeEntry(name: string): Promise<void> {
    this.alive();
    throw new DOMException(`no ${name}`, 'NotFoundError');
  }
}

it('makes its folder anew where the site’s data were cleared, and says so; a missing file is no such case', async () => {
  Clearable.folders = [];
  const root = { getDirectoryHandle: async () => new Clearable() };
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => root } });
  const onCleared = vi.fn<() => void>();
  const files = (await privateFiles('runs', onCleared))!;
  await files.open('old');
  await expect(files.blob('none')).rejects.toThrow('no none');
  expect([Clearable.folders.length, onCleared.mock.calls.length]).toEqual([1, 0]);
  for (const look of [() => files.list(), () => files.open('new'), () => files.remove('old')]) {
    Clearable.folders.at(-1)!.dead = true;
    const before = Clearable.folders.length;
    await look();
    expect([Clearable.folders.length, onCleared.mock.calls.length]).toEqual([before + 1, before]);
  }
  // Two at a time make one.
  Clearable.folders.at(-1)!.dead = true;
  await Promise.all([files.list(), files.list()]);
  expect(onCleared).toHaveBeenCalledTimes(4);
  Clearable.folders.at(-1)!.dead = true;
  await expect(files.blob('old')).rejects.toThrow('no old');
  expect(await files.list()).toEqual([]);
  expect(onCleared).toHaveBeenCalledTimes(5);
});

it('gives up a file that does not open in time, and closes it when it does', async () => {
  vi.useFakeTimers();
  const close = vi.fn<() => void>();
  const late = { close } as unknown as OpenFile;
  const files = {
    open: () => new Promise<OpenFile>((resolve) => setTimeout(resolve, 40_000, late)),
  } as unknown as Files;
  const work = vi.fn<(file: OpenFile) => Promise<void>>();
  const ended = withFile(files, 'x.a', work).catch(String);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await ended).toBe('Error: x.a could not be opened within 30 s');
  expect(close).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(close).toHaveBeenCalledOnce();
  expect(work).not.toHaveBeenCalled();
});
