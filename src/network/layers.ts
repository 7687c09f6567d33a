/**
 * The vocabulary of a network file: one short constructor per kind of layer, and Keras's names for
 * layers and classes. Pure; imports only types.
 */
import type { LayerSpec, NamedLayer } from './spec';

type Kind = LayerSpec['kind'];
type Of<K extends Kind> = Extract<LayerSpec, { kind: K }>;

/** A square convolution; by default with stride 1, `same` padding, relu, and one group. */
export const conv2d = (
  filters: number,
  kernel: number,
  options: Partial<Pick<Of<'conv2d'>, 'stride' | 'padding' | 'activation' | 'groups'>> = {},
): LayerSpec => ({
  kind: 'conv2d',
  filters,
  kernel,
  stride: 1,
  padding: 'same',
  activation: 'relu',
  groups: 1,
  ...options,
});

/** Batch normalisation with Keras's defaults. */
export const batchNorm: LayerSpec = { kind: 'batch-norm', momentum: 0.99, epsilon: 1e-3 };

/**
 * Local response normalisation with the paper's numbers: Krizhevsky, Sutskever, Hinton 2012,
 * section 3.3 (k = 2, n = 5, α = 1e-4, β = 0.75).
 */
export const responseNorm: LayerSpec = { kind: 'lrn', depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75 };

/** Max pooling without padding. */
export const maxPool = (pool: number, stride: number): LayerSpec => ({
  kind: 'max-pool',
  pool,
  stride,
  padding: 'valid',
});

export const flatten: LayerSpec = { kind: 'flatten' };

export const dense = (units: number, activation: Of<'dense'>['activation']): LayerSpec => ({
  kind: 'dense',
  units,
  activation,
});

/**
 * Dropout; `rate` is the fraction of values that is zeroed, in [0, 1). At rate 0 the layer stays in
 * the list.
 */
export const dropout = (rate: number): LayerSpec => ({ kind: 'dropout', rate });

/**
 * Keras's class for each kind of layer; `LocalResponseNormalization` is our own class, in the
 * generated code too.
 */
export const kerasClass: Readonly<Record<Kind, string>> = {
  conv2d: 'Conv2D',
  'batch-norm': 'BatchNormalization',
  lrn: 'LocalResponseNormalization',
  'max-pool': 'MaxPooling2D',
  flatten: 'Flatten',
  dense: 'Dense',
  dropout: 'Dropout',
};

const baseName: Readonly<Record<Kind, string>> = {
  conv2d: 'conv2d',
  'batch-norm': 'batch_normalization',
  lrn: 'lrn',
  'max-pool': 'max_pooling2d',
  flatten: 'flatten',
  dense: 'dense',
  dropout: 'dropout',
};

/**
 * Names layers as a fresh Keras session does: conv2d, conv2d_1, … Source:
 * keras.src.utils.naming.auto_name.
 */
export function nameLayers(layers: readonly LayerSpec[]): NamedLayer[] {
  const seen = new Map<Kind, number>();
  return layers.map((layer) => {
    const before = seen.get(layer.kind) ?? 0;
    seen.set(layer.kind, before + 1);
    return { ...layer, name: before === 0 ? baseName[layer.kind] : `${baseName[layer.kind]}_${before}` };
  });
}
