/**
 * Local response normalisation across channels, under tfjs's own kernel names:
 *
 *   norm_c = bias + alpha · Σ x_j²  over |j − c| ≤ r        y_c = x_c · norm_c^−beta
 *   dx_c   = dy_c · norm_c^−beta − 2 · alpha · beta · x_c · Σ dy_j · y_j / norm_j  over |j − c| ≤ r
 *
 * norm^−¾, the paper's, is 1 / (√norm · √√norm), much less than a power of any exponent takes.
 *
 * Pixel by pixel: what is summed lies in a line with r zeros before and after, so that a window's sum is r + 1 + r loads.
 *
 * Source: Krizhevsky et al., 2012, § 3.3; tfjs-backend-cpu/src/kernels/{LRN,LRNGrad}.ts. Engine side.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { int, sequence, type IntLocal, type Statement } from './assembler';
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
  ...blockFields, pixelBytes: 'i32', radiusBytes: 'i32', line: 'i32', lineBytes: 'i32',
  x: 'i32', y: 'i32', dy: 'i32', dx: 'i32', bias: 'f32', alpha: 'f32', beta: 'f32',
} as const; // prettier-ignore

const { add, mul, div, sqrt } = f32x4;

/** A kernel that does something with each pixel of its block. */
function perPixel(
  scope: KernelScope<typeof fields>,
  held: Prologue,
  pixel: (given: {
    /** The pixel's offset in every tensor. */
    readonly pixel: IntLocal;
    /** The offset of the vector at hand in a pixel. */
    readonly at: IntLocal;
    readonly pixelBytes: IntLocal;
    /** Two lines of the task: the addresses of the zeros before the first channel. */
    readonly lines: readonly [IntLocal, IntLocal];
  }) => readonly Statement[],
): Statement[] {
  const { declare, field, task } = scope;
  const [pixelBytes, lineBytes] = [held.int(field.pixelBytes), held.int(field.lineBytes)];
  const line = held.int(i32.add(field.line, i32.mul(task, i32.shl(lineBytes, 1))));
  const lines = [line, held.int(i32.add(line, lineBytes))] as const;
  const { begin, end, set } = boundsOf(scope);
  const body = pixel({ pixel: begin, at: declare('i32'), pixelBytes, lines });
  return [
    ...held.statements,
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
    const held = new Prologue(declare);
    const [x, y, dy, dx] = [held.int(field.x), held.int(field.y), held.int(field.dy), held.int(field.dx)];
    const [radius, window] = [held.int(field.radiusBytes), held.int(i32.shl(field.radiusBytes, 1))];
    const [bias, alpha] = [held.splat(field.bias), held.splat(field.alpha)];
    const exponent = held.splat(f32.mul(field.beta, f32.const(-1)));
    const slope = held.splat(f32.mul(f32.mul(field.alpha, field.beta), f32.const(-2)));
    const [sum, norm, value] = [declare('v128'), declare('v128'), declare('v128')];
    const [w, address] = [declare('i32'), declare('i32')];
    const { power } = vectorMath(options, declare);
    /** norm ← norm^−beta: long code, but for roots. */
    const toPower = roots
      ? sequence([value.set(sqrt(norm)), norm.set(div(f32x4.splat(f32.const(1)), mul(value, sqrt(value))))])
      : power(norm, exponent);
    return perPixel(scope, held, ({ pixel, at, pixelBytes, lines: [squares, ratios] }) => {
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

const kernelsOf = (backward: boolean) => ({
  roots: kernelOf({ backward, roots: true }),
  any: kernelOf({ backward, roots: false }),
});
type Kernels = ReturnType<typeof kernelsOf>;
const [lrn, lrnGradient] = [kernelsOf(false), kernelsOf(true)];

interface Attributes {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/** `names`: the tensors of the job besides the result, all [B, H, W, C]; the result has the name `to`. */
const kernelFuncOf =
  (kernels: Kernels, names: readonly string[], to: 'y' | 'dx'): tf.KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const runtime = runtimeOf(backend);
    const { depthRadius, bias, alpha, beta } = attrs as unknown as Attributes;
    const { shape } = inputs['x'] as TensorInfo;
    const channels = shape.at(-1) ?? 1;
    const result = runtime.output(shape); // [B, H, W, C]
    const [bytes, pixelBytes, radiusBytes] = [
      4 * tf.util.sizeFromShape(shape),
      4 * channels,
      4 * depthRadius,
    ];
    const blockBytes = blockBytesOf(bytes, pixelBytes);
    const tasks = Math.ceil(bytes / blockBytes);
    // The last vector overhangs.
    const line = channels + 2 * depthRadius + 16;
    const lines = runtime.output([tasks, 2, line]);
    const given = names.map((name) => [name, runtime.address(inputs[name] as TensorInfo)]);
    const addresses: Record<string, number> = Object.fromEntries(given);
    const job = {
      bytes, blockBytes, pixelBytes, radiusBytes, line: runtime.address(lines), lineBytes: 4 * line,
      x: 0, y: 0, dy: 0, dx: 0, ...addresses, [to]: runtime.address(result), bias, alpha, beta,
    }; // prettier-ignore
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
