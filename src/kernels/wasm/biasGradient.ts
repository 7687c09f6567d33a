/**
 * The first step of a layer's gradient: dL/dz, which is dL/dy where relu let it pass, and its sum
 * over all rows, dL/dbias. Relu's derivative at 0 is 0, as in TensorFlow. Engine side.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { f32x4, fillZeros, i32, v128 } from './instructions';
import { defineKernel, joined, runtimeOf, type WasmFamily, type WasmKernel } from './kernel';
import { boundsOf, each, Prologue } from './loops';
import { columnsAt, fold, jobOf, mergeSums, sumBlocks, tableFields, tableOf, walkRows } from './table';

const fields = { ...tableFields, channelBytes: 'i32', dy: 'i32', y: 'i32', dz: 'i32', sums: 'i32' } as const;

/** A task writes its sums to its wide row of `sums` [blocks, width], and dz only for relu. */
const kernelOf = (name: string, relu: boolean): WasmKernel<typeof fields> =>
  defineKernel(name, fields, (scope) => {
    const { declare, field, task } = scope;
    const prologue = new Prologue(declare);
    const [dy, y, dz] = prologue.ints(field.dy, field.y, field.dz);
    const sizes = { rowBytes: prologue.int(field.rowBytes), channelBytes: prologue.int(field.channelBytes) };
    const sums = prologue.int(i32.add(field.sums, i32.mul(task, sizes.rowBytes)));
    const bounds = boundsOf(scope);
    const columns = columnsAt(declare, sums);
    const g = declare('v128');
    const rows = walkRows(declare, { ...bounds, ...sizes }, [columns], (at) =>
      each(({ keep, store }, offset) => {
        const sum = i32.add(columns.base, at);
        const gradient = v128.load(i32.add(dy, at), offset);
        const passed = f32x4.gt(v128.load(i32.add(y, at), offset), v128.zero);
        return [
          g.set(relu ? v128.and(gradient, passed) : gradient),
          ...(relu ? [store(i32.add(dz, at), g, offset)] : []),
          v128.store(sum, f32x4.add(v128.load(sum, offset), keep(g)), offset),
        ];
      }),
    );
    return [
      ...prologue.statements,
      bounds.set,
      fillZeros(sums, sizes.rowBytes),
      ...rows,
      fold(declare, sums, sizes),
    ];
  });

const relu = kernelOf('biasGradientRelu', true);
const linear = kernelOf('biasGradient', false);

/**
 * Inputs dy [.., C] and the layer's output y; attrs: its activation. Outputs dz [.., C], which is
 * dy for `linear`, and dbias [C].
 */
const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const runtime = runtimeOf(backend);
  const { dy, y } = inputs as { dy: tf.TensorInfo; y: tf.TensorInfo };
  const isRelu = (attrs as unknown as { readonly activation: string }).activation === 'relu';
  const table = tableOf(dy);
  const { channels, width, blocks } = table;
  const sums = runtime.output([blocks, width]);
  const dz = isRelu ? runtime.output(dy.shape) : { dataId: dy.dataId, shape: dy.shape, dtype: dy.dtype };
  // As in tfjs's Identity: the new tensor is another reference.
  if (!isRelu) runtime.incRef(dy.dataId);
  const addresses = {
    dy: runtime.address(dy),
    y: isRelu ? runtime.address(y) : 0,
    dz: isRelu ? runtime.address(dz) : 0,
    sums: runtime.address(sums),
  };
  const job = joined(jobOf(table), addresses, { channelBytes: 4 * channels });
  runtime.run(isRelu ? relu : linear, job, blocks);
  return [dz, mergeSums(runtime, sums, table, width, channels)];
};

export const biasGradientFamily: WasmFamily = {
  definitions: [relu, linear, sumBlocks],
  kernels: [{ kernelName: 'TrainBiasGradient', kernelFunc }],
};
