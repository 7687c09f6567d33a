import { expect, it } from 'vitest';
import { describeValues } from '../../../src/lib/distribution';
import {
  addLook,
  distributionOf,
  layersWith,
  mostLooks,
  noLooks,
  type LookAt,
} from '../../../src/panels/inside/looks';

const activations = describeValues(Float32Array.of(0, 1), 2);
const look = (steps: number, epochs = 0): LookAt => ({
  layers: [
    { layer: 'conv2d', weights: activations, activations, gradients: null, dead: null },
    { layer: 'max_pooling2d', weights: null, activations, gradients: null, dead: null },
  ],
  images: 16,
  steps,
  epochs,
});
const steps = ({ looks }: { looks: readonly LookAt[] }): number[] => looks.map((each) => each.steps);

it('a run keeps its looks by steps; another run begins anew', () => {
  const two = addLook(addLook(noLooks, 'a', look(10)), 'a', look(20));
  expect(steps(two)).toEqual([10, 20]);
  expect(steps(addLook(two, 'a', look(20, 1)))).toEqual([10, 20]);
  // Taken back to an earlier snapshot, what came after it has not happened.
  expect(steps(addLook(two, 'a', look(15)))).toEqual([10, 15]);
  expect(addLook(two, 'b', look(5))).toMatchObject({ run: 'b', looks: [{ steps: 5 }] });
});

it('a long run keeps a bounded number, the first and the last among them', () => {
  let looks = noLooks;
  for (let n = 1; n <= 10 * mostLooks; n++) {
    looks = addLook(looks, 'a', look(n));
    expect(looks.looks.length).toBeLessThanOrEqual(mostLooks);
    expect([steps(looks)[0], steps(looks).at(-1)]).toEqual([1, n]);
  }
});

it('a layer without weights has none', () => {
  expect(layersWith(look(1), 'weights')).toEqual(['conv2d']);
  expect(layersWith(look(1), 'activations')).toEqual(['conv2d', 'max_pooling2d']);
  expect(layersWith(undefined, 'weights')).toEqual([]);
  expect(distributionOf(look(1), 'max_pooling2d', 'weights')).toBeNull();
  expect(distributionOf(look(1), 'conv2d', 'weights')?.mean).toBe(0.5);
});
