/**
 * The first layer's filters as colour pictures: as they are, as they were before the first step,
 * and the difference. Runs in the worker or in Node.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { copyOf } from '../../kernels/update';
import type { Model } from '../../model/build';
import { initialKernel } from '../../model/initialize';
import type { Filters, FiltersAt } from '../../protocol/inspection';
import { EngineFailure } from '../core/errors';

/** The first convolution's kernel, [k, k, 3, count]. */
interface Kernel {
  readonly layer: string;
  readonly shape: readonly [number, number, number, number];
  readonly values: Float32Array;
}

/** Each filter as a k × k RGB tile; one scale for the whole layer, grey is 0. */
function tilesOf({ layer, shape, values }: Kernel): Filters {
  const [side, , channels, count] = shape;
  const extent = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const scale = extent > 0 ? 127.5 / extent : 0;
  const pixels = new Uint8Array(count * side * side * channels);
  const elements = side * side * channels;
  // Kernel order is [row, column, channel, filter]; a tile's is [filter, row, column, channel].
  for (let element = 0; element < elements; element++) {
    for (let filter = 0; filter < count; filter++) {
      const value = values[element * count + filter] ?? 0;
      pixels[filter * elements + element] = Math.round(127.5 + scale * value);
    }
  }
  return { layer, count, side, extent, pixels };
}

/** Throws `bad-command` if the network has no convolution. */
function firstKernel({ net }: Model): { layer: string; kernel: tf.Tensor4D } {
  const layer = net.layers.find(({ weights }) => weights[0]?.shape.length === 4);
  if (!layer?.weights[0]) throw new EngineFailure('bad-command', 'The network has no convolution');
  return { layer: layer.name, kernel: layer.weights[0].read() as tf.Tensor4D };
}

/**
 * Computes the filter pictures; `initialSeed` is the seed of the initial weights. Null if the
 * initial filters are needed and the seed is not known.
 */
export async function filters(
  model: Model,
  at: FiltersAt,
  initialSeed: number | null,
): Promise<Filters | null> {
  const { layer, kernel } = firstKernel(model);
  const { shape } = kernel;
  if (at !== 'now' && initialSeed === null) return null;
  const start = at === 'now' || initialSeed === null ? null : initialKernel(layer, shape, initialSeed);
  if (at === 'start' && start) return tilesOf({ layer, shape, values: start });
  // Reads a copy: a training step may write to the kernel while it is read, and tfjs would cache
  // the old values for the next reader.
  const copy = copyOf(kernel);
  const values = (await copy.data()) as Float32Array;
  copy.dispose();
  return tilesOf({
    layer,
    shape,
    values: start ? values.map((value, i) => value - (start[i] ?? 0)) : values,
  });
}
