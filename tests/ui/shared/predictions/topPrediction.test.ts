/** What ten probabilities say. */
import { describe, expect, it } from 'vitest';
import { countRight, topPrediction } from '../../../../src/ui/shared/predictions/topPrediction';

const image = { pixels: new Uint8Array(3_072), index: 0 };

describe('topPrediction', () => {
  it('is the most probable class, the first of equals', () => {
    expect(topPrediction({ label: 2, probabilities: [0.1, 0.2, 0.7] })).toEqual({
      predicted: 2,
      probability: 0.7,
      right: true,
    });
    expect(topPrediction({ label: 1, probabilities: [0.5, 0.5] })).toMatchObject({
      predicted: 0,
      right: false,
    });
  });

  it('counts what is right', () => {
    const predictions = [0, 1, 1].map((label) => ({ ...image, label, probabilities: [0.2, 0.8] }));
    expect(countRight(predictions)).toBe(2);
    expect(countRight([])).toBe(0);
  });
});
