/**
 * Recognises which of the lab's networks a model from elsewhere is: by its layers or, if the file
 * has none, by its weights. If it is none of them, finds what differs from the closest one, layer
 * by layer. Pure.
 */
import { candidates } from './candidates';
import { kerasClass } from './layers';
import { layerArguments } from './kerasArguments';
import { networkFor, type NetworkChoice } from './networks';
import type { NamedLayer, NetworkSpec } from './spec';
import { weightsOf } from './weights';

/** A layer as described by a configuration of Keras or tfjs-layers. */
export interface ForeignLayer {
  readonly name: string;
  /** Keras's class. */
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A tensor as a file describes it. */
export interface ForeignTensor {
  readonly shape: readonly number[];
  /** NumPy's name: `float32`. */
  readonly dtype: string;
}

/** One way in which a model differs from the lab's. Values are the file's own, as text. */
export type ModelDifference =
  /** The lab has no such layer. */
  | { readonly kind: 'foreign-layer'; readonly layer: string; readonly type: string }
  | { readonly kind: 'missing-layer' | 'extra-layer'; readonly layer: string; readonly type: string }
  /** It does not take the output of the layer before it. */
  | { readonly kind: 'not-a-chain'; readonly layer: string }
  | {
      readonly kind: 'setting';
      readonly layer: string;
      readonly setting: string;
      readonly actual: string;
      readonly expected: string;
    }
  | { readonly kind: 'missing-tensor' | 'extra-tensor'; readonly tensor: string }
  | {
      readonly kind: 'shape' | 'dtype';
      readonly tensor: string;
      readonly actual: string;
      readonly expected: string;
    };

/** A setting that only acts in training, and that the lab does not have. */
export interface IgnoredSetting {
  readonly layer: string;
  readonly setting: string;
}

export interface Recognised {
  /** The network that it is, or the closest one. */
  readonly choice: NetworkChoice;
  /** Empty if it is that network. */
  readonly differences: readonly ModelDifference[];
}

const kinds: ReadonlyMap<string, string> = new Map(
  Object.entries(kerasClass).map(([kind, type]) => [type, kind]),
);

/**
 * What a layer must have besides its arguments; these are Keras's values where a configuration does
 * not say.
 */
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
  strides: [1, 1],
  padding: 'valid',
  data_format: 'channels_last',
  dilation_rate: [1, 1],
  groups: 1,
  activation: 'linear',
  use_bias: true,
  axis: -1,
  momentum: 0.99,
  epsilon: 1e-3,
  center: true,
  scale: true,
  renorm: false,
  pool_size: [2, 2],
};

const pairs: ReadonlySet<string> = new Set(['kernel_size', 'strides', 'dilation_rate', 'pool_size']);

/**
 * One form for what can be written in several ways: 3 for [3, 3], an activation's name for its
 * object, the last axis by its number.
 */
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
  // Keras writes some numbers with the digits of their float32 value.
  return typeof value === 'number' ? Math.fround(value) : value;
}

/** Longest text of a setting that is shown; a file can make it any length. */
const maxTextLength = 60;
const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null')).slice(0, maxTextLength);

function settingDifferences(theirs: ForeignLayer, ours: NamedLayer): ModelDifference[] {
  const { config, name: layer } = theirs;
  const expected: Record<string, unknown> = { ...fixed[ours.kind], ...layerArguments(ours) };
  // The experiment decides the dropout rate, so any is accepted.
  delete expected['rate'];
  return Object.entries(expected).flatMap(([setting, expected]): ModelDifference[] => {
    // Pooling without strides uses its window as stride.
    const absent =
      setting === 'strides' && ours.kind === 'max-pool' ? config['pool_size'] : defaults[setting];
    const actual = config[setting] ?? absent ?? null;
    const [a, b] = [actual, expected].map((value) => JSON.stringify(canonical(setting, value)));
    return a === b
      ? []
      : [{ kind: 'setting', layer, setting, actual: textOf(actual), expected: textOf(expected) }];
  });
}

/**
 * Settings weigh little compared with a missing or extra layer, so that layers which are alike are
 * compared with each other.
 */
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
const missingLayer = ({ name: layer, kind }: NamedLayer): ModelDifference => ({
  kind: 'missing-layer',
  layer,
  type: kerasClass[kind],
});

/**
 * The cheapest way from one list of layers to the other (edit distance). Both are short: the reader
 * bounds a file's.
 */
function layerDifferences(theirs: readonly ForeignLayer[], ours: readonly NamedLayer[]): Way {
  // The cheapest ways from the layers of theirs seen so far to the first layers of ours.
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
}

const sideOf = (input: readonly unknown[], guess: number): number => {
  const [side] = input;
  return typeof side === 'number' && side >= 67 && side <= 227 ? side : guess;
};

/**
 * Recognises a model by its layers in order, without the input layer; `input` is its shape without
 * the batch. `guess`: used where several networks fit, and for what the layers leave open.
 */
export function recogniseLayers(
  input: readonly unknown[],
  layers: readonly ForeignLayer[],
  guess: NetworkChoice,
): Recognised {
  const foreign = layers
    .filter(({ type }) => !kinds.has(type))
    .map(({ name: layer, type }): ModelDifference => ({ kind: 'foreign-layer', layer, type }));
  const ours = layers.filter(({ type }) => kinds.has(type));
  const drops = ours.filter(({ type }) => type === kerasClass.dropout);
  const rate = drops[0]?.config['rate'];
  const dropout = typeof rate === 'number' && rate >= 0 && rate <= 0.95 ? rate : guess.dropout;
  const rates = drops
    .filter(({ config }) => config['rate'] !== dropout)
    .map(({ name: layer, config }): ModelDifference => ({
      kind: 'setting',
      layer,
      setting: 'rate',
      actual: textOf(config['rate']),
      expected: textOf(dropout),
    }));
  const tried = candidates({ ...guess, dropout }).map((candidate) => {
    const choice =
      candidate.model === 'alexnet-small' ? { ...candidate, input: sideOf(input, guess.input) } : candidate;
    const network = networkFor(choice);
    const { cost, differences } = layerDifferences(ours, network.layers);
    const shape: ModelDifference[] =
      textOf(input) === textOf(network.input)
        ? []
        : [
            {
              kind: 'setting',
              layer: 'input',
              setting: 'shape',
              actual: textOf(input),
              expected: textOf(network.input),
            },
          ];
    return { choice, differences: [...shape, ...differences], cost: cost + settingWeight * shape.length };
  });
  const best = tried.reduce((cheapest, next) => (next.cost < cheapest.cost ? next : cheapest));
  return { choice: best.choice, differences: [...foreign, ...best.differences, ...rates] };
}

/**
 * What differs between a network's weights and a file's; `tensors`: by the names of `weightsOf`.
 */
export function tensorDifferences(
  network: NetworkSpec,
  tensors: ReadonlyMap<string, ForeignTensor>,
): ModelDifference[] {
  const expected = new Map(weightsOf(network).map(({ name, shape }) => [name, shape]));
  const differences = [...expected].flatMap(([tensor, shape]): ModelDifference[] => {
    const present = tensors.get(tensor);
    if (!present) return [{ kind: 'missing-tensor', tensor }];
    if (present.shape.join() !== shape.join())
      return [{ kind: 'shape', tensor, actual: textOf(present.shape), expected: textOf(shape) }];
    return present.dtype === 'float32'
      ? []
      : [{ kind: 'dtype', tensor, actual: present.dtype, expected: 'float32' }];
  });
  const extra = [...tensors.keys()].filter((tensor) => !expected.has(tensor));
  return [...differences, ...extra.map((tensor): ModelDifference => ({ kind: 'extra-tensor', tensor }))];
}

/**
 * Recognises a model by its weights. `named` returns them under the names that a given network's
 * weights would have. If several networks fit, the guess is taken.
 */
export function recogniseTensors(
  named: (network: NetworkSpec) => ReadonlyMap<string, ForeignTensor>,
  guess: NetworkChoice,
): Recognised {
  let best: Recognised | null = null;
  for (const candidate of candidates(guess)) {
    // Several input sides have weights of the same shapes.
    const sides =
      candidate.model === 'alexnet-small'
        ? [guess.input, ...Array.from({ length: 161 }, (_, i) => 67 + i)]
        : [guess.input];
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

/**
 * Training settings of the layers that the lab does not support: regularizers, constraints, frozen
 * layers.
 */
export const ignoredSettings = (layers: readonly ForeignLayer[]): IgnoredSetting[] =>
  layers.flatMap(({ name: layer, config }) => [
    ...Object.entries(config)
      .filter(([key, value]) => /_(regularizer|constraint)$/.test(key) && value !== null)
      .map(([setting]) => ({ layer, setting })),
    ...(config['trainable'] === false ? [{ layer, setting: 'trainable=False' }] : []),
  ]);
