/**
 * Local response normalisation across channels, under tfjs's own kernel names:
 *
 *   norm_c = bias + alpha · Σ x_j²  over |j − c| ≤ r        y_c = x_c · norm_c^−beta
 *   dx_c   = dy_c · norm_c^−beta − 2 · alpha · beta · x_c · Σ dy_j · y_j / norm_j  over |j − c| ≤ r
 *
 * norm^−¾, the paper's power, is 1 / (√norm · √√norm), which is much cheaper than a general power.
 *
 * It goes pixel by pixel: what is summed lies in a line with r zeros before and after, so a
 * window's sum takes r + 1 + r loads.
 *
 * Source: Krizhevsky et al., 2012, § 3.3; tfjs-backend-cpu/src/kernels/{LRN,LRNGrad}.ts. Engine
 * side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { int, sequence, locals, type IntLocal, type Statement } from './assembler';
import { doWhile, f32, f32x4, fillZeros, forRange, i32, increase, v128, when } from './instructions';
import {
  defineKernel,
  multiplyAdd,
  runtimeOf,
  type KernelScope,
  type WasmFamily,
  type WasmKernel,
} from './kernel';
import { blockBytesOf, boundsOf, blockFields, each, Prologue, walk } from './loops';
import { vectorMath } from './math';

const fields = {
  ...blockFields,
  pixelBytes: 'i32',
  radiusBytes: 'i32',
  line: 'i32',
  lineBytes: 'i32',
  x: 'i32',
  y: 'i32',
  dy: 'i32',
  dx: 'i32',
  bias: 'f32',
  alpha: 'f32',
  beta: 'f32',
} as const;

const { add, mul, div, sqrt } = f32x4;

/** The code of a kernel that does something with each pixel of its block. */
function perPixel(
  scope: KernelScope<typeof fields>,
  prologue: Prologue,
  pixel: (parts: {
    /** The pixel's offset in every tensor. */
    readonly pixel: IntLocal;
    /** The offset of the current vector in a pixel. */
    readonly at: IntLocal;
    readonly pixelBytes: IntLocal;
    /** Two lines of the task: the addresses of the zeros before the first channel. */
    readonly lines: readonly [IntLocal, IntLocal];
  }) => readonly Statement[],
): Statement[] {
  const { declare, field, task } = scope;
  const [pixelBytes, lineBytes] = prologue.ints(field.pixelBytes, field.lineBytes);
  const line = prologue.int(i32.add(field.line, i32.mul(task, i32.shl(lineBytes, 1))));
  const lines = [line, prologue.int(i32.add(line, lineBytes))] as const;
  const { begin, end, set } = boundsOf(scope);
  const body = pixel({ pixel: begin, at: declare('i32'), pixelBytes, lines });
  return [
    ...prologue.statements,
    set,
    fillZeros(line, i32.shl(lineBytes, 1)),
    when(i32.ltS(begin, end), [doWhile([...body, increase(begin, pixelBytes)], i32.ltS(begin, end))]),
  ];
}

/** Which kernel: `roots` is for a beta of ¾. */
interface Kind {
  readonly backward: boolean;
  readonly roots: boolean;
}

const kernelOf = ({ backward, roots }: Kind): WasmKernel<typeof fields> =>
  defineKernel(`lrn${backward ? 'Gradient' : ''}${roots ? 'Roots' : ''}`, fields, (scope) => {
    const { declare, field, options } = scope;
    const prologue = new Prologue(declare);
    const [x, y, dy, dx] = prologue.ints(field.x, field.y, field.dy, field.dx);
    const [radius, window] = prologue.ints(field.radiusBytes, i32.shl(field.radiusBytes, 1));
    const [bias, alpha] = prologue.splats(field.bias, field.alpha);
    const exponent = prologue.splat(f32.mul(field.beta, f32.const(-1)));
    const slope = prologue.splat(f32.mul(f32.mul(field.alpha, field.beta), f32.const(-2)));
    const [sum, norm, value] = locals(declare, 'v128', 3);
    const [w, address] = locals(declare, 'i32', 2);
    const { power } = vectorMath(options, declare);
    /** norm ← norm^−beta: long code, except with `roots`. */
    const toPower = roots
      ? sequence([value.set(sqrt(norm)), norm.set(div(f32x4.splat(f32.const(1)), mul(value, sqrt(value))))])
      : power(norm, exponent);
    return perPixel(scope, prologue, ({ pixel, at, pixelBytes, lines: [squares, ratios] }) => {
      const of = (tensor: IntLocal, offset: number) => v128.load(i32.add(i32.add(tensor, pixel), at), offset);
      const over = (body: Parameters<typeof each>[0], long = false): Statement[] => [
        at.set(int(0)),
        ...walk(declare, at, pixelBytes, each(body), long),
      ];
      /** sum ← the sum of a line's window. */
      const windowSum = (line: IntLocal, offset: number): Statement =>
        sequence([
          address.set(i32.add(line, at)),
          sum.set(v128.load(address, offset)),
          forRange(w, 4, i32.add(window, 4), 4, [sum.set(add(sum, v128.load(i32.add(address, w), offset)))]),
        ]);
      const within = (line: IntLocal) => i32.add(i32.add(line, radius), at);
      const result = (tensor: IntLocal) => i32.add(i32.add(tensor, pixel), at);
      return [
        ...over(({ keep }, offset) => [
          value.set(keep(of(x, offset))),
          v128.store(within(squares), mul(value, value), offset),
        ]),
        ...over(
          ({ keep, store }, offset) => [
            windowSum(squares, offset),
            norm.set(multiplyAdd(options, alpha, sum, bias)),
            ...(backward
              ? [v128.store(within(ratios), keep(div(mul(of(dy, offset), of(y, offset)), norm)), offset)]
              : []),
            toPower,
            backward
              ? store(result(dx), mul(of(dy, offset), norm), offset)
              : store(result(y), mul(of(x, offset), norm), offset),
          ],
          !roots,
        ),
        ...(backward
          ? over(({ store }, offset) => [
              windowSum(ratios, offset),
              value.set(mul(of(x, offset), slope)),
              store(result(dx), multiplyAdd(options, value, sum, of(dx, offset)), offset),
            ])
          : []),
      ];
    });
  });

const kernelsOf = (pass: 'forward' | 'backward') => ({
  roots: kernelOf({ backward: pass === 'backward', roots: true }),
  any: kernelOf({ backward: pass === 'backward', roots: false }),
});
type Kernels = ReturnType<typeof kernelsOf>;
const lrn = kernelsOf('forward');
const lrnGradient = kernelsOf('backward');

interface Attributes {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * `names`: the tensors of the job besides the result, all [B, H, W, C]; the result has the name
 * `to`.
 */
const kernelFuncOf =
  (kernels: Kernels, names: readonly string[], to: 'y' | 'dx'): tf.KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const runtime = runtimeOf(backend);
    const { depthRadius, bias, alpha, beta } = attrs as unknown as Attributes;
    const { shape } = inputs['x'] as TensorInfo;
    const channels = shape.at(-1) ?? 1;
    const result = runtime.output(shape); // [B, H, W, C]
    const bytes = 4 * tf.util.sizeFromShape(shape);
    const pixelBytes = 4 * channels;
    const radiusBytes = 4 * depthRadius;
    const blockBytes = blockBytesOf(bytes, pixelBytes);
    const tasks = Math.ceil(bytes / blockBytes);
    // The last vector overhangs.
    const line = channels + 2 * depthRadius + 16;
    const lines = runtime.output([tasks, 2, line]);
    const parts = names.map((name) => [name, runtime.address(inputs[name] as TensorInfo)]);
    const addresses: Record<string, number> = Object.fromEntries(parts);
    const job = {
      bytes,
      blockBytes,
      pixelBytes,
      radiusBytes,
      line: runtime.address(lines),
      lineBytes: 4 * line,
      x: 0,
      y: 0,
      dy: 0,
      dx: 0,
      ...addresses,
      [to]: runtime.address(result),
      bias,
      alpha,
      beta,
    };
    runtime.run(beta === 0.75 ? kernels.roots : kernels.any, job, tasks);
    runtime.disposeData(lines.dataId);
    return result;
  };

export const lrnFamily: WasmFamily = {
  definitions: [lrn, lrnGradient].flatMap(({ roots, any }) => [roots, any]),
  kernels: [
    { kernelName: tf.LRN, kernelFunc: kernelFuncOf(lrn, ['x'], 'y') },
    { kernelName: tf.LRNGrad, kernelFunc: kernelFuncOf(lrnGradient, ['x', 'y', 'dy'], 'dx') },
  ],
};
