/**
 * HDF5 files, written by libhdf5 (h5wasm) straight into an open file, so that neither the file nor a large tensor lies whole in the memory of
 * WebAssembly. Worker or Node. Source: https://github.com/usnistgov/h5wasm
 */
import type { File as H5File, Group } from 'h5wasm';
import type { OpenFile } from '../files';
import { withHdf5 } from '../hdf5File';
import { mostTogether, type Advance } from './model';

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
export const writeHdf5 = (file: OpenFile, work: (writer: Hdf5Writer) => Promise<void>): Promise<void> =>
  withHdf5(file, 'w', (root) => work(writerOf(root)));
