/** What the list says of weights is what the model has. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/schema';
import { buildModel, trainableVariables } from '../../src/model/build';
import { networkFor, weightsOf } from '../../src/network';

it.each(['lenet5', 'alexnet-small', 'alexnet2012'] as const)(
  'names and shapes of %s are the model’s',
  async (id) => {
    await tf.setBackend('cpu');
    const network = networkFor({ ...defaultExperiment, model: id });
    const model = buildModel(network, 1);
    const listed = weightsOf(network);
    const byName = (a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number =>
      a[0].localeCompare(b[0]);
    expect(listed.map(({ name, shape }) => [name, [...shape]] as const).toSorted(byName)).toEqual(
      model.net.weights.map((w) => [w.originalName, w.read().shape] as const).toSorted(byName),
    );
    expect(listed.filter(({ trainable }) => trainable).map(({ name }) => name)).toEqual([
      ...trainableVariables(model).keys(),
    ]);
    model.dispose();
  },
);

it('counts the parameters of AlexNet as Keras does', () => {
  const weights = weightsOf(networkFor(defaultExperiment));
  const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  expect(weights.reduce((sum, { shape }) => sum + size(shape), 0)).toBe(58_324_746);
  expect(weights.reduce((sum, { shape, trainable }) => sum + (trainable ? size(shape) : 0), 0)).toBe(
    58_323_530,
  );
});
