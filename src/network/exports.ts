/** The file formats for exporting a model, and how large each file is. Pure. */
import type { OptimizerId } from '../experiment/schema';
import { floatBytes } from './cost';
import type { NetworkSpec } from './spec';
import { optimizerState, weightsOf, type WeightSpec } from './weights';

/**
 * `history`: the run's epochs as CSV; the others hold the model. `cluster`: with everything that a
 * program needs to continue its run.
 */
export const exportFormats = ['keras', 'weights', 'safetensors', 'tfjs', 'history', 'cluster'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** File name extensions; Keras insists on the first two. */
export const fileExtensions: Readonly<Record<ExportFormat, string>> = {
  keras: '.keras',
  weights: '.weights.h5',
  safetensors: '.safetensors',
  tfjs: '-tfjs.zip',
  history: '.csv',
  cluster: '-cluster.zip',
};

/** Whether the optimizer's state is saved with the weights. */
const holdsOptimizer: Readonly<Record<ExportFormat, 'if asked' | 'always' | 'never'>> = {
  keras: 'if asked',
  weights: 'if asked',
  safetensors: 'if asked',
  tfjs: 'never',
  history: 'never',
  cluster: 'always',
};

/** Whether a file with this format and request contains the optimizer's state. */
export const withOptimizer = (format: ExportFormat, requested: boolean): boolean =>
  holdsOptimizer[format] === 'always' || (requested && holdsOptimizer[format] === 'if asked');

const bytesOf = (tensors: readonly WeightSpec[]): number =>
  tensors.reduce((sum, { shape }) => sum + floatBytes * shape.reduce((size, n) => size * n, 1), 0);

/**
 * Bytes of the tensors in a model's file; with `optimizer`, its state is included. Headers add less
 * than 1 MB. 0 for the history.
 */
export function exportBytes(
  network: NetworkSpec,
  format: ExportFormat,
  optimizer: OptimizerId | null = null,
): number {
  if (format === 'history') return 0;
  const slots = optimizer ? optimizerState(network, optimizer) : [];
  return bytesOf([...weightsOf(network), ...slots]);
}

/**
 * The first layer that tfjs-layers 4.22 has no class for, or whose groups it lacks; null if it has
 * all.
 */
export const foreignToTfjs = ({ layers }: NetworkSpec): string | null =>
  layers.find((layer) => layer.kind === 'lrn' || (layer.kind === 'conv2d' && layer.groups !== 1))?.name ??
  null;
