/**
 * Which of the lab's networks a model from elsewhere is, by its layers or, where a file has none, by its weights; and where it is none,
 * what differs from the one that comes closest, layer by layer. Pure.
 */
import { candidates } from './candidates';
import { kerasClass } from './layers';
import { layerArguments } from './kerasArguments';
import { networkFor, type NetworkChoice } from './networks';
import type { NamedLayer, NetworkSpec } from './spec';
import { weightsOf } from './weights';

/** A layer as a configuration of Keras or tfjs-layers describes it. */
export interface ForeignLayer {
  readonly name: string;
  /** Keras's class. */
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A tensor as a file describes it. */
export interface ForeignTensor {
  readonly shape: readonly number[];
  /** As NumPy calls it: `float32`. */
  readonly dtype: string;
}

/** One thing in which a model is not one of the lab's. Values are as the file has them, as text. */
export type ModelDifference =
  /** The lab has no such layer. */
  | { readonly kind: 'foreign-layer'; readonly layer: string; readonly type: string }
  | { readonly kind: 'missing-layer' | 'extra-layer'; readonly layer: string; readonly type: string }
  /** It does not take the output of the layer before it. */
  | { readonly kind: 'not-a-chain'; readonly layer: string }
  | { readonly kind: 'setting'; readonly layer: string; readonly setting: string; readonly found: string; readonly wanted: string }
  | { readonly kind: 'missing-tensor' | 'extra-tensor'; readonly tensor: string }
  | { readonly kind: 'shape' | 'dtype'; readonly tensor: string; readonly found: string; readonly wanted: string }; // prettier-ignore

/** A setting that acts in training alone, and that the lab does not have. */
export interface IgnoredSetting {
  readonly layer: string;
  readonly setting: string;
}

export interface Recognised {
  /** The network that it is, or that comes closest. */
  readonly choice: NetworkChoice;
  /** None where it is that network. */
  readonly differences: readonly ModelDifference[];
}

const kinds: ReadonlyMap<string, string> = new Map(Object.entries(kerasClass).map(([kind, type]) => [type, kind])); // prettier-ignore

/** What a layer must have besides its arguments, and what Keras takes where a configuration does not say. */
const fixed: Readonly<Record<NamedLayer['kind'], Readonly<Record<string, unknown>>>> = {
  conv2d: { dilation_rate: [1, 1], use_bias: true },
  'batch-norm': { center: true, scale: true, renorm: false },
  lrn: {},
  'max-pool': {},
  flatten: {},
  dense: { use_bias: true },
  dropout: { noise_shape: null },
};
const defaults: Readonly<Record<string, unknown>> = {
  strides: [1, 1], padding: 'valid', data_format: 'channels_last', dilation_rate: [1, 1], groups: 1, activation: 'linear',
  use_bias: true, axis: -1, momentum: 0.99, epsilon: 1e-3, center: true, scale: true, renorm: false, pool_size: [2, 2],
}; // prettier-ignore

const pairs: ReadonlySet<string> = new Set(['kernel_size', 'strides', 'dilation_rate', 'pool_size']);

/** One way to write what can be written in several: 3 for [3, 3], an activation's object for its name, the last axis by its number. */
function canonical(setting: string, value: unknown): unknown {
  if (pairs.has(setting) && typeof value === 'number') return [value, value];
  if (setting === 'axis' && [3, -1].includes(Number(Array.isArray(value) ? value[0] : value))) return -1;
  if (setting === 'activation' && typeof value === 'object' && value !== null) {
    const { config, class_name: type } = value as {
      readonly config?: unknown;
      readonly class_name?: unknown;
    };
    return typeof config === 'string' ? config : String(type).toLowerCase();
  }
  // Keras writes some numbers with the digits of their float32.
  return typeof value === 'number' ? Math.fround(value) : value;
}

/** Of a setting as it is shown; a file decides how long it is. */
const mostText = 60;
const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')).slice(0, mostText);

function settingDifferences(theirs: ForeignLayer, ours: NamedLayer): ModelDifference[] {
  const { config, name: layer } = theirs;
  const wanted: Record<string, unknown> = { ...fixed[ours.kind], ...layerArguments(ours) };
  // The one thing that an experiment decides.
  delete wanted['rate'];
  return Object.entries(wanted).flatMap(([setting, expected]): ModelDifference[] => {
    // Pooling's strides are its window where it has none.
    const absent = setting === 'strides' && ours.kind === 'max-pool' ? config['pool_size'] : defaults[setting];
    const found = config[setting] ?? absent ?? null;
    const [a, b] = [found, expected].map((value) => JSON.stringify(canonical(setting, value)));
    return a === b ? [] : [{ kind: 'setting', layer, setting, found: textOf(found), wanted: textOf(expected) }];
  }); // prettier-ignore
}

/** Beside a layer too many or too few, settings weigh little: so the layers that are alike are held against each other. */
const settingWeight = 0.1;

interface Way {
  readonly cost: number;
  readonly differences: readonly ModelDifference[];
}

const onward = (way: Way, cost: number, more: readonly ModelDifference[]): Way => ({
  cost: way.cost + cost,
  differences: more.length === 0 ? way.differences : [...way.differences, ...more],
});

const extraLayer = ({ name: layer, type }: ForeignLayer): ModelDifference => ({
  kind: 'extra-layer',
  layer,
  type,
});
const missingLayer = ({ name: layer, kind }: NamedLayer): ModelDifference => ({ kind: 'missing-layer', layer, type: kerasClass[kind] }); // prettier-ignore

/** The cheapest way from one list of layers to the other. Both are short: a file's is bounded where it is read. */
function layerDifferences(theirs: readonly ForeignLayer[], ours: readonly NamedLayer[]): Way {
  // Ways to the first layers of ours, after the layers of theirs that were looked at.
  let row: Way[] = [{ cost: 0, differences: [] }];
  for (const mine of ours) row.push(onward(row.at(-1)!, 1, [missingLayer(mine)]));
  for (const layer of theirs) {
    const before = row;
    row = [onward(before[0]!, 1, [extraLayer(layer)])];
    for (const [i, mine] of ours.entries()) {
      const ways = [onward(before[i + 1]!, 1, [extraLayer(layer)]), onward(row[i]!, 1, [missingLayer(mine)])];
      if (kinds.get(layer.type) === mine.kind) {
        const settings = settingDifferences(layer, mine);
        ways.unshift(onward(before[i]!, settingWeight * settings.length, settings));
      }
      row.push(ways.reduce((best, way) => (way.cost < best.cost ? way : best)));
    }
  }
  return row.at(-1)!;
} // prettier-ignore

const sideOf = (input: readonly unknown[], guess: number): number => {
  const [side] = input;
  return typeof side === 'number' && side >= 67 && side <= 227 ? side : guess;
};

/**
 * By its layers, in their order, the input apart: `input` is its shape without the batch. `guess`: taken where several networks fit, and
 * for what the layers leave open.
 */
export function recogniseLayers(
  input: readonly unknown[],
  layers: readonly ForeignLayer[],
  guess: NetworkChoice,
): Recognised {
  const foreign = layers
    .filter(({ type }) => !kinds.has(type))
    .map(({ name: layer, type }): ModelDifference => ({ kind: 'foreign-layer', layer, type }));
  const known = layers.filter(({ type }) => kinds.has(type));
  const drops = known.filter(({ type }) => type === kerasClass.dropout);
  const rate = drops[0]?.config['rate'];
  const dropout = typeof rate === 'number' && rate >= 0 && rate <= 0.95 ? rate : guess.dropout;
  const rates = drops
    .filter(({ config }) => config['rate'] !== dropout)
    .map(({ name: layer, config }): ModelDifference => ({
      kind: 'setting', layer, setting: 'rate', found: textOf(config['rate']), wanted: textOf(dropout),
    })); // prettier-ignore
  const tried = candidates({ ...guess, dropout }).map((candidate) => {
    const choice = candidate.model === 'alexnet-small' ? { ...candidate, input: sideOf(input, guess.input) } : candidate;
    const network = networkFor(choice);
    const { cost, differences } = layerDifferences(known, network.layers);
    const shape: ModelDifference[] =
      textOf(input) === textOf(network.input)
        ? []
        : [{ kind: 'setting', layer: 'input', setting: 'shape', found: textOf(input), wanted: textOf(network.input) }];
    return { choice, differences: [...shape, ...differences], cost: cost + settingWeight * shape.length };
  }); // prettier-ignore
  const best = tried.reduce((least, next) => (next.cost < least.cost ? next : least));
  return { choice: best.choice, differences: [...foreign, ...best.differences, ...rates] };
}

/** What of a network's weights is not as a file has them; `found`: by the names of `weightsOf`. */
export function tensorDifferences(
  network: NetworkSpec,
  found: ReadonlyMap<string, ForeignTensor>,
): ModelDifference[] {
  const wanted = new Map(weightsOf(network).map(({ name, shape }) => [name, shape]));
  const differences = [...wanted].flatMap(([tensor, shape]): ModelDifference[] => {
    const there = found.get(tensor);
    if (!there) return [{ kind: 'missing-tensor', tensor }];
    if (there.shape.join() !== shape.join())
      return [{ kind: 'shape', tensor, found: textOf(there.shape), wanted: textOf(shape) }];
    return there.dtype === 'float32' ? [] : [{ kind: 'dtype', tensor, found: there.dtype, wanted: 'float32' }];
  });
  const extra = [...found.keys()].filter((tensor) => !wanted.has(tensor));
  return [...differences, ...extra.map((tensor): ModelDifference => ({ kind: 'extra-tensor', tensor }))];
} // prettier-ignore

/** By its weights: `named` gives them by the names that a network's weights would have. Of several that fit, the guess. */
export function recogniseTensors(
  named: (network: NetworkSpec) => ReadonlyMap<string, ForeignTensor>,
  guess: NetworkChoice,
): Recognised {
  let best: Recognised | null = null;
  for (const candidate of candidates(guess)) {
    // Several sides of the input have weights of the same shapes.
    const sides = candidate.model === 'alexnet-small' ? [guess.input, ...Array.from({ length: 161 }, (_, i) => 67 + i)] : [guess.input]; // prettier-ignore
    for (const input of sides) {
      const choice = { ...candidate, input };
      const network = networkFor(choice);
      const differences = tensorDifferences(network, named(network));
      if (best === null || differences.length < best.differences.length) best = { choice, differences };
      if (differences.length === 0) return best;
    }
  }
  return best ?? { choice: guess, differences: [] };
}

/** What the layers have for training that the lab leaves out: regularizers, constraints, layers that are frozen. */
export const ignoredSettings = (layers: readonly ForeignLayer[]): IgnoredSetting[] =>
  layers.flatMap(({ name: layer, config }) => [
    ...Object.entries(config)
      .filter(([key, value]) => /_(regularizer|constraint)$/.test(key) && value !== null)
      .map(([setting]) => ({ layer, setting })),
    ...(config['trainable'] === false ? [{ layer, setting: 'trainable=False' }] : []),
  ]);
