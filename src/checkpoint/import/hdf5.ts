/** An HDF5 file is read, dataset by dataset; a large one a few megabytes at a time. Worker or Node. */
import type { Dataset, Entity, File as H5File, Group } from 'h5wasm';
import type { ForeignTensor } from '../../network';
import type { OpenFile } from '../files';
import { withHdf5 } from '../hdf5File';
import { mostTogether, type Advance, type Values } from '../export/model';
import { ModelFileError } from './problem';

/** Of a text attribute, characters that are looked at. */
const mostText = 400;

/** NumPy's names for what h5wasm calls by Python's format characters. */
const dtypes: Readonly<Record<string, string>> = {
  '<e': 'float16', '<f': 'float32', '<d': 'float64', '<i': 'int32', '<q': 'int64', '<I': 'uint32', '<Q': 'uint64',
}; // prettier-ignore

// The library is loaded with the first file, so its classes are not at hand here.
function isA(found: Entity | null, type: string): boolean {
  const own: string | null = found !== null && 'type' in found ? found.type : null;
  return own === type;
}
const isGroup = (found: Entity | null): found is Group => isA(found, 'Group');
const isDataset = (found: Entity | null): found is Dataset => isA(found, 'Dataset');

export interface Hdf5Reader {
  /** Names in a group; none where there is no such group. */
  keys(path: string): readonly string[];
  /** A text attribute of a group; null where there is none. */
  attribute(path: string, name: string): string | null;
  /** Null where there is no such dataset. */
  dataset(path: string): ForeignTensor | null;
  /** The one number of a dataset of shape []; NaN where there is none. Throws where nobody has written it. */
  scalar(path: string): number;
  /**
   * Values, row-major, of a float32 dataset; `advance` is called after every few megabytes. Rejects where there is none, where its
   * values are in another file, and where nobody has written them: the library gives zeros for such.
   */
  values(path: string, advance: Advance): Promise<Values>;
}

/** Whether all values are one: what is not in a file is read as one number, mostly 0, over and over. */
const isOneValue = (values: ArrayLike<number | bigint>): boolean => {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return false;
  return true;
};

/** A dataset that is read. The library opens it anew for each part, so that none comes from what it has kept. */
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

  /** What `part` reads of it. Throws where the file does not hold it: only a few values beside its name need no reading. */
  read<T extends ReturnType<Dataset['slice']>>(part: () => T): T {
    const before = this.bytesRead();
    const found = part();
    const values = ArrayBuffer.isView(found) ? (found as Float32Array) : [found as number];
    // Compressed values have no size that is known before.
    const least = this.dataset.filters.length > 0 ? 1 : values.length * this.dataset.metadata.size;
    if (this.bytesRead() - before < least && isOneValue(values))
      throw new ModelFileError('damaged', `${this.path} has no values: it was never written`);
    return found;
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
  const together = Math.max(1, Math.floor(mostTogether / Math.max(rowLength, 1)));
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
    const found = entity(path);
    return isDataset(found) ? found : null;
  };
  return {
    keys(path) {
      const found = entity(path);
      return isGroup(found) ? found.keys() : [];
    },
    attribute(path, name) {
      const found = entity(path);
      if (!isGroup(found) || !(name in found.attrs)) return null;
      const { value } = found.attrs[name]!;
      return typeof value === 'string' ? value.slice(0, mostText) : null;
    },
    dataset(path) {
      const found = datasetAt(path);
      if (!found) return null;
      const { dtype, shape } = found;
      const type = typeof dtype === 'string' ? dtype : JSON.stringify(dtype).slice(0, 60);
      return { shape: shape ?? [], dtype: dtypes[type] ?? type };
    },
    scalar(path) {
      const found = datasetAt(path);
      // The value of a large dataset would be read whole.
      if (found?.shape?.length !== 0) return Number.NaN;
      const value = new StoredValues(path, found, bytesRead).read(() => found.value);
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
    },
    async values(path, advance) {
      const found = datasetAt(path);
      if (!found) throw new ModelFileError('damaged', `It has no ${path}`);
      return valuesOf(path, found, bytesRead, advance);
    },
  };
}

/** Reads an HDF5 file: `work`'s reader is valid as long as it runs. Rejects with a `ModelFileError` where libhdf5 cannot read it. */
export const readHdf5 = <T>(file: OpenFile, work: (reader: Hdf5Reader) => Promise<T>): Promise<T> =>
  withHdf5(file, 'r', (root, bytesRead) => work(readerOf(root, bytesRead))).catch((thrown: unknown) => {
    // The library's own errors are plain ones, which name its files and lines.
    if (thrown instanceof Error && thrown.constructor === Error)
      throw new ModelFileError('damaged', thrown.message.slice(0, 200));
    throw thrown;
  });
