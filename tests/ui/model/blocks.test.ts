/** The picture is to scale, as its caption says. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds } from '../../../src/experiment/schema';
import { networkFor, summarize } from '../../../src/network';
import { blocksOf } from '../../../src/ui/model/blocks';

describe.each(modelIds)('the picture of %s', (model) => {
  const summary = summarize(networkFor({ ...defaultExperiment, model }));
  const { blocks, width, height } = blocksOf(summary);
  const images = blocks.filter(({ sizes }) => sizes.length === 3);
  const image = images[0]!;

  it('has the image and one block for each layer, in order', () => {
    expect(blocks.map(({ name }) => name)).toEqual(['input', ...summary.rows.map(({ layer }) => layer.name)]);
  });

  it('draws heights in proportion to sides, and widths to the roots of channels', () => {
    for (const block of images)
      expect(block.height / image.height).toBeCloseTo(block.sizes[0]! / image.sizes[0]!, 10);
    for (const block of images.filter(({ isPlate }) => !isPlate))
      expect(block.width / image.width).toBeCloseTo(Math.sqrt(block.sizes[2]! / image.sizes[2]!), 10);
  });

  it('draws dense layers as high as the roots of their units', () => {
    const dense = blocks.filter(({ kind }) => kind === 'dense');
    const last = dense.at(-1)!;
    for (const block of dense)
      expect(block.height / last.height).toBeCloseTo(Math.sqrt(block.sizes[0]! / last.sizes[0]!), 10);
  });

  it('goes from left to right and stays inside', () => {
    blocks.slice(1).forEach((block, i) => expect(block.x).toBeGreaterThan(blocks[i]!.x + blocks[i]!.width));
    for (const block of blocks) {
      expect(block.x + block.width + block.depth).toBeLessThanOrEqual(width + 1e-9);
      expect(block.height).toBeLessThanOrEqual(height);
    }
  });
});
