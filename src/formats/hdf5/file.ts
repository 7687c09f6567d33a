/**
 * Lets libhdf5 (h5wasm) read and write an open file through a file system of our own. So the file
 * is never copied into WebAssembly's memory, which does not shrink. Worker or Node. The library is
 * 4 MB and is loaded with the first file.
 * Sources: https://github.com/usnistgov/h5wasm;
 * https://emscripten.org/docs/api_reference/Filesystem-API.html
 */
import type { File as H5File } from 'h5wasm';
import { lazyPart } from '../../lib/lazyPart';
import type { OpenFile } from '../../storage/files';

/** POSIX's file type, with Emscripten's numbers. */
const regularFile = 0o100_000;
const readWrite = 0o666;
const inputOutputError = 29;

interface Stream {
  position: number;
}

interface Node {
  readonly id: number;
  readonly mode: number;
  node_ops: object;
  stream_ops: object;
}

/** The part of Emscripten's file system used here, which h5wasm types too loosely. */
interface EmscriptenFs {
  readonly root: Node;
  readonly ErrnoError: new (errno: number) => Error;
  createNode(parent: Node, name: string, mode: number, device: number): Node;
  destroyNode(node: Node): void;
}

/** An open file that stands in for one that libhdf5 opens by name. */
class Mounted {
  /**
   * The first error of the file. After it nothing more is written, so that the library can close
   * the file.
   */
  failure: unknown = null;
  /** Bytes read from the file so far. */
  bytesRead = 0;

  constructor(
    private readonly fs: EmscriptenFs,
    private readonly file: OpenFile,
  ) {}

  private guarded(work: () => void): void {
    if (this.failure !== null) return;
    try {
      work();
    } catch (thrown) {
      this.failure = thrown;
      throw new this.fs.ErrnoError(inputOutputError);
    }
  }

  private resize(size: number): void {
    if (size < this.file.size) this.file.truncate(size);
    // libhdf5 sets the end of its file beyond what it has written.
    else if (size > this.file.size) this.file.write(new Uint8Array(1), size - 1);
  }

  mount(name: string): Node {
    const { fs, file } = this;
    const node = fs.createNode(fs.root, name, regularFile + readWrite, 0);
    const time = new Date(0);
    node.node_ops = {
      getattr: () => ({
        dev: 1,
        ino: node.id,
        mode: node.mode,
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        size: file.size,
        atime: time,
        mtime: time,
        ctime: time,
        blksize: 4096,
        blocks: Math.ceil(file.size / 4096),
      }),
      setattr: (_: Node, { size }: { size?: number }) =>
        size !== undefined && this.guarded(() => this.resize(size)),
    };
    node.stream_ops = {
      llseek: (stream: Stream, offset: number, whence: number) =>
        offset + ([0, stream.position, file.size][whence] ?? 0),
      read: (_: Stream, heap: Int8Array<ArrayBuffer>, offset: number, length: number, at: number) => {
        const read = file.read(at, length);
        this.bytesRead += read.length;
        heap.set(new Int8Array(read.buffer, read.byteOffset, read.length), offset);
        return read.length;
      },
      write: (_: Stream, heap: Int8Array<ArrayBuffer>, offset: number, length: number, at: number) => {
        this.guarded(() => file.write(new Uint8Array(heap.buffer, heap.byteOffset + offset, length), at));
        return length;
      },
    };
    return node;
  }
}

/** The library. Each mounted file has a name of its own, so that two never meet. */
const hdf5Part = lazyPart(() => import('h5wasm'));

let mounted = 0;

/**
 * Runs `work` on an open HDF5 file, for reading, or for writing from scratch in the oldest layout
 * that can hold it; `bytesRead` reports how much was read so far. Rejects with what `work` or the
 * file threw, and with the library's error if it is no HDF5.
 */
export async function withHdf5<T>(
  file: OpenFile,
  mode: 'r' | 'w',
  work: (root: H5File, bytesRead: () => number) => Promise<T>,
): Promise<T> {
  const h5wasm = await hdf5Part();
  const library = await h5wasm.ready;
  // Otherwise the library prints its errors and continues.
  library.activate_throwing_error_handler();
  const fs = library.FS as unknown as EmscriptenFs;
  const name = `lab-${mounted++}.h5`;
  const mount = new Mounted(fs, file);
  const node = mount.mount(name);
  let root: H5File | null = null;
  try {
    root = new h5wasm.File(`/${name}`, mode, { libver: ['earliest', 'latest'] });
    const result = await work(root, () => mount.bytesRead);
    root.close();
    root = null;
    if (mount.failure !== null) throw mount.failure;
    return result;
  } catch (thrown) {
    throw mount.failure ?? thrown;
  } finally {
    try {
      root?.close();
    } catch {
      // What it still had to write is no longer needed.
    }
    fs.destroyNode(node);
  }
}
