/**
 * The first step of a layer's gradient: dL/dz, which is dL/dy where relu let it pass, and its sum
 * over all rows, dL/dbias. Engine side.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocate, dispatch, type Gpu } from '../gpu';
import { defineProgram, forEach, grid, type Program } from '../wgsl';
import { sumParts } from './reduce';

const params = { rows: 'u32', columns: 'u32', perBlock: 'u32', blocks: 'u32' } as const;

/**
 * One invocation takes one column (or four) of one block of rows; neighbouring invocations take
 * neighbouring columns.
 */
function program(vector: boolean, relu: boolean): Program {
  const type = vector ? 'vec4<f32>' : 'f32';
  const pass = relu
    ? `let g = select(${type}(), dy[at], y[at] > ${type}());
    dz[at] = g;`
    : 'let g = dy[at];';
  return defineProgram(`biasGradient,${vector},${relu}`, {
    buffers: {
      dy: `read ${type}`,
      ...(relu ? { y: `read ${type}` as const, dz: `write ${type}` as const } : {}),
      sums: `write ${type}`,
    },
    params,
    body: () =>
      forEach(
        'params.columns * params.blocks',
        `
  let first = i / params.columns * params.perBlock;
  var sum = ${type}();
  var at = first * params.columns + i % params.columns;
  for (var row = first; row < min(first + params.perBlock, params.rows); row++) {
    ${pass}
    sum += g;
    at += params.columns;
  }
  sums[i] = sum;`,
      ),
  });
}

const enoughInvocations = 4096;
const minRows = 8;

/**
 * Computes dz [.., C] and dbias [C] from dy [.., C] and, for relu, the output y. dz is dy itself if
 * the activation is linear. Takes 1 dispatch and, for more than a few rows, 1 more to sum the
 * blocks. Relu's derivative at 0 is 0, as in TensorFlow.
 */
export function biasGradient(
  gpu: Gpu,
  dy: TensorInfo,
  y: TensorInfo | null,
): { dz: TensorInfo; bias: TensorInfo } {
  const channels = dy.shape.at(-1) ?? 1;
  const rows = dy.shape.reduce((a, b) => a * b, 1) / channels;
  const vector = channels % 4 === 0;
  const columns = vector ? channels / 4 : channels;
  const bands = Math.min(Math.ceil(enoughInvocations / columns), Math.ceil(rows / minRows));
  const perBlock = Math.ceil(rows / bands);
  const blocks = Math.ceil(rows / perBlock);
  const dz = y ? allocate(gpu, dy.shape) : dy;
  const sums = allocate(gpu, blocks === 1 ? [channels] : [blocks, channels]);
  dispatch(gpu, {
    program: program(vector, y !== null),
    bindings: [dy, ...(y ? [y, dz] : []), sums],
    params: { rows, columns, perBlock, blocks },
    workgroups: grid(columns * blocks),
  });
  if (blocks === 1) return { dz, bias: sums };
  const bias = sumParts(gpu, sums, blocks, [channels], { epilogue: 'none' });
  gpu.disposeData(sums.dataId);
  return { dz, bias };
}
