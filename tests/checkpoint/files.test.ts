/** The browser's own files: that an answer comes though nobody holds the handle that was asked. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { privateFiles, withFile, type Files, type OpenFile } from '../../src/checkpoint/files';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Resolves after a few collections of garbage if `asked` is still there; else never, as in Chromium. */
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
