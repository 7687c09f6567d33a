/**
 * Reads a tfjs layers model: `model.json` with its shards. It finds weights by their layers' names.
 * Source: tfjs-core/src/io/types.ts, `ModelJSON`; tfjs-layers/src/models.ts.
 */
import { z } from 'zod';
import {
  ignoredSettings,
  networkFor,
  recogniseLayers,
  tensorDifferences,
  weightsOf,
  type ForeignTensor,
} from '../../network';
import { pieces } from '../exportedModel';
import { complaints, list } from '../../storage/snapshotFormat';
import type { OpenFile } from '../../storage/files';
import { jsonOf, maxEntries, type Entry } from '../zip/reader';
import { mustBeOurs } from '../keras/reader';
import { parseModelConfig } from '../keras/configReader';
import type { ImportedModel, ImportOptions } from '../importedModel';
import { ModelFileError } from '../importProblem';

const count = z.number().int().min(0);
const weightSchema = z.object({
  name: z.string().max(400),
  shape: list(count, 6),
  dtype: z.string().max(20),
  quantization: z.unknown().optional(),
});
const schema = z.object({
  generatedBy: z.string().max(100).nullish(),
  // The converter nests the configuration one level deeper than `model.save` does.
  modelTopology: z.looseObject({ model_config: z.unknown().optional() }),
  weightsManifest: list(
    z.object({ paths: list(z.string(), 2_000), weights: list(weightSchema, 1_000) }),
    1_000,
  ),
});

type Weight = z.infer<typeof weightSchema>;
interface Placed extends ForeignTensor {
  /** Offset in bytes from the beginning of the first shard. */
  readonly at: number;
}

const bytesOf = ({ shape, dtype }: Pick<Weight, 'shape' | 'dtype'>): number =>
  shape.reduce((size, n) => size * n, 1) * (/^(int|float)32$/.test(dtype) ? 4 : 1);

/**
 * The location of each weight, by `layer/weight`: some programs prefix these with other names, or
 * append a number to the layer's scope.
 */
function tensorsOf(weights: readonly Weight[]): Map<string, Placed> {
  let at = 0;
  return new Map(
    weights.map((weight) => {
      const { name, shape, quantization } = weight;
      const tensor = {
        at,
        shape,
        dtype: quantization === undefined ? weight.dtype : `${weight.dtype} (quantized)`,
      };
      at += bytesOf(weight);
      return [name.split('/').slice(-2).join('/'), tensor];
    }),
  );
}

export interface TfjsFile {
  /** The shards of the weights, in order. */
  readonly shards: readonly Entry[];
  /** The model, once `file` holds the shards in a row. Throws a `ModelFileError`. */
  modelIn(file: OpenFile): ImportedModel;
}

/** Throws a `ModelFileError` if the file ends before the tensor does, or does not contain it. */
function readTensor(
  file: OpenFile,
  name: string,
  tensor: { readonly at: number; readonly shape: readonly number[] } | undefined,
): Float32Array<ArrayBuffer> {
  if (!tensor) throw new ModelFileError('damaged', `It has no ${name}`);
  const size = tensor.shape.reduce((product, n) => product * n, 1);
  const bytes = file.read(tensor.at, 4 * size);
  if (bytes.length !== 4 * size) throw new ModelFileError('damaged', `${name} is cut off`);
  return new Float32Array(
    bytes.byteOffset % 4 === 0 ? bytes.buffer : bytes.slice().buffer,
    bytes.byteOffset % 4 === 0 ? bytes.byteOffset : 0,
    size,
  );
}

/** Rejects with a `ModelFileError` if it is none of the lab's networks, or a shard is missing. */
export async function tfjsFile(
  entries: ReadonlyMap<string, Entry>,
  json: Entry,
  { guess }: ImportOptions,
): Promise<TfjsFile> {
  const parsed = schema.safeParse(await jsonOf(json));
  if (!parsed.success) throw new ModelFileError('not-a-model', complaints(parsed.error));
  const { modelTopology, weightsManifest, generatedBy } = parsed.data;
  const { input, layers, differences } = parseModelConfig(modelTopology.model_config ?? modelTopology);
  const recognised = recogniseLayers(input, layers, guess);
  mustBeOurs(recognised.choice, [...differences, ...recognised.differences]);
  const network = networkFor(recognised.choice);
  const tensors = tensorsOf(weightsManifest.flatMap(({ weights }) => weights));
  // The layers are in the same order, whatever their names.
  const theirs = new Map(network.layers.map(({ name }, i) => [name, layers[i]?.name ?? name]));
  const theirName = (name: string): string => name.replace(/^[^/]+/, (layer) => theirs.get(layer) ?? layer);
  const names = new Map(weightsOf(network).map(({ name }) => [theirName(name), name]));
  const byName = new Map([...tensors].map(([name, tensor]) => [names.get(name) ?? name, tensor]));
  mustBeOurs(recognised.choice, tensorDifferences(network, byName));
  const named = weightsManifest.flatMap(({ paths }) => paths);
  if (named.length > maxEntries)
    throw new ModelFileError('not-a-model', `Its model.json names ${named.length} files`);
  const shards = named.map((path) => {
    const shard = entries.get(path.slice(path.lastIndexOf('/') + 1));
    if (!shard) throw new ModelFileError('missing-shard', path.slice(0, 200));
    return shard;
  });
  const presentBytes = shards.reduce((sum, { size }) => sum + size, 0);
  const neededBytes = weightsManifest
    .flatMap(({ weights }) => weights)
    .reduce((sum, weight) => sum + bytesOf(weight), 0);
  if (presentBytes !== neededBytes)
    throw new ModelFileError('damaged', `Its shards have ${presentBytes} bytes, not ${neededBytes}`);
  return {
    shards,
    modelIn: (file) => ({
      format: 'tfjs',
      writer: generatedBy ?? 'TensorFlow.js',
      network,
      experiment: { ...guess, ...recognised.choice },
      iterations: 0,
      learningRate: null,
      slots: false,
      record: null,
      notes: ignoredSettings(layers).map((setting) => ({ kind: 'ignored-setting', ...setting })),
      async read(name, advance) {
        const values = readTensor(file, name, byName.get(name.replace(/^weight\//, '')));
        for await (const piece of pieces(values, advance)) void piece;
        return values;
      },
    }),
  };
}
