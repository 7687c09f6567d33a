/**
 * A model to be exported, as every writer gets it. Tensors are read one at a time, so that only one
 * has to be in memory. Knows no tensor and no device.
 */
import { optimizerState, weightsOf, type NetworkSpec, type WeightSpec } from '../network';
import type { Experiment } from '../experiment/schema';

/** Values of a tensor, in row-major order. */
export type Values = Float32Array<ArrayBuffer>;

export interface ExportedModel {
  readonly network: NetworkSpec;
  readonly experiment: Experiment;
  /**
   * The optimizer's current rate if the schedule is constant; else the rate that its schedule
   * starts with.
   */
  readonly learningRate: number;
  /** Updates applied so far. */
  readonly iterations: number;
  /**
   * Reads a tensor by its name in a snapshot: `weight/conv2d/kernel`, `slot/conv2d/kernel/m`.
   * Rejects if there is none; slots exist from the first update on.
   */
  readonly read: (name: string) => Promise<Values>;
}

/** Called after every few megabytes written; rejects if the file is no longer wanted. */
export type Advance = (bytes: number) => Promise<void>;

/** Elements written between two calls of `Advance`: 4 MB. */
export const maxValuesAtOnce = 2 ** 20;

/** A tensor in a file. */
export interface TensorEntry extends WeightSpec {
  /** The name that `ExportedModel.read` takes. */
  readonly source: string;
}

/** The weights, layer by layer. */
export const weightEntries = ({ network }: Pick<ExportedModel, 'network'>): TensorEntry[] =>
  weightsOf(network).map((weight) => ({ ...weight, source: `weight/${weight.name}` }));

/** The optimizer's slots, weight by weight in Keras's order; none before the first update. */
export const slotEntries = ({
  network,
  experiment,
  iterations,
}: Pick<ExportedModel, 'network' | 'experiment' | 'iterations'>): TensorEntry[] =>
  iterations === 0
    ? []
    : optimizerState(network, experiment.optimizer).map((slot) => ({ ...slot, source: `slot/${slot.name}` }));

const countOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** float32 bytes of a tensor. */
export const bytesOf = ({ shape }: Pick<WeightSpec, 'shape'>): number => 4 * countOf(shape);

/** Reads an entry's tensor. Rejects if its number of values does not match its shape. */
export async function valuesOf(model: ExportedModel, { source, shape }: TensorEntry): Promise<Values> {
  const values = await model.read(source);
  if (values.length !== countOf(shape))
    throw new RangeError(
      `${source} has ${values.length} values, its shape [${shape.join()}] ${countOf(shape)}`,
    );
  return values;
}

/** A tensor's bytes, a few megabytes at a time; `Advance` is called after each. */
export async function* pieces(values: Values, advance: Advance): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < values.length; at += maxValuesAtOnce) {
    const piece = values.subarray(at, at + maxValuesAtOnce);
    yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
    await advance(piece.byteLength);
  }
}
