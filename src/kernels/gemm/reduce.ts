/** Adds the parts of a split K in order: no atomics, and the same bits each time. Engine side. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, dispatch, type Gpu } from '../gpu';
import { defineProgram, forEach, grid, type Program } from '../wgsl';
import { reluOf, type Epilogue } from './terms';

/** Adds `parts` × `size` elements, part by part; then the bias of the column, then max(0, ·). */
function sumProgram(vector: boolean, epilogue: Epilogue): Program {
  const type = vector ? 'vec4<f32>' : 'f32';
  const bias = epilogue === 'none' ? '' : '  sum += bias[i % params.columns];';
  const relu = epilogue === 'bias-relu' ? `  sum = ${reluOf('sum', vector)};` : '';
  return defineProgram(`sumParts,${vector},${epilogue}`, {
    buffers: {
      parts: `read ${type}`,
      ...(epilogue === 'none' ? {} : { bias: `read ${type}` as const }),
      total: `write ${type}`,
    },
    params: { size: 'u32', parts: 'u32', columns: 'u32' },
    body: () =>
      forEach(
        'params.size',
        `
  var sum = parts[i];
  for (var part = 1u; part < params.parts; part++) { sum += parts[part * params.size + i]; }
${bias}
${relu}
  total[i] = sum;`,
      ),
  });
}

interface Finish {
  readonly bias?: TensorInfo | undefined;
  readonly epilogue: Epilogue;
}

/**
 * Sums `partial` [parts, …] into a new tensor of `shape`, whose last axis is the bias's. Takes one
 * dispatch.
 */
export function sumParts(
  gpu: Gpu,
  partial: TensorInfo,
  parts: number,
  shape: number[],
  { bias, epilogue }: Finish,
): TensorInfo {
  const total = allocate(gpu, shape);
  const elements = shape.reduce((a, b) => a * b, 1);
  const columns = shape.at(-1) ?? 1;
  const vector = columns % 4 === 0;
  const size = vector ? elements / 4 : elements;
  dispatch(gpu, {
    program: sumProgram(vector, epilogue),
    bindings: [partial, ...(epilogue !== 'none' && bias ? [bias] : []), total],
    params: { size, parts, columns: vector ? columns / 4 : columns },
    workgroups: grid(size),
  });
  return total;
}
