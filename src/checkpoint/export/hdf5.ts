/**
 * HDF5 files, written by libhdf5 (h5wasm) straight into an open file: a file system of its own stands between the two, so that neither the
 * file nor a large tensor lies whole in the memory of WebAssembly, which never shrinks. Worker or Node. The library is 4 MB and is loaded
 * with the first file.
 * Sources: https://github.com/usnistgov/h5wasm; https://emscripten.org/docs/api_reference/Filesystem-API.html
 */
import type { File as H5File, Group } from 'h5wasm';
import type { OpenFile } from '../files';
import { mostTogether, type Advance } from './model';

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
let mounted = 0;

/** A path's parent and its last name. */
function split(path: string): readonly [parent: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
}

/** The largest divisor of `rows` that is at most `limit`, so that no chunk is only half full; 0 where the limit is 0. */
function largestDivisor(rows: number, limit: number): number {
  let divisor = Math.min(rows, limit);
  while (divisor > 1 && rows % divisor !== 0) divisor--;
  return divisor;
}

/** What may be put into a file that is being written. */
export interface Hdf5Writer {
  /** A group with those above it, and a text attribute of it. */
  group(path: string, attribute?: readonly [name: string, text: string]): void;
  /**
   * A dataset, whose group is made where it is missing; shape [] is a scalar. One above 4 MB is written row by row, in chunks: as a whole it
   * would have to be copied into WebAssembly's memory.
   */
  dataset(path: string, shape: readonly number[], values: Float32Array | Int32Array, advance: Advance): Promise<void>;
} // prettier-ignore

function writerOf(root: H5File): Hdf5Writer {
  const groups = new Map<string, Group>([['', root]]);
  const groupOf = (path: string): Group => {
    const known = groups.get(path);
    if (known) return known;
    const [parent, name] = split(path);
    const made = groupOf(parent).create_group(name);
    groups.set(path, made);
    return made;
  };
  return {
    group(path, attribute) {
      const group = groupOf(path);
      if (attribute) group.create_attribute(...attribute);
    },
    async dataset(path, shape, values, advance) {
      const [parent, name] = split(path);
      const dtype = values instanceof Int32Array ? '<i' : '<f';
      const [rows = 1, ...rest] = shape;
      const rowLength = rest.reduce((size, n) => size * n, 1);
      const together = largestDivisor(rows, Math.floor(mostTogether / rowLength));
      if (values.length <= mostTogether || together < 1) {
        groupOf(parent).create_dataset({ name, data: values, shape: [...shape], dtype });
        return advance(values.byteLength);
      }
      const chunks = [together, ...rest];
      const empty = { data: values.subarray(0, 0), shape: [0, ...rest], maxshape: [...shape] };
      const dataset = groupOf(parent).create_dataset({ name, dtype, chunks, ...empty });
      dataset.resize([...shape]);
      for (let row = 0; row < rows; row += together) {
        const part = values.subarray(row * rowLength, (row + together) * rowLength);
        const whole = rest.map((n): [number, number] => [0, n]);
        dataset.write_slice([[row, row + together], ...whole], part);
        await advance(part.byteLength);
      }
    },
  };
}

/**
 * Writes an HDF5 file, of the oldest layout that holds it, so that every libhdf5 reads it. Rejects with what `work` or the file threw:
 * a `QuotaExceededError` where the disk is full. The file is then of no use.
 */
export async function writeHdf5(file: OpenFile, work: (writer: Hdf5Writer) => Promise<void>): Promise<void> {
  const h5wasm = await import('h5wasm');
  const library = await h5wasm.ready;
  // Else it prints its errors, and goes on.
  library.activate_throwing_error_handler();
  const fs = library.FS as unknown as EmscriptenFs;
  const name = `lab-${mounted++}.h5`;
  const mount = new Mounted(fs, file);
  const node = mount.mount(name);
  let root: H5File | null = null;
  try {
    root = new h5wasm.File(`/${name}`, 'w', { libver: ['earliest', 'latest'] });
    await work(writerOf(root));
    root.close();
    root = null;
    if (mount.failure !== null) throw mount.failure;
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
