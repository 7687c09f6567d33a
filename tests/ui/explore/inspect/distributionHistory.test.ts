import { expect, it } from 'vitest';
import { describeValues } from '../../../../src/lib/distribution';
import {
  addSnapshot,
  distributionOf,
  layersWith,
  maxSnapshots,
  noSnapshots,
  type DistributionSnapshot,
} from '../../../../src/ui/explore/inspect/distributionHistory';

const activations = describeValues(Float32Array.of(0, 1), 2);
const look = (steps: number, epochs = 0): DistributionSnapshot => ({
  layers: [
    { layer: 'conv2d', weights: activations, activations, gradients: null, dead: null },
    { layer: 'max_pooling2d', weights: null, activations, gradients: null, dead: null },
  ],
  images: 16,
  steps,
  epochs,
});
const steps = ({ snapshots }: { snapshots: readonly DistributionSnapshot[] }): number[] =>
  snapshots.map((each) => each.steps);

it('a run keeps its snapshots by steps; another run begins anew', () => {
  const two = addSnapshot(addSnapshot(noSnapshots, 'a', look(10)), 'a', look(20));
  expect(steps(two)).toEqual([10, 20]);
  expect(steps(addSnapshot(two, 'a', look(20, 1)))).toEqual([10, 20]);
  // Taken back to an earlier snapshot, what came after it has not happened.
  expect(steps(addSnapshot(two, 'a', look(15)))).toEqual([10, 15]);
  expect(addSnapshot(two, 'b', look(5))).toMatchObject({ run: 'b', snapshots: [{ steps: 5 }] });
});

it('a long run keeps a bounded number, the first and the last among them', () => {
  let snapshots = noSnapshots;
  for (let n = 1; n <= 10 * maxSnapshots; n++) {
    snapshots = addSnapshot(snapshots, 'a', look(n));
    expect(snapshots.snapshots.length).toBeLessThanOrEqual(maxSnapshots);
    expect([steps(snapshots)[0], steps(snapshots).at(-1)]).toEqual([1, n]);
  }
});

it('a layer without weights has none', () => {
  expect(layersWith(look(1), 'weights')).toEqual(['conv2d']);
  expect(layersWith(look(1), 'activations')).toEqual(['conv2d', 'max_pooling2d']);
  expect(layersWith(undefined, 'weights')).toEqual([]);
  expect(distributionOf(look(1), 'max_pooling2d', 'weights')).toBeNull();
  expect(distributionOf(look(1), 'conv2d', 'weights')?.mean).toBe(0.5);
});
