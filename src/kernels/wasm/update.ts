/**
 * An optimizer's update of one variable in place, a copy, and zeros: walks over memory. The rules
 * are those of `../update.ts`, operation by operation. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { locals, type Vector } from './assembler';
import { f32x4, i32, v128 } from './instructions';
import {
  defineKernel,
  joined,
  runtimeOf,
  type WasmFamily,
  type WasmKernel,
  type WasmRuntime,
} from './kernel';
import { blockFields, each, flat, Prologue, walkBlock } from './loops';

const { add, sub, mul, div, sqrt } = f32x4;

const sgd = defineKernel('sgd', { ...blockFields, g: 'i32', w: 'i32', lr: 'f32' }, (scope) => {
  const prologue = new Prologue(scope.declare);
  const g = prologue.int(scope.field.g);
  const w = prologue.int(scope.field.w);
  const lr = prologue.splat(scope.field.lr);
  const steps = walkBlock(scope, (at) =>
    each(({ store }, offset) => {
      const of = (address: typeof g): Vector => v128.load(i32.add(address, at), offset);
      return [store(i32.add(w, at), sub(of(w), mul(of(g), lr)), offset)];
    }),
  );
  return [...prologue.statements, ...steps];
});

const momentumFields = { ...blockFields, g: 'i32', w: 'i32', v: 'i32', lr: 'f32', mu: 'f32' } as const;
const momentum = defineKernel('momentum', momentumFields, (scope) => {
  const { declare, field } = scope;
  const prologue = new Prologue(declare);
  const [g, w, v] = prologue.ints(field.g, field.w, field.v);
  const [lr, mu] = prologue.splats(field.lr, field.mu);
  const velocity = declare('v128');
  const steps = walkBlock(scope, (at) =>
    each(({ store }, offset) => {
      const of = (address: typeof g): Vector => v128.load(i32.add(address, at), offset);
      return [
        velocity.set(sub(mul(of(v), mu), mul(of(g), lr))),
        store(i32.add(v, at), velocity, offset),
        store(i32.add(w, at), add(of(w), velocity), offset),
      ];
    }),
  );
  return [...prologue.statements, ...steps];
});

const adamFields = {
  ...blockFields,
  g: 'i32',
  w: 'i32',
  m: 'i32',
  v: 'i32',
  alpha: 'f32',
  rate1: 'f32',
  rate2: 'f32',
  epsilon: 'f32',
} as const;
const adam = defineKernel('adam', adamFields, (scope) => {
  const { declare, field } = scope;
  const prologue = new Prologue(declare);
  const [g, w, m, v] = prologue.ints(field.g, field.w, field.m, field.v);
  const [alpha, epsilon] = prologue.splats(field.alpha, field.epsilon);
  const [rate1, rate2] = prologue.splats(field.rate1, field.rate2);
  const [gradient, mean, square] = locals(declare, 'v128', 3);
  const steps = walkBlock(scope, (at) =>
    each(({ store }, offset) => {
      const of = (address: typeof g): Vector => v128.load(i32.add(address, at), offset);
      return [
        gradient.set(of(g)),
        mean.set(of(m)),
        mean.set(add(mean, mul(sub(gradient, mean), rate1))),
        square.set(of(v)),
        square.set(add(square, mul(sub(mul(gradient, gradient), square), rate2))),
        store(i32.add(m, at), mean, offset),
        store(i32.add(v, at), square, offset),
        store(i32.add(w, at), sub(of(w), div(mul(mean, alpha), add(sqrt(square), epsilon))), offset),
      ];
    }),
  );
  return [...prologue.statements, ...steps];
});

const copy = defineKernel('copy', { ...blockFields, x: 'i32', y: 'i32' }, (scope) => {
  const prologue = new Prologue(scope.declare);
  const [x, y] = prologue.ints(scope.field.x, scope.field.y);
  const steps = walkBlock(scope, (at) =>
    each(({ store }, offset) => [store(i32.add(y, at), v128.load(i32.add(x, at), offset), offset)]),
  );
  return [...prologue.statements, ...steps];
});

const zeros = defineKernel('zeros', { ...blockFields, x: 'i32' }, (scope) => {
  const prologue = new Prologue(scope.declare);
  const x = prologue.int(scope.field.x);
  const steps = walkBlock(scope, (at) =>
    each(({ store }, offset) => [store(i32.add(x, at), v128.zero, offset)]),
  );
  return [...prologue.statements, ...steps];
});

const sizeOf = ({ shape }: tf.TensorInfo): number => tf.util.sizeFromShape(shape);

/**
 * The kernel of a rule: inputs `loss`, `g`, `w` and the slots, all but the first of the same size;
 * no outputs.
 */
function ruleOf(
  kernelName: string,
  kernel: WasmKernel,
  slots: readonly string[],
): WasmFamily['kernels'][number] {
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
    const runtime = runtimeOf(backend);
    const { loss, g } = inputs as { loss: tf.TensorInfo; g: tf.TensorInfo };
    const tensors = ['g', 'w', ...slots].map((name) => [name, inputs[name] as tf.TensorInfo] as const);
    const size = sizeOf(g);
    if (tensors.some(([, tensor]) => sizeOf(tensor) !== size)) throw new Error(`${kernelName}: sizes differ`);
    if (!Number.isFinite(runtime.values(loss)[0])) return [];
    const addresses = Object.fromEntries(tensors.map(([name, tensor]) => [name, runtime.address(tensor)]));
    const { job, tasks } = flat(size);
    runtime.run(kernel, joined(attrs as unknown as Record<string, number>, addresses, job), tasks);
    return [];
  };
  return { kernelName, kernelFunc };
}

const copyOf = (runtime: WasmRuntime, x: tf.TensorInfo): tf.TensorInfo => {
  const y = runtime.output(x.shape, x.dtype === 'int32' ? 'int32' : 'float32');
  const { job, tasks } = flat(sizeOf(x));
  runtime.run(copy, joined(job, { x: runtime.address(x), y: runtime.address(y) }), tasks);
  return y;
};

const zerosOf = (runtime: WasmRuntime, shape: readonly number[]): tf.TensorInfo => {
  const x = runtime.output(shape);
  const { job, tasks } = flat(sizeOf(x));
  runtime.run(zeros, joined(job, { x: runtime.address(x) }), tasks);
  return x;
};

/** As in `../runs.ts`: `count` runs of `length` elements, `period` apart. */
const runsOf = (
  runtime: WasmRuntime,
  x: tf.TensorInfo,
  { count, period, length }: { readonly count: number; readonly period: number; readonly length: number },
): tf.TensorInfo => {
  const y = runtime.output([count * length]);
  const from = runtime.values(x);
  const to = runtime.values(y);
  for (let i = 0; i < count; i++) to.set(from.subarray(i * period, i * period + length), i * length);
  return y;
};

export const updateFamily: WasmFamily = {
  definitions: [sgd, momentum, adam, copy, zeros],
  kernels: [
    ruleOf('TrainSgd', sgd, []),
    ruleOf('TrainMomentum', momentum, ['v']),
    ruleOf('TrainAdam', adam, ['m', 'v']),
    {
      kernelName: 'TrainCopy',
      kernelFunc: ({ inputs, backend }) => copyOf(runtimeOf(backend), inputs['x'] as tf.TensorInfo),
    },
    {
      kernelName: 'TrainZeros',
      kernelFunc: ({ attrs, backend }) =>
        zerosOf(runtimeOf(backend), (attrs as unknown as { shape: number[] }).shape),
    },
    {
      kernelName: 'TrainCopyRuns',
      kernelFunc: ({ inputs, attrs, backend }) =>
        runsOf(
          runtimeOf(backend),
          inputs['x'] as tf.TensorInfo,
          attrs as unknown as Parameters<typeof runsOf>[2],
        ),
    },
  ],
};
