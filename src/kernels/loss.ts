/**
 * Softmax cross-entropy, its gradient, and the number of correct images, in one dispatch. tfjs
 * takes a dozen and a one-hot matrix (tfjs-core/src/ops/losses/softmax_cross_entropy.ts). Engine
 * side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gpuOf, hasKernel, runMany, type KernelFamily } from './family';
import { allocate, dispatch } from './gpu';
import { defineProgram, lane } from './wgsl';

const kernelName = 'TrainSoftmaxCrossEntropy';

/**
 * One workgroup; an invocation takes every `lane`-th row. For each row, loss = log Σ exp(z − top) +
 * top − z[label], so that no exponent is above 0; d loss / d z = (softmax(z) − onehot(label)) / B.
 * The invocations' sums are then added pairwise, always in the same order. A row that is not finite
 * is detected by its bits, and its NaN comes from outside: WGSL need not follow IEEE 754 there
 * (SwiftShader's exp of NaN is not NaN), and a loss that looks fine would let the run continue.
 */
const program = defineProgram('softmax-cross-entropy', {
  buffers: {
    logits: 'read f32',
    labels: 'read i32',
    loss: 'write f32',
    stats: 'write f32',
    gradient: 'write f32',
  },
  params: { rows: 'u32', classes: 'u32', nan: 'u32' },
  body: () => `
const exponent = 0x7f800000u; // its bits are all set in infinities and NaNs
var<workgroup> losses: array<f32, ${lane}>;
var<workgroup> rights: array<f32, ${lane}>;

@compute @workgroup_size(${lane})
fn main(@builtin(local_invocation_index) me: u32) {
  losses[me] = 0.0;
  rights[me] = 0.0;
  for (var row = me; row < params.rows; row += ${lane}u) {
    let start = row * params.classes;
    let end = start + params.classes;
    let wanted = start + u32(labels[row]);
    var best = start; // the first of the greatest
    var finite = true;
    for (var c = start; c < end; c++) {
      finite = finite && (bitcast<u32>(logits[c]) & exponent) != exponent;
      if (logits[c] > logits[best]) { best = c; }
    }
    let top = logits[best];
    var sum = 0.0;
    for (var c = start; c < end; c++) { sum += exp(logits[c] - top); }
    for (var c = start; c < end; c++) {
      gradient[c] = (exp(logits[c] - top) / sum - select(0.0, 1.0, c == wanted)) / f32(params.rows);
    }
    losses[me] += select(bitcast<f32>(params.nan), log(sum) + (top - logits[wanted]), finite);
    rights[me] += select(0.0, 1.0, best == wanted);
  }
  for (var half = ${lane / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (me < half) {
      losses[me] += losses[me + half];
      rights[me] += rights[me + half];
    }
  }
  if (me == 0u) {
    loss[0] = losses[0] / f32(params.rows);
    stats[0] = loss[0];
    stats[1] = rights[0];
  }
}`,
});

const kernelFunc: tf.KernelFunc = ({ inputs, backend }) => {
  const gpu = gpuOf(backend);
  const { logits, labels } = inputs as { logits: tf.TensorInfo; labels: tf.TensorInfo };
  const [rows = 0, classes = 0] = logits.shape;
  const outputs = [allocate(gpu, []), allocate(gpu, [2]), allocate(gpu, [rows, classes])];
  dispatch(gpu, {
    program,
    bindings: [logits, labels, ...outputs],
    params: { rows, classes, nan: 0x7fc0_0000 },
    workgroups: [1],
  });
  return outputs;
};

/**
 * Only the loss is differentiated: dLoss · d loss / d logits, which the forward pass has computed.
 */
const gradient: tf.GradConfig = {
  kernelName,
  outputsToSave: [false, false, true],
  gradFunc: (dy, saved) => {
    const dLoss = (dy as tf.Tensor[])[0];
    const dLogits = saved[0];
    if (!dLoss || !dLogits) throw new Error(`${kernelName} has three outputs`);
    return { logits: () => tf.mul(dLogits, dLoss) }; // [B, C]
  },
};

/** One-hot rows [B, classes] float32 of `labels` int32 [B]. */
export const oneHotRows = (labels: tf.Tensor1D, classes: number): tf.Tensor2D =>
  tf.cast<tf.Tensor2D>(tf.oneHot(labels, classes) as tf.Tensor2D, 'float32');

/** The same with tfjs's operations, which every backend has; also the reference. */
function stockLoss(logits: tf.Tensor2D, labels: tf.Tensor1D): LossOutput {
  const targets = oneHotRows(labels, logits.shape[1]); // [B, C]
  const loss = tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(targets, logits);
  const right = tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32'));
  return { loss, stats: tf.stack([loss, right]) as tf.Tensor1D };
}

export interface LossOutput {
  /** Mean cross-entropy in nats; the only output with a gradient. */
  readonly loss: tf.Scalar;
  /**
   * [2]: the loss again, and the number of rows whose greatest logit, the first among equals, is
   * the label's.
   */
  readonly stats: tf.Tensor1D;
}

/**
 * The loss of `logits` [B, C] float32 for `labels` [B] int32, each in 0 … C − 1. Stable for logits
 * of any finite size; the loss is NaN if one is not finite. Throws an Error if the shapes do not
 * match.
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): LossOutput {
  if (labels.dtype !== 'int32' || labels.shape[0] !== logits.shape[0]) {
    throw new Error(`${logits.shape[0]} rows of logits, but ${labels.shape[0]} labels of ${labels.dtype}`);
  }
  if (!hasKernel(kernelName)) return stockLoss(logits, labels);
  const [loss, stats] = runMany(kernelName, { logits, labels });
  return { loss: loss as tf.Scalar, stats: stats as tf.Tensor1D };
}

const probe = (): tf.NamedTensorMap =>
  tf.tidy(() => {
    const logits = tf.tensor2d(
      Array.from({ length: 70 }, (_, i) => Math.sin(i)),
      [7, 10],
    );
    const labels = tf.tensor1d([3, 0, 9, 5, 2, 7, 1], 'int32');
    const { loss, stats } = softmaxCrossEntropy(logits, labels);
    const half = (z: tf.Tensor2D): tf.Scalar => tf.mul(softmaxCrossEntropy(z, labels).loss, 0.5);
    return { loss, stats, gradient: tf.grad((z) => half(z as tf.Tensor2D))(logits) };
  });

export const lossFamily: KernelFamily = {
  id: 'loss',
  kernels: [{ kernelName, kernelFunc }],
  gradients: [gradient],
  probe,
};
