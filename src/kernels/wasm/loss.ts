/**
 * Softmax cross-entropy, its gradient, and the number of correct images, as in `../loss.ts`. A
 * batch has a few hundred logits, so it is plain TypeScript, in double precision. Engine side.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { runtimeOf, type WasmFamily } from './kernel';

interface Row {
  /** In nats; NaN where a logit is not finite. */
  readonly loss: number;
  /** Whether the first of the greatest logits is the label's. */
  readonly right: boolean;
}

/**
 * One image: loss = log Σ exp(z − top) + top − z[label], so that no exponent is above 0. Writes
 * d loss / d z = (softmax(z) − onehot(label)) / rows to `gradient`.
 */
function rowLoss(logits: ArrayLike<number>, label: number, rows: number, gradient: Float32Array): Row {
  const z = (c: number): number => logits[c] ?? Number.NaN;
  const classes = logits.length;
  let best = 0;
  let finite = true;
  for (let c = 0; c < classes; c++) {
    finite &&= Number.isFinite(z(c));
    if (z(c) > z(best)) best = c;
  }
  const top = z(best);
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += Math.exp(z(c) - top);
  for (let c = 0; c < classes; c++) gradient[c] = (Math.exp(z(c) - top) / sum - Number(c === label)) / rows;
  return { loss: finite ? Math.log(sum) + top - z(label) : Number.NaN, right: best === label };
}

/**
 * Inputs logits [B, C], labels [B]; outputs loss [], stats [2]: the loss and the number of correct
 * rows, gradient [B, C].
 */
const kernelFunc: tf.KernelFunc = ({ inputs, backend }) => {
  const runtime = runtimeOf(backend);
  const { logits, labels } = inputs as { logits: tf.TensorInfo; labels: tf.TensorInfo };
  const [rows = 0, classes = 0] = logits.shape;
  const outputs = [runtime.output([]), runtime.output([2]), runtime.output([rows, classes])] as const;
  const z = runtime.values(logits);
  const oneHot = runtime.values(labels);
  const [loss, stats, gradient] = outputs.map((output) => runtime.values(output)) as Float32Array[];
  let sum = 0;
  let right = 0;
  for (let row = 0; row < rows; row++) {
    const from = row * classes;
    const to = (row + 1) * classes;
    const part = gradient?.subarray(from, to) ?? new Float32Array();
    const one = rowLoss(z.subarray(from, to), oneHot[row] ?? 0, rows, part);
    sum += one.loss;
    right += Number(one.right);
  }
  loss?.set([sum / rows]);
  stats?.set([sum / rows, right]);
  return [...outputs];
};

export const lossFamily: WasmFamily = {
  definitions: [],
  kernels: [{ kernelName: 'TrainSoftmaxCrossEntropy', kernelFunc }],
};
