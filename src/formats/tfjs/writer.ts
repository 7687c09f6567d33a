/**
 * Writes a tfjs layers model: `model.json` and its weights in shards, in one zip. Refuses networks
 * with groups or local response normalisation, because tfjs-layers has no such layers.
 * Source: tfjs-layers/src/models.ts, `loadLayersModelFromIOHandler`; tfjs-core/src/io/types.ts,
 * `ModelJSON`.
 */
import { foreignToTfjs, kerasClass, layerArguments, type NamedLayer, type NetworkSpec } from '../../network';
import { kerasVersion } from '../keras/configWriter';
import { bytesOf, pieces, valuesOf, weightEntries, type Advance, type ExportedModel } from '../exportedModel';
import type { ZipWriter } from '../zip/writer';

/** Most bytes of a shard: browsers cache files of this size. */
export const maxShardBytes = 4_000_000;

/** A layer's configuration, without what tfjs-layers' classes do not know. */
function layerConfig(layer: NamedLayer, first: boolean, { input }: NetworkSpec): object {
  const { groups: _, ...config } = { groups: 1, ...layerArguments(layer) };
  const shape = first ? { batch_input_shape: [null, ...input] } : {};
  return {
    class_name: kerasClass[layer.kind],
    config: { name: layer.name, trainable: true, dtype: 'float32', ...shape, ...config },
  };
}

const number = (n: number): string => String(n).padStart(3, '0');
const shardName = (i: number, shards: number): string => `weights-${number(i + 1)}of${number(shards)}.bin`;

function modelJson(model: ExportedModel, shards: number): Uint8Array<ArrayBuffer> {
  const { network } = model;
  const layers = network.layers.map((layer, i) => layerConfig(layer, i === 0, network));
  const topology = {
    keras_version: kerasVersion,
    backend: 'tensorflow',
    model_config: { class_name: 'Sequential', config: { name: 'sequential', layers } },
  };
  const weights = weightEntries(model).map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  const paths = Array.from({ length: shards }, (_, i) => shardName(i, shards));
  return new TextEncoder().encode(
    JSON.stringify({
      format: 'layers-model',
      generatedBy: 'AlexNet Lab',
      convertedBy: null,
      modelTopology: topology,
      weightsManifest: [{ paths, weights }],
    }),
  );
}

/** The bytes of all weights in order, cut into pieces that end where a shard does. */
async function* cut(model: ExportedModel, advance: Advance): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let shardBytesLeft = maxShardBytes;
  for (const entry of weightEntries(model))
    for await (let piece of pieces(await valuesOf(model, entry), advance))
      while (piece.length > 0) {
        const part = piece.subarray(0, shardBytesLeft);
        yield part;
        piece = piece.subarray(part.length);
        shardBytesLeft = shardBytesLeft === part.length ? maxShardBytes : shardBytesLeft - part.length;
      }
}

/** The next pieces that together are `bytes` long. */
async function* shard(
  source: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  bytes: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let left = bytes; left > 0;) {
    const next = await source.next();
    if (next.done) throw new RangeError('The weights have fewer bytes than their shapes');
    left -= next.value.length;
    yield next.value;
  }
}

/**
 * Writes `model.json` and the shards. Throws a RangeError that names the layer for which
 * tfjs-layers has no class.
 */
export async function writeTfjsLayers(zip: ZipWriter, model: ExportedModel, advance: Advance): Promise<void> {
  const foreign = foreignToTfjs(model.network);
  if (foreign !== null) throw new RangeError(`tfjs-layers has no layer as ${foreign}`);
  const total = weightEntries(model).reduce((sum, entry) => sum + bytesOf(entry), 0);
  const shards = Math.ceil(total / maxShardBytes);
  await zip.add('model.json', modelJson(model, shards));
  const source = cut(model, advance);
  for (let i = 0; i < shards; i++)
    await zip.add(shardName(i, shards), shard(source, Math.min(maxShardBytes, total - i * maxShardBytes)));
  // No bytes are left; this reports the last piece to `advance`.
  await source.next();
}
