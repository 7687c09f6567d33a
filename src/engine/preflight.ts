/**
 * What a network needs of an adapter, before it is tried. A storage buffer above the adapter's limit makes tfjs drop the
 * dispatch, and those queued with it, without an exception: zeros, and a loss of 2.3026 for ever. Pure.
 */
import { bytes } from '../lib/units';
import { summarize, type LayerRow, type NetworkSpec } from '../network';

/** A tensor that a step binds. */
export interface Binding {
  readonly what: string;
  readonly bytes: number;
}

function kernelBytes({ layer, params }: LayerRow): number {
  if (layer.kind === 'conv2d') return 4 * (params - layer.filters);
  return layer.kind === 'dense' ? 4 * (params - layer.units) : 0;
}

/** The largest tensor that one step at `batch` binds: a kernel (or its gradient or optimizer slot), or a layer's activations. */
export function largestBinding(network: NetworkSpec, batch: number): Binding {
  const [height, width, channels] = network.input;
  let largest: Binding = { what: 'input', bytes: 4 * batch * height * width * channels };
  for (const row of summarize(network).rows) {
    const kernel: Binding = { what: `${row.layer.name}: kernel`, bytes: kernelBytes(row) };
    const activations: Binding = {
      what: `${row.layer.name}: activations of ${batch} images`,
      bytes: batch * row.activationBytes,
    };
    for (const binding of [kernel, activations]) if (binding.bytes > largest.bytes) largest = binding;
  }
  return largest;
}

/** Why the network cannot be trained under this limit; null if it can. */
export function bindingProblem(network: NetworkSpec, batch: number, limit: number | null): string | null {
  const largest = largestBinding(network, batch);
  if (limit === null || largest.bytes <= limit) return null;
  return `${largest.what}, ${bytes(largest.bytes)} > ${bytes(limit)}`;
}
