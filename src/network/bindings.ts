/**
 * What a network requires of an adapter, checked before training. If a storage buffer exceeds the
 * adapter's limit, tfjs drops the dispatch, and those queued with it, without an exception: the
 * results are zeros, and the loss stays at 2.3026 forever. Pure.
 */
import { bytes } from '../lib/units';
import type { LayerRow, NetworkSpec } from './spec';
import { summarize } from './summary';

/** A tensor that a step binds. */
export interface Binding {
  readonly kind: 'input' | 'kernel' | 'activations';
  /** The layer it belongs to; empty for the network's input. */
  readonly layer: string;
  readonly bytes: number;
}

function kernelBytes({ layer, params }: LayerRow): number {
  if (layer.kind === 'conv2d') return 4 * (params - layer.filters);
  return layer.kind === 'dense' ? 4 * (params - layer.units) : 0;
}

/** The largest kernel, with its gradient and optimizer slots, which have the same size. */
export const largestKernel = (network: NetworkSpec): Binding =>
  largestOf(
    summarize(network).rows.map((row) => ({
      kind: 'kernel',
      layer: row.layer.name,
      bytes: kernelBytes(row),
    })),
  );

/** The largest images of one step at `batch`: the network's input, or a layer's activations. */
export function largestActivations(network: NetworkSpec, batch: number): Binding {
  const [height, width, channels] = network.input;
  const input: Binding = { kind: 'input', layer: '', bytes: 4 * batch * height * width * channels };
  const activations = summarize(network).rows.map((row): Binding => ({
    kind: 'activations',
    layer: row.layer.name,
    bytes: batch * row.activationBytes,
  }));
  return largestOf([input, ...activations]);
}

const largestOf = (bindings: readonly Binding[]): Binding =>
  bindings.reduce((largest, binding) => (binding.bytes > largest.bytes ? binding : largest), {
    kind: 'input',
    layer: '',
    bytes: 0,
  });

const textOf = ({ kind, layer }: Binding, batch: number): string =>
  kind === 'input' ? 'input' : `${layer}: ${kind}${kind === 'activations' ? ` of ${batch} images` : ''}`;

/** Families that read and write kernels in windows, so that no kernel is bound as a whole. */
const windowed = ['gemm', 'update'] as const;

/** An adapter's limits, and which of the lab's own kernels are in use on it. */
export interface Limits {
  /**
   * Largest storage buffer that can be bound, and that can be created, in bytes; null where there
   * is no such limit.
   */
  readonly maxBindingBytes: number | null;
  readonly maxBufferBytes: number | null;
  readonly kernels: readonly { readonly family: string; readonly status: string }[];
}

/**
 * A tensor, with the most bytes that the adapter allows for its kind; null where there is no such
 * limit.
 */
export interface LimitedBinding extends Binding {
  readonly limit: number | null;
}

/**
 * The largest kernel and the largest activations, the larger one first, with their limits. Where
 * kernels are used in windows, one may be as large as a buffer; activations are always bound as a
 * whole.
 */
export function largestBindings(network: NetworkSpec, batch: number, limits: Limits): LimitedBinding[] {
  const { maxBindingBytes, maxBufferBytes, kernels } = limits;
  const inWindows = windowed.every((family) =>
    kernels.some((report) => report.family === family && report.status === 'passed'),
  );
  return [
    { ...largestKernel(network), limit: inWindows ? maxBufferBytes : maxBindingBytes },
    { ...largestActivations(network, batch), limit: maxBindingBytes },
  ].toSorted((a, b) => b.bytes - a.bytes);
}

/** Why the network cannot be trained under these limits; null if it can. */
export function bindingProblem(network: NetworkSpec, batch: number, limits: Limits): string | null {
  const problem = largestBindings(network, batch, limits).find(
    ({ bytes: size, limit }) => limit !== null && size > limit,
  );
  return problem ? `${textOf(problem, batch)}, ${bytes(problem.bytes)} > ${bytes(problem.limit ?? 0)}` : null;
}
