/**
 * Writes HDF5 files with libhdf5 (h5wasm) straight into an open file, so that neither the file nor
 * a large tensor is ever whole in WebAssembly's memory. Worker or Node. Source:
 * https://github.com/usnistgov/h5wasm
 */
import type { File as H5File, Group } from 'h5wasm';
import type { OpenFile } from '../../storage/files';
import { withHdf5 } from './file';
import { maxValuesAtOnce, type Advance } from '../exportedModel';

/** A path's parent and its last name. */
function split(path: string): readonly [parent: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
}

/**
 * The largest divisor of `rows` that is at most `limit`, so that all chunks are full; 0 if the
 * limit is 0.
 */
function largestDivisor(rows: number, limit: number): number {
  let divisor = Math.min(rows, limit);
  while (divisor > 1 && rows % divisor !== 0) divisor--;
  return divisor;
}

/** What can be added to a file being written. */
export interface Hdf5Writer {
  /** Creates a group with its parents, and optionally a text attribute of it. */
  group(path: string, attribute?: readonly [name: string, text: string]): void;
  /**
   * Writes a dataset, and creates its group if missing; shape [] is a scalar. One above 4 MB is
   * written row by row, in chunks: as a whole it would have to be copied into WebAssembly's memory.
   */
  dataset(
    path: string,
    shape: readonly number[],
    values: Float32Array | Int32Array,
    advance: Advance,
  ): Promise<void>;
}

function writerOf(root: H5File): Hdf5Writer {
  const groups = new Map<string, Group>([['', root]]);
  const groupOf = (path: string): Group => {
    const existing = groups.get(path);
    if (existing) return existing;
    const [parent, name] = split(path);
    const group = groupOf(parent).create_group(name);
    groups.set(path, group);
    return group;
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
      const together = largestDivisor(rows, Math.floor(maxValuesAtOnce / rowLength));
      if (values.length <= maxValuesAtOnce || together < 1) {
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
 * Writes an HDF5 file in the oldest layout that can hold it, so that every libhdf5 reads it.
 * Rejects with what `work` or the file threw, such as a `QuotaExceededError` if the disk is full.
 * The file is then useless.
 */
export const writeHdf5 = (file: OpenFile, work: (writer: Hdf5Writer) => Promise<void>): Promise<void> =>
  withHdf5(file, 'w', (root) => work(writerOf(root)));
