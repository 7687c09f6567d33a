/**
 * A model on its way out: what every writer is given. Its tensors are asked for one at a time, so that never more than one of them has to
 * be in memory. Knows no tensor and no device.
 */
import { optimizerState, weightsOf, type NetworkSpec, type WeightSpec } from '../../network';
import type { Experiment } from '../../experiment/schema';

/** Values of a tensor, row-major. */
export type Values = Float32Array<ArrayBuffer>;

export interface ExportedModel {
  readonly network: NetworkSpec;
  readonly experiment: Experiment;
  /** The rate that the optimizer stands at where the schedule is constant; else what its schedule begins with. */
  readonly learningRate: number;
  /** Updates applied so far. */
  readonly iterations: number;
  /**
   * A tensor by its name in a snapshot: `weight/conv2d/kernel`, `slot/conv2d/kernel/m`. Rejects where there is none; slots are there from
   * the first update on.
   */
  readonly read: (name: string) => Promise<Values>;
}

/** Called after every few megabytes that were written; rejects when the file is not wanted any more. */
export type Advance = (bytes: number) => Promise<void>;

/** Elements that are written between two calls of `Advance`: 4 MB. */
export const mostTogether = 2 ** 20;

/** A tensor as a file holds it. */
export interface TensorEntry extends WeightSpec {
  /** What `ExportedModel.read` takes. */
  readonly source: string;
}

/** The weights, layer by layer. */
export const weightEntries = ({ network }: Pick<ExportedModel, 'network'>): TensorEntry[] =>
  weightsOf(network).map((weight) => ({ ...weight, source: `weight/${weight.name}` }));

/** The optimizer's slots, weight by weight as Keras orders them; none before the first update. */
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

/** Reads an entry's tensor. Rejects where it has not as many values as its shape. */
export async function valuesOf(model: ExportedModel, { source, shape }: TensorEntry): Promise<Values> {
  const values = await model.read(source);
  if (values.length !== countOf(shape))
    throw new RangeError(`${source} has ${values.length} values, its shape [${shape.join()}] ${countOf(shape)}`);
  return values;
} // prettier-ignore

/** A tensor's bytes, a few megabytes at a time; `Advance` is called after each. */
export async function* pieces(values: Values, advance: Advance): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < values.length; at += mostTogether) {
    const piece = values.subarray(at, at + mostTogether);
    yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
    await advance(piece.byteLength);
  }
}
