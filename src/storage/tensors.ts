/**
 * Writes a trainer's tensors as blocks of a snapshot and reads them back, a few megabytes or one
 * tensor at a time, so that memory never holds a second copy of the model.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model/build';
import type { Optimizer } from '../training/optimizer';
import { allFinite } from '../lib/numeric';
import { readBlock, SnapshotError, type Index, type SnapshotWriter, type Source } from './snapshotFormat';

/** The model and optimizer in training. */
interface Trained {
  readonly model: Model;
  readonly optimizer: Pick<Optimizer, 'slots'>;
}

const weightName = (name: string): string => `weight/${name}`;
const slotPrefix = 'slot/';
const bestName = (name: string): string => `best/${name}`;

const namesOf = ({ net }: Model): string[] => net.weights.map((weight) => weight.originalName);

/** A value to be saved is NaN or infinite: the previous snapshot is the last good one. */
export class NotFiniteTensorError extends Error {
  constructor(readonly tensor: string) {
    super(`${tensor} has values that are not finite`);
    this.name = 'NotFiniteTensorError';
  }
}

type Named = readonly [name: string, tensor: tf.Tensor];

/** Weights, moving statistics included, and the optimizer's slots. */
function tensorsOf({ model, optimizer }: Trained): Named[] {
  const names = namesOf(model);
  return [
    ...model.net.weights.map((weight, i): Named => [weightName(names[i] ?? ''), weight.read()]),
    ...[...optimizer.slots].map(([name, slot]): Named => [slotPrefix + name, slot]),
  ];
}

/**
 * Reads a tensor from the device by its name in a snapshot; rejects if there is none. `afterRead`
 * receives the tensor, because a backend may keep a copy of what was read, and in the end of the
 * whole model.
 */
export function deviceReader(
  trained: Trained,
  afterRead: (tensor: tf.Tensor) => void,
): (name: string) => Promise<Float32Array<ArrayBuffer>> {
  const tensors = new Map(tensorsOf(trained));
  return async (name) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The model has no ${name}`);
    const values = (await tensor.data()) as Float32Array<ArrayBuffer>;
    afterRead(tensor);
    return values;
  };
}

/**
 * How many elements to read from the device together: 4 MB. Each read is a round trip, and a small
 * network has thirty small tensors.
 */
const maxValuesAtOnce = 1e6;

/** Groups of adjacent tensors that together are small, or a single larger tensor. */
function groupsOf(tensors: readonly Named[]): Named[][] {
  const groups: Named[][] = [];
  let room = 0;
  for (const named of tensors) {
    const { size } = named[1];
    if (size > room) {
      groups.push([]);
      room = maxValuesAtOnce;
    }
    groups.at(-1)?.push(named);
    room -= size;
  }
  return groups;
}

/**
 * Adds all weights (moving statistics included), optimizer slots, and the weights of the best
 * epoch, if there are any. Rejects with a `NotFiniteTensorError` if a value is not finite.
 * `afterRead` as for `deviceReader`.
 */
export async function addTensors(
  writer: SnapshotWriter,
  trained: Trained,
  best: readonly tf.Tensor[],
  afterRead: (tensor: tf.Tensor) => void,
): Promise<void> {
  const names = namesOf(trained.model);
  const tensors: Named[] = [
    ...tensorsOf(trained),
    ...best.map((tensor, i): Named => [bestName(names[i] ?? ''), tensor]),
  ];
  for (const group of groupsOf(tensors)) {
    const read = await Promise.all(group.map(([, tensor]) => tensor.data()));
    for (const [i, [name, tensor]] of group.entries()) {
      const values = read[i] as Float32Array<ArrayBuffer>;
      afterRead(tensor);
      if (!allFinite(values)) throw new NotFiniteTensorError(name);
      await writer.add(name, tensor.shape, values);
    }
  }
}

/** A snapshot's tensors on the current backend; the caller owns them. */
export interface Restored {
  /** In the order of the model's weights. */
  readonly weights: readonly tf.Tensor[];
  readonly slots: ReadonlyMap<string, tf.Tensor>;
  /** Empty if the snapshot has none. */
  readonly best: readonly tf.Tensor[];
}

/**
 * Reads all tensors for `model`, whose names and shapes they must match. Throws a `SnapshotError`,
 * and then leaves no tensor.
 */
export async function readTensors(source: Source, index: Index, { net, ...rest }: Model): Promise<Restored> {
  const names = namesOf({ net, ...rest });
  const tensors: tf.Tensor[] = [];
  const read = async (name: string, shape: readonly number[] | null): Promise<tf.Tensor> => {
    const block = index.blocks.find((candidate) => candidate.name === name);
    if (!block) throw new SnapshotError('wrong-shape', `It has no ${name}`);
    if (shape && block.shape.join() !== shape.join())
      throw new SnapshotError('wrong-shape', `${name} is [${block.shape.join()}], not [${shape.join()}]`);
    const tensor = tf.tensor(await readBlock(source, block), block.shape);
    tensors.push(tensor);
    return tensor;
  };
  const all = async (nameOf: (name: string) => string): Promise<tf.Tensor[]> => {
    const tensors: tf.Tensor[] = [];
    for (const [i, weight] of net.weights.entries())
      tensors.push(await read(nameOf(names[i] ?? ''), weight.read().shape));
    return tensors;
  };
  const has = (prefix: string): boolean => index.blocks.some(({ name }) => name.startsWith(prefix));
  try {
    const weights = await all(weightName);
    const slots = new Map<string, tf.Tensor>();
    for (const { name } of index.blocks)
      if (name.startsWith(slotPrefix)) slots.set(name.slice(slotPrefix.length), await read(name, null));
    return { weights, slots, best: has('best/') ? await all(bestName) : [] };
  } catch (thrown) {
    tf.dispose(tensors);
    throw thrown;
  }
}
