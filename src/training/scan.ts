/**
 * Finds where values stop being finite when a loss or a weight is NaN or infinite. A step whose
 * loss is not finite changes no weight (`optimizer`), so the weights that produced it can be
 * searched, and its batch can be sent through them layer by layer. Engine side; uses no worker
 * globals.
 */
import * as tf from '@tensorflow/tfjs-core';
import { notFinite } from '../kernels/finite';
import { networkInput } from './evaluate';
import type { Divergence, NotFiniteLocation, StepLog } from '../protocol/run';
import type { RunContext, Trainer } from './run';

/** A loss or a weight was NaN or infinite: the model can no longer be used. */
export class NotFiniteError extends Error {
  constructor(readonly divergence: Divergence) {
    const { step, loss, location } = divergence;
    const what =
      loss === null ? `A weight is not finite after step ${step}` : `The loss of step ${step} is ${loss}`;
    super(location ? `${what}; the first that is not finite: ${location.tensor}` : what);
    this.name = 'NotFiniteError';
  }
}

interface Part extends Pick<NotFiniteLocation, 'layer' | 'kind' | 'tensor'> {
  readonly values: tf.Tensor;
}

type Trained = Pick<Trainer, 'model'> & { readonly optimizer: Pick<Trainer['optimizer'], 'slots'> };

/**
 * All weights, moving statistics and slots, layer by layer in the order of the forward pass; a
 * weight comes before its slots.
 */
function partsOf({ model, optimizer }: Trained): Part[] {
  const slots = [...optimizer.slots];
  return model.net.layers.flatMap(({ name: layer, weights }) =>
    weights.flatMap((weight): Part[] => {
      const tensor = weight.originalName;
      const kind = weight.trainable ? 'weight' : 'moving';
      const weightSlots = slots.filter(([key]) => key.startsWith(`${tensor}/`));
      return [
        { layer, kind, tensor, values: weight.read() },
        ...weightSlots.map(([key, values]): Part => ({ layer, kind: 'slot', tensor: key, values })),
      ];
    }),
  );
}

/** The first weight, moving statistic or slot that is not finite; null if all are. */
export async function scanWeights(trained: Trained): Promise<NotFiniteLocation | null> {
  const parts = partsOf(trained);
  const counts = await notFinite(parts.map(({ values }) => values));
  for (const [i, { values, ...location }] of parts.entries()) {
    const nonFinite = counts[i];
    if (nonFinite && nonFinite.nan + nonFinite.infinite > 0)
      return { ...location, values: values.size, ...nonFinite };
  }
  return null;
}

/**
 * The first layer whose output for these images in training mode is not finite; null if all are.
 * Changes the moving statistics.
 */
async function scanOutputs(
  { model }: Pick<Trainer, 'model'>,
  images: tf.Tensor4D,
): Promise<NotFiniteLocation | null> {
  let x: tf.Tensor = images.clone();
  try {
    for (const { name: layer } of model.network.layers) {
      const y = tf.tidy(() => model.net.getLayer(layer).apply(x, { training: true }) as tf.Tensor);
      x.dispose();
      x = y;
      const [nonFinite] = await notFinite([y]);
      if (nonFinite && nonFinite.nan + nonFinite.infinite > 0)
        return { layer, kind: 'output', tensor: layer, values: y.size, ...nonFinite };
    }
    return null;
  } finally {
    x.dispose();
  }
}

/**
 * The location in the earlier layer; in the same layer, a weight comes before the output that it
 * produces.
 */
function earlier(
  { model }: Pick<Trainer, 'model'>,
  a: NotFiniteLocation | null,
  b: NotFiniteLocation | null,
): NotFiniteLocation | null {
  if (!a || !b) return a ?? b;
  const at = ({ layer }: NotFiniteLocation): number =>
    model.network.layers.findIndex(({ name }) => name === layer);
  return at(b) < at(a) ? b : a;
}

/** Sends the batch of a step of the current epoch through the network as it is now. */
async function scanStep(
  { trainer, experiment, data }: RunContext,
  step: number,
): Promise<NotFiniteLocation | null> {
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

/**
 * The error to throw for a step of the current epoch whose loss is not finite. If a scan fails,
 * only its result is missing.
 */
export async function notFiniteAt(run: RunContext, { step, loss }: StepLog): Promise<NotFiniteError> {
  const weights = await scanWeights(run.trainer).catch(() => null);
  const outputs = await scanStep(run, step).catch(() => null);
  return new NotFiniteError({ step, loss, location: earlier(run.trainer, weights, outputs) });
}
