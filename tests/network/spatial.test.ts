import { expect, it } from 'vitest';
import { defaultExperiment } from '../../src/experiment/schema';
import { convolutions, networkFor, spatialLayers, towersOf } from '../../src/network';

const of = (model: 'lenet5' | 'alexnet2012' | 'alexnet') => networkFor({ ...defaultExperiment, model });

it('the layers before flatten have maps', () => {
  expect(spatialLayers(of('lenet5')).map(({ name }) => name)).toEqual([
    'conv2d',
    'max_pooling2d',
    'conv2d_1',
    'max_pooling2d_1',
  ]);
  expect(convolutions(of('alexnet')).at(-1)?.name).toBe('conv2d_4');
});

it('AlexNet of 2012 alone has two towers', () => {
  expect([of('lenet5'), of('alexnet'), of('alexnet2012')].map(towersOf)).toEqual([1, 1, 2]);
});
