/**
 * An optimizer's update of one variable, in place: one dispatch, or one per window if a binding
 * cannot hold the variable. With tfjs's operations Adam takes 14 dispatches per variable, each with
 * a temporary of its size (tfjs-core/src/optimizers/adam_optimizer.ts). Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { gpuOf, hasKernel, run, runMany, type KernelFamily } from './family';
import { allocate, copyTensor, dispatch, assign } from './gpu';
import { runsKernel, sampleRuns } from './runs';
import { defineProgram, forEach, grid, type Params, type Program } from './wgsl';
import { partOf, windowsOf } from './windows';

/** A rule's kernel: its state besides w and g, its params, and what it does to element `i`. */
interface Rule {
  readonly kernelName: string;
  readonly slots: readonly string[];
  readonly params: readonly string[];
  readonly body: string;
}

/**
 * The rules are those of the fallbacks below in tfjs, operation by operation; buffers and params
 * are named as in the papers.
 */
const rules = {
  sgd: {
    kernelName: 'TrainSgd',
    slots: [],
    params: ['lr'],
    body: '  w[i] = w[i] - g[i] * params.lr;',
  },
  momentum: {
    kernelName: 'TrainMomentum',
    slots: ['v'],
    params: ['lr', 'mu'],
    body: `  let velocity = v[i] * params.mu - g[i] * params.lr;
  v[i] = velocity;
  w[i] = w[i] + velocity;`,
  },
  adam: {
    kernelName: 'TrainAdam',
    slots: ['m', 'v'],
    params: ['alpha', 'rate1', 'rate2', 'epsilon'],
    body: `  let gradient = g[i];
  let mean = m[i] + (gradient - m[i]) * params.rate1;
  let square = v[i] + (gradient * gradient - v[i]) * params.rate2;
  m[i] = mean;
  v[i] = square;
  w[i] = w[i] - mean * params.alpha / (sqrt(square) + params.epsilon);`,
  },
} as const satisfies Record<string, Rule>;

/** One invocation per four elements, or per element if the size is no multiple of four. */
function programOf({ kernelName, slots, params, body }: Rule, width: 1 | 4): Program {
  const element = width === 4 ? 'vec4<f32>' : 'f32';
  return defineProgram(`${kernelName}-${width}`, {
    buffers: {
      loss: 'read u32',
      g: `read ${element}`,
      w: `write ${element}`,
      ...Object.fromEntries(slots.map((slot) => [slot, `write ${element}` as const])),
    },
    params: { count: 'u32', ...Object.fromEntries(params.map((param) => [param, 'f32' as const])) },
    // Tests the bits: a compiler may assume that a float is finite.
    body: () => forEach('params.count', `  if ((loss[0] & 0x7f800000u) == 0x7f800000u) { return; }\n${body}`),
  });
}

/**
 * The kernel of a rule: inputs `loss`, `g`, `w` and the slots, all but the first of the same size;
 * no outputs.
 */
function kernelOf(rule: Rule): KernelFamily['kernels'][number] {
  const programs = { 1: programOf(rule, 1), 4: programOf(rule, 4) };
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
    const gpu = gpuOf(backend);
    const tensors = ['g', 'w', ...rule.slots].map((name) => inputs[name] as tf.TensorInfo);
    const [size = 0, ...others] = tensors.map(({ shape }) => tf.util.sizeFromShape(shape));
    if (others.some((other) => other !== size)) throw new Error(`${rule.kernelName}: sizes differ`);
    const width = size % 4 === 0 ? 4 : 1;
    const bytes = 4 * width;
    for (const window of windowsOf(gpu, size / width, [bytes])) {
      dispatch(gpu, {
        program: programs[width],
        bindings: [
          inputs['loss'] as tf.TensorInfo,
          ...tensors.map((tensor) => partOf(tensor, window, bytes)),
        ],
        params: { ...(attrs as unknown as Params), count: window.count },
        workgroups: grid(window.count),
        constant: false,
      });
    }
    return [];
  };
  return { kernelName: rule.kernelName, kernelFunc };
}

/** Runs a rule's kernel. */
function runRule({ kernelName }: Rule, tensors: tf.NamedTensorMap, params: Params, loss?: tf.Scalar): void {
  const lossOrZero = loss ?? tf.scalar(0);
  runMany(kernelName, { loss: lossOrZero, ...tensors }, params);
  if (!loss) lossOrZero.dispose();
}

/** `variable.assign(next)`, unless the loss is not finite. */
const assignIf = (loss: tf.Scalar | undefined, variable: tf.Variable, next: tf.Tensor): void =>
  assign(variable, loss ? tf.where(tf.isFinite(loss), next, variable) : next);

/**
 * w ← w − η g. `g` has w's shape and still belongs to the caller; this holds for all updates. If
 * `loss`, whose gradient `g` is, is given and not finite, nothing changes, so that the weights that
 * gave such a loss can be inspected. While tfjs only compiles (`compileAhead` of gpu.ts) nothing
 * changes either. Throws an Error if sizes differ.
 */
export function sgdUpdate(w: tf.Variable, g: tf.Tensor, learningRate: number, loss?: tf.Scalar): void {
  if (hasKernel(rules.sgd.kernelName)) runRule(rules.sgd, { g, w }, { lr: learningRate }, loss);
  else tf.tidy(() => assignIf(loss, w, tf.sub(w, tf.mul(g, learningRate))));
}

/** v ← μ v − η g; w ← w + v. Source: keras/src/optimizers/sgd.py, without nesterov. */
export function momentumUpdate(
  w: tf.Variable,
  g: tf.Tensor,
  v: tf.Variable,
  { learningRate, momentum }: { readonly learningRate: number; readonly momentum: number },
  loss?: tf.Scalar,
): void {
  if (hasKernel(rules.momentum.kernelName)) {
    runRule(rules.momentum, { g, w, v }, { lr: learningRate, mu: momentum }, loss);
    return;
  }
  tf.tidy(() => {
    const velocity = tf.sub(tf.mul(v, momentum), tf.mul(g, learningRate));
    assignIf(loss, v, velocity);
    assignIf(loss, w, tf.add(w, velocity));
  });
}

/** Adam's constants for one update. */
export interface AdamRates {
  /** η √(1 − β₂ᵗ) / (1 − β₁ᵗ). */
  readonly alpha: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α m / (√v + ε).
 * Source: Kingma and Ba, "Adam", 2015, end of § 2; keras/src/optimizers/adam.py.
 */
export function adamUpdate(
  w: tf.Variable,
  g: tf.Tensor,
  { m, v }: { readonly m: tf.Variable; readonly v: tf.Variable },
  { alpha, beta1, beta2, epsilon }: AdamRates,
  loss?: tf.Scalar,
): void {
  const rate1 = 1 - beta1;
  const rate2 = 1 - beta2;
  if (hasKernel(rules.adam.kernelName)) {
    runRule(rules.adam, { g, w, m, v }, { alpha, rate1, rate2, epsilon }, loss);
    return;
  }
  tf.tidy(() => {
    const mean = tf.add(m, tf.mul(tf.sub(g, m), rate1));
    const square = tf.add(v, tf.mul(tf.sub(tf.square(g), v), rate2));
    assignIf(loss, m, mean);
    assignIf(loss, v, square);
    assignIf(loss, w, tf.sub(w, tf.div(tf.mul(mean, alpha), tf.add(tf.sqrt(square), epsilon))));
  });
}

const copyName = 'TrainCopy';
const copyKernel: KernelFamily['kernels'][number] = {
  kernelName: copyName,
  kernelFunc: ({ inputs, backend }) => copyTensor(gpuOf(backend), inputs['x'] as tf.TensorInfo),
};

/**
 * Copies by value: a `clone` shares its buffer with the tensor, and would see its updates in place.
 * Has no gradient.
 */
export const copyOf = <T extends tf.Tensor>(tensor: T): T =>
  hasKernel(copyName) ? run<T>(copyName, { x: tensor }) : tf.add<T>(tensor, 0);

const zerosName = 'TrainZeros';
const zerosPrograms = {
  1: defineProgram('zeros-1', {
    buffers: { x: 'write f32' },
    params: { count: 'u32' },
    body: () => forEach('params.count', '  x[i] = 0.0;'),
  }),
  4: defineProgram('zeros-4', {
    buffers: { x: 'write vec4<f32>' },
    params: { count: 'u32' },
    body: () => forEach('params.count', '  x[i] = vec4(0.0);'),
  }),
};
const zerosKernel: KernelFamily['kernels'][number] = {
  kernelName: zerosName,
  kernelFunc: ({ attrs, backend }) => {
    const gpu = gpuOf(backend);
    const { shape } = attrs as unknown as { shape: number[] };
    const x = allocate(gpu, shape);
    const size = tf.util.sizeFromShape(shape);
    const width = size % 4 === 0 ? 4 : 1;
    const bytes = 4 * width;
    for (const window of windowsOf(gpu, size / width, [bytes])) {
      dispatch(gpu, {
        program: zerosPrograms[width],
        bindings: [partOf(x, window, bytes)],
        params: { count: window.count },
        workgroups: grid(window.count),
      });
    }
    return x;
  },
};

/**
 * Zeros, created on the device: `tf.zeros` creates them on the CPU and uploads them, 300 MB for
 * Adam's state of AlexNet's first dense layer.
 */
export const zerosOf = (shape: number[]): tf.Tensor =>
  hasKernel(zerosName) ? run(zerosName, {}, { shape }) : tf.zeros(shape);

/**
 * Two updates of each kind, of a variable of odd size and of one for vec4, and one update that must
 * not happen.
 */
function probe(): tf.NamedTensorMap {
  const tensors: tf.NamedTensorMap = {};
  for (const size of [77, 256]) {
    const variables = Array.from({ length: 6 }, (_, i) =>
      tf.tidy(() => tf.variable(i < 3 ? tf.linspace(-1, 1, size) : zerosOf([size]))),
    );
    const [a, b, c, velocity, m, v] = variables as [tf.Variable, tf.Variable, tf.Variable, ...tf.Variable[]];
    if (!velocity || !m || !v) throw new Error('The probe has six variables');
    // The same numbers on every backend, none near 0: Adam divides by a gradient's own size, and so
    // would amplify rounding.
    const g = tf.tensor1d(Array.from({ length: size }, (_, i) => 2 - (3 * (i + 0.5)) / size));
    const loss = tf.scalar(2);
    const lost = tf.scalar(Number.NaN);
    for (const [t, of] of [loss, lost, loss].entries()) {
      sgdUpdate(a, g, 0.1, of);
      momentumUpdate(b, g, velocity, { learningRate: 0.1, momentum: 0.9 }, of);
      adamUpdate(c, g, { m, v }, { alpha: 0.01 * (t + 1), beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }, of);
    }
    Object.entries({ sgd: a, momentum: b, adam: c, velocity, m, v }).forEach(([name, variable]) => {
      tensors[`${name}-${size}`] = copyOf<tf.Tensor>(variable);
    });
    tensors[`runs-${size}`] = sampleRuns(g, 64);
    tf.dispose([g, loss, lost, ...variables]);
  }
  return tensors;
}

export const updateFamily: KernelFamily = {
  id: 'update',
  kernels: [...Object.values(rules).map(kernelOf), copyKernel, zerosKernel, runsKernel],
  gradients: [],
  probe,
};
