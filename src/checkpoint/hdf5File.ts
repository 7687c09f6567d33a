/**
 * An HDF5 file in the place where libhdf5 (h5wasm) looks for one: a file system of its own stands between the two, so that the file does not
 * lie in the memory of WebAssembly, which never shrinks. Worker or Node. The library is 4 MB and is loaded with the first file.
 * Sources: https://github.com/usnistgov/h5wasm; https://emscripten.org/docs/api_reference/Filesystem-API.html
 */
import type { File as H5File } from 'h5wasm';
import { lazyPart } from '../lib/part';
import type { OpenFile } from './files';

/** POSIX, as Emscripten numbers it. */
const [regularFile, readWrite, inputOutputError] = [0o100_000, 0o666, 29];

interface Stream {
  position: number;
}

interface Node {
  readonly id: number;
  readonly mode: number;
  node_ops: object;
  stream_ops: object;
}

/** What is used of Emscripten's file system, which h5wasm types too loosely. */
interface EmscriptenFs {
  readonly root: Node;
  readonly ErrnoError: new (errno: number) => Error;
  createNode(parent: Node, name: string, mode: number, device: number): Node;
  destroyNode(node: Node): void;
}

/** An open file in the place of one that libhdf5 opens by name. */
class Mounted {
  /** The first thing that went wrong with the file; after it nothing is written, so that the library can let go of it. */
  failure: unknown = null;
  /** Bytes that were read of the file so far. */
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
        dev: 1, ino: node.id, mode: node.mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size: file.size, atime: time, mtime: time,
        ctime: time, blksize: 4096, blocks: Math.ceil(file.size / 4096),
      }),
      setattr: (_: Node, { size }: { size?: number }) => size !== undefined && this.guarded(() => this.resize(size)),
    }; // prettier-ignore
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

/** Names of mounted files: one each, so that two never meet. */
const hdf5Part = lazyPart(() => import('h5wasm'));

let mounted = 0;

/**
 * `work` on an open file: to be read, or written anew in the oldest layout that holds it; `bytesRead` tells what was read of it so far.
 * Rejects with what `work` or the file threw, and with the library's error where it is no HDF5.
 */
export async function withHdf5<T>(
  file: OpenFile,
  mode: 'r' | 'w',
  work: (root: H5File, bytesRead: () => number) => Promise<T>,
): Promise<T> {
  const h5wasm = await hdf5Part();
  const library = await h5wasm.ready;
  // Else it prints its errors, and goes on.
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
      // What it had still to write is of no use any more.
    }
    fs.destroyNode(node);
  }
}
