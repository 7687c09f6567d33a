/**
 * Reads the layers and the optimizer of a configuration, as Keras 3 writes it into `config.json`
 * and tfjs-layers into `model.json`. Pure.
 * Source: keras/src/models/sequential.py and functional.py, `get_config`;
 * tfjs-layers/src/engine/topology_config.ts.
 */
import { z } from 'zod';
import type { ForeignLayer, ModelDifference } from '../../network';
import { complaints, list } from '../../storage/snapshotFormat';
import { ModelFileError } from '../importProblem';

/** Most layers of a model: an order of magnitude more than the lab's largest has. */
const maxLayers = 500;
const nameSchema = z.string().max(200);

const object = z.record(z.string(), z.unknown());
const layerSchema = z.object({
  class_name: nameSchema,
  config: object,
  name: nameSchema.optional(),
  inbound_nodes: z.unknown().optional(),
});
const modelSchema = z.object({
  class_name: nameSchema,
  config: z.union([
    // Old tfjs and Keras wrote a Sequential's layers as a bare list.
    list(layerSchema, maxLayers).transform((layers) => ({ layers })),
    z.object({ layers: list(layerSchema, maxLayers) }),
  ]),
});

type Layer = z.infer<typeof layerSchema>;

/** A model as its configuration describes it. */
export interface ForeignModel {
  /** The shape of an input, without the batch; empty if the file does not say. */
  readonly input: readonly unknown[];
  /** In order, without the input layer. */
  readonly layers: readonly ForeignLayer[];
  /** Layers that do not take the output of the layer before them. */
  readonly differences: readonly ModelDifference[];
}

function nameOf({ name, config }: Layer): string {
  const ownName = config['name'];
  return name ?? (typeof ownName === 'string' ? ownName.slice(0, 200) : '');
}

/**
 * The names of the layers that a layer takes its inputs from: Keras 3 stores them in
 * `keras_history`, tfjs in nested lists.
 */
function sourcesOf({ inbound_nodes: nodes }: Layer): readonly string[] {
  const names: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 8 || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      // A reference is a name, a node index and an output index.
      if (typeof value[0] === 'string' && typeof value[1] === 'number') names.push(value[0]);
      else for (const item of value) visit(item, depth + 1);
    } else for (const item of Object.values(value)) visit(item, depth + 1);
  };
  visit(nodes, 0);
  return names;
}

function chain(layers: readonly Layer[]): ModelDifference[] {
  return layers.flatMap((layer, i): ModelDifference[] => {
    if (layer.inbound_nodes === undefined || layer.class_name === 'InputLayer') return [];
    const sources = sourcesOf(layer);
    const before = layers[i - 1];
    const follows = sources.length === 1 && before !== undefined && sources[0] === nameOf(before);
    return follows ? [] : [{ kind: 'not-a-chain', layer: nameOf(layer) }];
  });
}

/** Throws a `ModelFileError` unless it is a configuration of a Sequential or functional model. */
export function parseModelConfig(json: unknown): ForeignModel {
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success) throw new ModelFileError('not-a-model', complaints(parsed.error));
  const { class_name: type, config } = parsed.data;
  if (!['Sequential', 'Functional', 'Model'].includes(type))
    throw new ModelFileError('not-offered', type, [{ kind: 'foreign-layer', layer: 'model', type }]);
  const { layers } = config;
  const [first] = layers;
  const shape = first?.config['batch_shape'] ?? first?.config['batch_input_shape'];
  return {
    input: Array.isArray(shape) ? shape.slice(1, 9) : [],
    layers: layers
      .filter(({ class_name: layer }) => layer !== 'InputLayer')
      .map((layer) => ({ name: nameOf(layer), type: layer.class_name, config: layer.config })),
    differences: type === 'Sequential' ? [] : chain(layers),
  };
}

/** A number, or a serialized Keras object. */
const rateSchema = z.union([z.number(), z.object({ class_name: nameSchema })]);
const optimizerSchema = z.object({ class_name: nameSchema, config: object });
export type ForeignOptimizer = z.infer<typeof optimizerSchema>;

/** The optimizer that a model was compiled with; null if it was not compiled. */
export function parseOptimizer(compiled: unknown): ForeignOptimizer | null {
  const parsed = z.object({ optimizer: optimizerSchema }).safeParse(compiled);
  return parsed.success ? parsed.data.optimizer : null;
}

/** Its learning rate: a number, the class of its schedule, or null if neither is given. */
export function rateOf({ config }: ForeignOptimizer): number | string | null {
  const parsed = rateSchema.safeParse(config['learning_rate']);
  if (!parsed.success) return null;
  return typeof parsed.data === 'number' ? parsed.data : parsed.data.class_name;
}
