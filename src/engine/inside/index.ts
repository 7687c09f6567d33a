/** Looking into the model between two steps: feature maps, Grad-CAM, distributions. Nothing is changed, no tensor stays. Worker or Node. */
import type * as tf from '@tensorflow/tfjs-core';
import { gather, type Batch } from '../../dataset/batches';
import type { Experiment } from '../../experiment/schema';
import type { Model } from '../../model/build';
import type { Distributions, HeatAsk, ImageAsk, MapsAsk } from '../../protocol/inside';
import { networkInput } from '../../training/evaluate';
import { distributions } from '../../training/inside/distributions';
import { featureMaps } from '../../training/inside/featureMaps';
import { gradCam } from '../../training/inside/gradCam';
import type { FeatureMaps, Heat } from '../../training/logs';
import type { ReadyData } from '../data';
import { EngineFailure } from '../errors';
import { drawnBatch, setOf } from '../pictures';
export { filters } from './filters';

/** The model, as the session gives it. */
export interface Subject {
  readonly model: Model;
  readonly scale: Experiment['scale'];
  readonly steps: number;
}

/** A card has no room for more, and a person no patience. */
const mostMaps = 64;

/** Images that distributions are of: enough to tell a dead unit, and a quarter of a usual step's work. */
const distributionImages = 16;

/** One image as a batch. Throws `bad-command` where there is none of that index, `data-not-ready` where it has not come. */
function imageOf({ store }: ReadyData, { split, index }: ImageAsk): Batch {
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

/** `look` at a batch's images as the network takes them. A question that makes no sense is no failure of the device. */
async function lookAt<T>({ model, scale }: Subject, batch: Batch, look: (images: tf.Tensor4D) => Promise<T>): Promise<T> {
  const images = networkInput(model, batch, scale); // [B, side, side, 3]
  try {
    return await look(images);
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new EngineFailure('bad-command', thrown.message);
    throw thrown;
  } finally {
    images.dispose();
  }
} // prettier-ignore

/** Rejects with `bad-command` and `data-not-ready`. */
export async function mapsOf(data: ReadyData, subject: Subject, ask: MapsAsk): Promise<FeatureMaps> {
  if (!Number.isInteger(ask.most) || ask.most < 1 || ask.most > mostMaps)
    throw new EngineFailure('bad-command', `${ask.most} maps; 1 to ${mostMaps} can be had`);
  const image = imageOf(data, ask);
  return lookAt(subject, image, (x) => featureMaps(subject.model, x, ask.layer, ask.most));
}

/** Rejects with `bad-command` and `data-not-ready`. */
export async function heatOf(data: ReadyData, subject: Subject, ask: HeatAsk): Promise<Heat> {
  return lookAt(subject, imageOf(data, ask), (x) => gradCam(subject.model, x, ask));
}

/** On the same images each time; rejects with `data-not-ready` where none has come. */
export async function distributionsOf(data: ReadyData, subject: Subject): Promise<Distributions> {
  const { batch } = drawnBatch(data, { split: 'train', count: distributionImages, draw: 0 });
  if (batch.count === 0) throw new EngineFailure('data-not-ready', 'No training image is here yet');
  const layers = await lookAt(subject, batch, (x) => distributions(subject.model, x, batch.labels));
  return { layers, images: batch.count, steps: subject.steps };
}
