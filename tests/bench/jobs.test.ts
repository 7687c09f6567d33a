import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { buildModel } from '../../src/model/build';
import { batchFor, contestantsOnCpu, initialKernel, jobs, oneHotRows, seed } from './jobs';

describe('the race is fair', () => {
  it('gives the others the initial kernels that ours has', async () => {
    await tf.setBackend('cpu');
    const model = buildModel(jobs.lenet5.network(0), seed);
    const kernels = model.net.layers.filter((layer) => layer.weights.length > 0);
    expect(kernels.length).toBe(5);
    for (const layer of kernels) {
      const [kernel] = layer.getWeights();
      const expected = initialKernel(layer.name, kernel!.shape);
      expect(await kernel!.data()).toEqual(expected);
      expect(await kernel!.data()).not.toEqual(initialKernel('another', kernel!.shape));
    }
    model.dispose();
  });

  it('gives all the same batch', () => {
    const { network } = jobs.lenet5;
    const batch = batchFor(network(0), 3);
    expect(batch).toEqual(batchFor(network(0), 3));
    expect(batch.images.length).toBe(3 * 32 * 32 * 3);
    const rows = oneHotRows(batch.labels);
    batch.labels.forEach((label, i) => expect(rows.subarray(10 * i, 10 * i + 10).indexOf(1)).toBe(label));
    expect(rows.reduce((sum, x) => sum + x)).toBe(3);
  });

  it('asks tfjs’s CPU backend for minutes only where it is told', () => {
    expect(contestantsOnCpu(jobs.lenet5, false)).toEqual(['ours', 'ours1', 'stock', 'jaxjs']);
    expect(contestantsOnCpu(jobs.alexnet67, false)).toEqual(['ours', 'ours1']);
    expect(contestantsOnCpu(jobs['alexnet67-plain'], true)).toEqual(['ours', 'ours1', 'stock', 'jaxjs']);
  });

  it('runs AlexNet without batch normalisation and dropout in its plain form alone', () => {
    const kinds = (id: 'alexnet67' | 'alexnet67-plain') =>
      jobs[id].network(0.5).layers.map(({ kind }) => kind);
    expect(kinds('alexnet67')).toContain('batch-norm');
    expect(kinds('alexnet67-plain')).toEqual(
      kinds('alexnet67').filter((kind) => kind !== 'batch-norm' && kind !== 'dropout'),
    );
  });
});
