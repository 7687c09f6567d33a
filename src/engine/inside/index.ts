/** Looking into the model between two steps: feature maps, Grad-CAM, distributions. Nothing is changed, no tensor stays. Worker or Node. */
import type * as tf from '@tensorflow/tfjs-core';
import { gather, type Batch } from '../../dataset/batches';
import { classCount } from '../../dataset/cifar10';
import type { Model } from '../../model/build';
import { spatialLayers } from '../../network';
import type { Distributions, HeatAsk, ImageAsk, MapsAsk } from '../../protocol/inside';
import { networkInput } from '../../training/evaluate';
import { distributions } from '../../training/inside/distributions';
import { featureMaps } from '../../training/inside/featureMaps';
import { gradCam } from '../../training/inside/gradCam';
import type { FeatureMaps, Heat } from '../../training/logs';
import type { ReadyData } from '../data';
import { EngineFailure } from '../errors';
import type { Subject } from '../held';
import { drawnBatch, setOf } from '../pictures';
export { filters } from './filters';

/** A card has no room for more, and a person no patience. */
const mostMaps = 64;

/** Images that distributions are of: enough to tell a dead unit, and a quarter of a usual step's work. */
const distributionImages = 16;

/** One image as a batch. Throws `bad-command` where there is none of that index, `data-not-ready` where it has not come. */
export function imageOf({ store }: ReadyData, { split, index }: ImageAsk): Batch {
  const set = setOf(split);
  let sheet;
  try {
    sheet = store.sheetOf(set, index);
  } catch {
    throw new EngineFailure('bad-command', `CIFAR-10 has no ${set} image ${index}`);
  }
  if (!store.has(sheet.file)) throw new EngineFailure('data-not-ready', `The ${set} image ${index} is not here yet`);
  return gather(store, set, Uint32Array.of(index));
} // prettier-ignore

/** `look` at a batch's images as the network takes them. */
async function lookAt<T>({ model, scale }: Subject, batch: Batch, look: (images: tf.Tensor4D) => Promise<T>): Promise<T> {
  const images = networkInput(model, batch, scale); // [B, side, side, 3]
  try {
    return await look(images);
  } finally {
    images.dispose();
  }
} // prettier-ignore

/** A layer whose maps can be looked at; null: whichever the look takes by itself. */
function mustBeSpatial({ network }: Model, layer: string | null): void {
  if (layer !== null && !spatialLayers(network).some(({ name }) => name === layer))
    throw new EngineFailure('bad-command', `The network has no layer ${layer} with height and width`);
}

/** Rejects with `bad-command` and `data-not-ready`. */
export async function mapsOf(subject: Subject, ask: MapsAsk): Promise<FeatureMaps> {
  if (!Number.isInteger(ask.most) || ask.most < 1 || ask.most > mostMaps)
    throw new EngineFailure('bad-command', `${ask.most} maps; 1 to ${mostMaps} can be had`);
  mustBeSpatial(subject.model, ask.layer);
  return lookAt(subject, imageOf(subject.data, ask), (x) =>
    featureMaps(subject.model, x, ask.layer, ask.most),
  );
}

/** Rejects with `bad-command` and `data-not-ready`. */
export async function heatOf(subject: Subject, ask: HeatAsk): Promise<Heat> {
  const { model, data } = subject;
  mustBeSpatial(model, ask.layer);
  if (
    ask.classId !== null &&
    !(Number.isInteger(ask.classId) && ask.classId >= 0 && ask.classId < classCount)
  )
    throw new EngineFailure(
      'bad-command',
      `There is no class ${ask.classId}; the network knows ${classCount}`,
    );
  return lookAt(subject, imageOf(data, ask), (x) => gradCam(subject.model, x, ask));
}

/** On the same images each time; rejects with `data-not-ready` where none has come. */
export async function distributionsOf(subject: Subject): Promise<Distributions> {
  const { batch } = drawnBatch(subject.data, { split: 'train', count: distributionImages, draw: 0 });
  if (batch.count === 0) throw new EngineFailure('data-not-ready', 'No training image is here yet');
  const layers = await lookAt(subject, batch, (x) => distributions(subject.model, x, batch.labels));
  return { layers, images: batch.count, steps: subject.steps };
}
