/**
 * A tfjs layers model is read: `model.json` with its shards. Its weights are found by their layers' names.
 * Source: tfjs-core/src/io/types.ts, `ModelJSON`; tfjs-layers/src/models.ts.
 */
import { z } from 'zod';
import { ignoredSettings, networkFor, recogniseLayers, tensorDifferences, weightsOf, type ForeignTensor } from '../../network'; // prettier-ignore
import { pieces } from '../export/model';
import { complaints, list } from '../format';
import type { OpenFile } from '../files';
import { jsonOf, mostEntries, type Entry } from './entries';
import { mustBeOurs } from './kerasFile';
import { parseModelConfig } from './kerasConfig';
import type { ImportedModel, ImportOptions } from './model';
import { ModelFileError } from './problem';

const count = z.number().int().min(0);
const weightSchema = z.object({
  name: z.string().max(400),
  shape: list(count, 6),
  dtype: z.string().max(20),
  quantization: z.unknown().optional(),
});
const schema = z.object({
  generatedBy: z.string().max(100).nullish(),
  // The converter puts the configuration one level deeper than `model.save` does.
  modelTopology: z.looseObject({ model_config: z.unknown().optional() }),
  weightsManifest: list(z.object({ paths: list(z.string(), 2_000), weights: list(weightSchema, 1_000) }), 1_000),
}); // prettier-ignore

type Weight = z.infer<typeof weightSchema>;
interface Placed extends ForeignTensor {
  /** Bytes from the beginning of the first shard. */
  readonly at: number;
}

const bytesOf = ({ shape, dtype }: Pick<Weight, 'shape' | 'dtype'>): number =>
  shape.reduce((size, n) => size * n, 1) * (/^(int|float)32$/.test(dtype) ? 4 : 1);

/** Where each weight lies, by `layer/weight`: programs put other names before these, or a number behind the layer's scope. */
function placesOf(weights: readonly Weight[]): Map<string, Placed> {
  let at = 0;
  return new Map(
    weights.map((weight) => {
      const { name, shape, quantization } = weight;
      const place = { at, shape, dtype: quantization === undefined ? weight.dtype : `${weight.dtype} (quantized)` };
      at += bytesOf(weight);
      return [name.split('/').slice(-2).join('/'), place];
    }),
  );
} // prettier-ignore

export interface TfjsFile {
  /** Of the weights, in their order. */
  readonly shards: readonly Entry[];
  /** The model, once the shards stand in a file one after the other. Throws a `ModelFileError`. */
  modelIn(file: OpenFile): ImportedModel;
}

/** Rejects with a `ModelFileError` where it is none of the lab's networks, or a shard is missing. */
export async function tfjsFile(entries: ReadonlyMap<string, Entry>, json: Entry, { guess }: ImportOptions): Promise<TfjsFile> {
  const parsed = schema.safeParse(await jsonOf(json));
  if (!parsed.success) throw new ModelFileError('not-a-model', complaints(parsed.error));
  const { modelTopology, weightsManifest, generatedBy } = parsed.data;
  const { input, layers, differences } = parseModelConfig(modelTopology.model_config ?? modelTopology);
  const recognised = recogniseLayers(input, layers, guess);
  mustBeOurs(recognised.choice, [...differences, ...recognised.differences]);
  const network = networkFor(recognised.choice);
  const places = placesOf(weightsManifest.flatMap(({ weights }) => weights));
  // Layers stand in the same order, whatever they are called.
  const theirs = new Map(network.layers.map(({ name }, i) => [name, layers[i]?.name ?? name]));
  const nameThere = (name: string): string => name.replace(/^[^/]+/, (layer) => theirs.get(layer) ?? layer);
  const names = new Map(weightsOf(network).map(({ name }) => [nameThere(name), name]));
  const found = new Map([...places].map(([name, place]) => [names.get(name) ?? name, place]));
  mustBeOurs(recognised.choice, tensorDifferences(network, found));
  const named = weightsManifest.flatMap(({ paths }) => paths);
  if (named.length > mostEntries)
    throw new ModelFileError('not-a-model', `Its model.json names ${named.length} files`);
  const shards = named.map((path) => {
    const shard = entries.get(path.slice(path.lastIndexOf('/') + 1));
    if (!shard) throw new ModelFileError('missing-shard', path.slice(0, 200));
    return shard;
  });
  const [there, needed] = [
    shards.reduce((sum, { size }) => sum + size, 0),
    weightsManifest.flatMap(({ weights }) => weights).reduce((sum, weight) => sum + bytesOf(weight), 0),
  ];
  if (there !== needed) throw new ModelFileError('damaged', `Its shards have ${there} bytes, not ${needed}`);
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
        const place = found.get(name.replace(/^weight\//, ''));
        if (!place) throw new ModelFileError('damaged', `It has no ${name}`);
        const size = place.shape.reduce((product, n) => product * n, 1);
        const bytes = file.read(place.at, 4 * size);
        if (bytes.length !== 4 * size) throw new ModelFileError('damaged', `${name} is cut off`);
        const values = new Float32Array(bytes.byteOffset % 4 === 0 ? bytes.buffer : bytes.slice().buffer, bytes.byteOffset % 4 === 0 ? bytes.byteOffset : 0, size);
        for await (const piece of pieces(values, advance)) void piece;
        return values;
      },
    }),
  };
} // prettier-ignore
