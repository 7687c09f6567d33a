/** Reads HDF5 files dataset by dataset, large ones a few megabytes at a time. Worker or Node. */
import type { Dataset, Entity, File as H5File, Group } from 'h5wasm';
import type { ForeignTensor } from '../../network';
import type { OpenFile } from '../../storage/files';
import { withHdf5 } from './file';
import { maxValuesAtOnce, type Advance, type Values } from '../exportedModel';
import { ModelFileError } from '../importProblem';

/** How many characters of a text attribute are read. */
const maxTextLength = 400;

/** NumPy's names of the types, by h5wasm's names, which are Python's format characters. */
const dtypes: Readonly<Record<string, string>> = {
  '<e': 'float16',
  '<f': 'float32',
  '<d': 'float64',
  '<i': 'int32',
  '<q': 'int64',
  '<I': 'uint32',
  '<Q': 'uint64',
};

// The library is loaded with the first file, so its classes are not available here.
function isA(node: Entity | null, type: string): boolean {
  const nodeType: string | null = node !== null && 'type' in node ? node.type : null;
  return nodeType === type;
}
const isGroup = (node: Entity | null): node is Group => isA(node, 'Group');
const isDataset = (node: Entity | null): node is Dataset => isA(node, 'Dataset');

export interface Hdf5Reader {
  /** Names in a group; empty if there is no such group. */
  keys(path: string): readonly string[];
  /** A text attribute of a group; null if there is none. */
  attribute(path: string, name: string): string | null;
  /** Shape and type of a dataset; null if there is no such dataset. */
  dataset(path: string): ForeignTensor | null;
  /** The number in a dataset of shape []; NaN if there is none. Throws if it was never written. */
  scalar(path: string): number;
  /**
   * Values of a float32 dataset, row-major; calls `advance` after every few megabytes. Rejects if
   * there is no such dataset, if its values are in another file, or if they were never written (the
   * library returns zeros for those).
   */
  values(path: string, advance: Advance): Promise<Values>;
}

/**
 * Whether all values are equal: values missing from a file are read as one number, mostly 0, over
 * and over.
 */
const isOneValue = (values: ArrayLike<number | bigint>): boolean => {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return false;
  return true;
};

/**
 * A dataset being read. The library opens it again for each part, so that no value comes from its
 * cache.
 */
class StoredValues {
  constructor(
    private readonly path: string,
    private readonly dataset: Dataset,
    private readonly bytesRead: () => number,
  ) {
    const [elsewhere] = dataset.metadata.virtual_sources ?? [];
    if (elsewhere)
      throw new ModelFileError('damaged', `${path} is a virtual dataset: its values are in another file`);
  }

  /**
   * Returns what `part` reads. Throws if the file does not hold it: only a few values stored beside
   * its name need no reading.
   */
  read<T extends ReturnType<Dataset['slice']>>(part: () => T): T {
    const before = this.bytesRead();
    const node = part();
    const values = ArrayBuffer.isView(node) ? (node as Float32Array) : [node as number];
    // The size of compressed values is not known in advance.
    const neededBytes = this.dataset.filters.length > 0 ? 1 : values.length * this.dataset.metadata.size;
    if (this.bytesRead() - before < neededBytes && isOneValue(values))
      throw new ModelFileError('damaged', `${this.path} has no values: it was never written`);
    return node;
  }
}

async function valuesOf(
  path: string,
  dataset: Dataset,
  bytesRead: () => number,
  advance: Advance,
): Promise<Values> {
  const stored = new StoredValues(path, dataset, bytesRead);
  const shape = dataset.shape ?? [];
  const count = shape.reduce((size, n) => size * n, 1);
  const values = new Float32Array(count);
  const [rows = 1, ...rest] = shape;
  const rowLength = count / Math.max(rows, 1);
  const together = Math.max(1, Math.floor(maxValuesAtOnce / Math.max(rowLength, 1)));
  for (let row = 0; row < rows; row += together) {
    const end = Math.min(row + together, rows);
    const whole = rest.map((n): [number, number] => [0, n]);
    const part = stored.read(() =>
      shape.length === 0 ? dataset.value : dataset.slice([[row, end], ...whole]),
    );
    if (typeof part === 'number') values[0] = part;
    else values.set(part as Float32Array, row * rowLength);
    await advance(4 * (end - row) * rowLength);
  }
  return values;
}

function readerOf(root: H5File, bytesRead: () => number): Hdf5Reader {
  const entity = (path: string): Entity | null => {
    if (path === '') return root;
    try {
      return root.get(path);
    } catch {
      return null;
    }
  };
  const datasetAt = (path: string): Dataset | null => {
    const node = entity(path);
    return isDataset(node) ? node : null;
  };
  return {
    keys(path) {
      const node = entity(path);
      return isGroup(node) ? node.keys() : [];
    },
    attribute(path, name) {
      const node = entity(path);
      if (!isGroup(node) || !(name in node.attrs)) return null;
      const { value } = node.attrs[name]!;
      return typeof value === 'string' ? value.slice(0, maxTextLength) : null;
    },
    dataset(path) {
      const node = datasetAt(path);
      if (!node) return null;
      const { dtype, shape } = node;
      const type = typeof dtype === 'string' ? dtype : JSON.stringify(dtype).slice(0, 60);
      return { shape: shape ?? [], dtype: dtypes[type] ?? type };
    },
    scalar(path) {
      const node = datasetAt(path);
      // The value of a large dataset would be read as a whole.
      if (node?.shape?.length !== 0) return Number.NaN;
      const value = new StoredValues(path, node, bytesRead).read(() => node.value);
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
    },
    async values(path, advance) {
      const node = datasetAt(path);
      if (!node) throw new ModelFileError('damaged', `It has no ${path}`);
      return valuesOf(path, node, bytesRead, advance);
    },
  };
}

/**
 * Reads an HDF5 file; the reader is valid until `work` ends. Rejects with a `ModelFileError` if
 * libhdf5 cannot read the file.
 */
export const readHdf5 = <T>(file: OpenFile, work: (reader: Hdf5Reader) => Promise<T>): Promise<T> =>
  withHdf5(file, 'r', (root, bytesRead) => work(readerOf(root, bytesRead))).catch((thrown: unknown) => {
    // The library's own errors are plain Errors, which name its files and lines.
    if (thrown instanceof Error && thrown.constructor === Error)
      throw new ModelFileError('damaged', thrown.message.slice(0, 200));
    throw thrown;
  });
