/**
 * Inspects the model between two steps: feature maps, Grad-CAM, distributions. Changes nothing and
 * leaves no tensor. Runs in the worker or in Node.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { gather, type Batch } from '../../dataset/batches';
import { classCount } from '../../lib/cifar10';
import type { Model } from '../../model/build';
import { spatialLayers } from '../../network';
import type { Distributions, FeatureMaps, Heat, HeatAsk, ImageAsk, MapsAsk } from '../../protocol/inspection';
import { networkInput } from '../../training/evaluate';
import { distributions } from '../../training/inspect/distributions';
import { featureMaps } from '../../training/inspect/featureMaps';
import { gradCam } from '../../training/inspect/gradCam';
import type { ReadyData } from '../core/data';
import { EngineFailure } from '../core/errors';
import type { InspectTarget } from '../core/trainState';
import { drawnBatch, setOf } from '../core/images';
export { filters } from './filters';

/** A card has no room for more maps, and nobody has the patience to look at them. */
const maxMaps = 64;

/**
 * Number of images for the distributions: enough to recognise a dead unit, and a quarter of a usual
 * step's work.
 */
const distributionImages = 16;

/**
 * One image as a batch. Throws `bad-command` if there is no such image, `data-not-ready` if its
 * sheet has not been loaded.
 */
export function imageOf({ store }: ReadyData, { split, index }: ImageAsk): Batch {
  const set = setOf(split);
  let sheet;
  try {
    sheet = store.sheetOf(set, index);
  } catch {
    throw new EngineFailure('bad-command', `CIFAR-10 has no ${set} image ${index}`);
  }
  if (!store.has(sheet.file))
    throw new EngineFailure('data-not-ready', `The ${set} image ${index} is not here yet`);
  return gather(store, set, Uint32Array.of(index));
}

/** Runs `use` on a batch's images in the form that the network takes. */
async function withNetworkInput<T>(
  { model, scale }: InspectTarget,
  batch: Batch,
  use: (images: tf.Tensor4D) => Promise<T>,
): Promise<T> {
  const images = networkInput(model, batch, scale); // [B, side, side, 3]
  try {
    return await use(images);
  } finally {
    images.dispose();
  }
}

/**
 * Throws unless the layer's output has height and width; null lets the inspection choose a layer
 * itself.
 */
function mustBeSpatial({ network }: Model, layer: string | null): void {
  if (layer !== null && !spatialLayers(network).some(({ name }) => name === layer))
    throw new EngineFailure('bad-command', `The network has no layer ${layer} with height and width`);
}

/** Rejects with `bad-command` and `data-not-ready`. */
export async function mapsOf(target: InspectTarget, ask: MapsAsk): Promise<FeatureMaps> {
  if (!Number.isInteger(ask.maxChannels) || ask.maxChannels < 1 || ask.maxChannels > maxMaps)
    throw new EngineFailure('bad-command', `${ask.maxChannels} maps; 1 to ${maxMaps} can be had`);
  mustBeSpatial(target.model, ask.layer);
  return withNetworkInput(target, imageOf(target.data, ask), (x) =>
    featureMaps(target.model, x, ask.layer, ask.maxChannels),
  );
}

/** Rejects with `bad-command` and `data-not-ready`. */
export async function heatOf(target: InspectTarget, ask: HeatAsk): Promise<Heat> {
  const { model, data } = target;
  mustBeSpatial(model, ask.layer);
  if (
    ask.classId !== null &&
    !(Number.isInteger(ask.classId) && ask.classId >= 0 && ask.classId < classCount)
  )
    throw new EngineFailure(
      'bad-command',
      `There is no class ${ask.classId}; the network knows ${classCount}`,
    );
  return withNetworkInput(target, imageOf(data, ask), (x) => gradCam(target.model, x, ask));
}

/** Uses the same images each time; rejects with `data-not-ready` if none has been loaded. */
export async function distributionsOf(target: InspectTarget): Promise<Distributions> {
  const { batch } = drawnBatch(target.data, { split: 'train', count: distributionImages, draw: 0 });
  if (batch.count === 0) throw new EngineFailure('data-not-ready', 'No training image is here yet');
  const layers = await withNetworkInput(target, batch, (x) => distributions(target.model, x, batch.labels));
  return { layers, images: batch.count, steps: target.steps };
}
