/**
 * When a loss or a weight is not finite any more: where that begins. A step whose loss is not finite changes no weight (`optimizer`), so
 * that the weights that gave it can be looked through, and its batch be sent through them layer by layer. Engine side; no worker globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { notFinite } from '../kernels/finite';
import { networkInput } from './evaluate';
import type { Divergence, NotFinitePlace, StepLog } from './logs';
import type { Run, Trainer } from './run';

/** A loss or a weight was NaN or infinite: the model is no longer of use. */
export class NotFiniteError extends Error {
  constructor(readonly divergence: Divergence) {
    const { step, loss, place } = divergence;
    const what = loss === null ? `A weight is not finite after step ${step}` : `The loss of step ${step} is ${loss}`;
    super(place ? `${what}; the first that is not finite: ${place.tensor}` : what);
    this.name = 'NotFiniteError';
  } // prettier-ignore
}

interface Part extends Pick<NotFinitePlace, 'layer' | 'kind' | 'tensor'> {
  readonly values: tf.Tensor;
}

type Trained = Pick<Trainer, 'model'> & { readonly optimizer: Pick<Trainer['optimizer'], 'slots'> };

/** All weights, moving statistics and slots, layer by layer in the order of the forward pass; a weight before its slots. */
function partsOf({ model, optimizer }: Trained): Part[] {
  const slots = [...optimizer.slots];
  return model.net.layers.flatMap(({ name: layer, weights }) =>
    weights.flatMap((weight): Part[] => {
      const tensor = weight.originalName;
      const kind = weight.trainable ? 'weight' : 'moving';
      const own = slots.filter(([key]) => key.startsWith(`${tensor}/`));
      return [
        { layer, kind, tensor, values: weight.read() },
        ...own.map(([key, values]): Part => ({ layer, kind: 'slot', tensor: key, values })),
      ];
    }),
  );
}

/** The first weight, moving statistic or slot that is not finite; null where all are. */
export async function scanWeights(trained: Trained): Promise<NotFinitePlace | null> {
  const parts = partsOf(trained);
  const counts = await notFinite(parts.map(({ values }) => values));
  for (const [i, { values, ...place }] of parts.entries()) {
    const found = counts[i];
    if (found && found.nan + found.infinite > 0) return { ...place, values: values.size, ...found };
  }
  return null;
}

/** The first layer whose output for these images is not finite, in training; null where all are. Moves moving statistics. */
async function scanOutputs({ model }: Pick<Trainer, 'model'>, images: tf.Tensor4D): Promise<NotFinitePlace | null> {
  let x: tf.Tensor = images.clone();
  try {
    for (const { name: layer } of model.network.layers) {
      const y = tf.tidy(() => model.net.getLayer(layer).apply(x, { training: true }) as tf.Tensor);
      x.dispose();
      x = y;
      const [found] = await notFinite([y]);
      if (found && found.nan + found.infinite > 0)
        return { layer, kind: 'output', tensor: layer, values: y.size, ...found };
    }
    return null;
  } finally {
    x.dispose();
  }
} // prettier-ignore

/** Places from an earlier layer first; of the same layer, a weight before an output, which it makes. */
function earlier({ model }: Pick<Trainer, 'model'>, a: NotFinitePlace | null, b: NotFinitePlace | null): NotFinitePlace | null {
  if (!a || !b) return a ?? b;
  const at = ({ layer }: NotFinitePlace): number => model.network.layers.findIndex(({ name }) => name === layer);
  return at(b) < at(a) ? b : a;
} // prettier-ignore

/** The batch of a step of the running epoch, through the network as it is now. */
async function scanStep({ trainer, experiment, data }: Run, step: number): Promise<NotFinitePlace | null> {
  const { model, cursor } = trainer;
  const before = cursor.steps - step;
  for await (const batch of data.train(cursor.epochs + 1, cursor.stepInEpoch - before - 1)) {
    model.clock.step = step - 1;
    const images = networkInput(model, batch, experiment.scale); // [B, side, side, 3]
    try {
      return await scanOutputs(trainer, images);
    } finally {
      images.dispose();
    }
  }
  return null;
}

/** What to throw for a step of the running epoch whose loss is not finite. Of a scan that fails, only its result is missing. */
export async function notFiniteAt(run: Run, { step, loss }: StepLog): Promise<NotFiniteError> {
  const weights = await scanWeights(run.trainer).catch(() => null);
  const outputs = await scanStep(run, step).catch(() => null);
  return new NotFiniteError({ step, loss, place: earlier(run.trainer, weights, outputs) });
}
