/** The views of Explore's inside: what they say of an answer, and what they say without a model. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DistributionsCard } from '../../../../src/ui/explore/inspect/DistributionsCard';
import { InsideCard } from '../../../../src/ui/explore/inspect/InsideCard';
import { HeatView } from '../../../../src/ui/explore/inspect/HeatView';
import { LayerFigures } from '../../../../src/ui/explore/inspect/LayerFigures';
import { Maps } from '../../../../src/ui/explore/inspect/Maps';
import { describeValues } from '../../../../src/lib/distribution';
import type { FeatureMaps, Heat } from '../../../../src/protocol/inspection';
import { renderDom, words } from '../../../helpers/renderDom';

const map = (channel: number, high: number) => ({ channel, low: 0, high, pixels: new Uint8Array(4) });
const maps: FeatureMaps = {
  layer: 'conv2d_1',
  height: 2,
  width: 2,
  channels: 8,
  maps: [map(0, 1), map(3, 0), map(5, 2)],
};
const heat: Heat = {
  layer: 'conv2d_1',
  classId: 3,
  height: 1,
  width: 2,
  values: Float32Array.of(0, 1),
  probabilities: [0.1, 0, 0, 0.7, 0, 0.2, 0, 0, 0, 0],
};
const tile = { pixels: new Uint8Array(3_072), label: 3, index: 7 };
const view = (shown: Heat, label = 3): string =>
  words(renderDom(() => <HeatView tile={{ ...tile, label }} heat={shown} />).container);
const canvases = (element: Element | null | undefined): number =>
  element?.querySelectorAll('canvas').length ?? 0;

describe('the cards', () => {
  it.each([
    ['Look inside', InsideCard],
    ['Look at the numbers', DistributionsCard],
  ])(
    '%s: closed with a model, opened by a press, and open again after it was without one',
    async (name, card) => {
      const { container, set, user } = renderDom(card, { hasModel: true });
      const button = screen.getByRole<HTMLButtonElement>('button', { name });
      const isOpen = (): string | null => button.getAttribute('aria-expanded');
      expect(isOpen()).toBe('false');
      expect(canvases(container)).toBe(0);
      await user.click(button);
      expect(isOpen()).toBe('true');
      set({ hasModel: false });
      expect(isOpen()).toBe('false');
      set({ hasModel: true });
      expect(isOpen()).toBe('true');
    },
  );
});

describe('feature maps', () => {
  it('have their channel and range, and say which are silent', () => {
    const { container } = renderDom(() => <Maps shown={maps} towers={1} />);
    expect(canvases(container)).toBe(3);
    screen.getByRole('img', { name: 'Map of channel 5, from 0 to 2.0000' });
    expect(words(container)).toContain('3 of 8 channels');
    expect(words(container).match(/silent/g)).toHaveLength(1);
    expect(container.innerHTML).not.toContain('Tower');
  });

  it('of two towers stand side by side, each with its channels', () => {
    renderDom(() => <Maps shown={maps} towers={2} />);
    const heads = screen.getAllByRole('heading', { level: 4 });
    expect(heads.map(words)).toEqual(['Tower 1: channels 0–3', 'Tower 2: channels 4–7']);
    expect(heads.map((head) => canvases(head.parentElement))).toEqual([2, 1]);
  });
});

describe('Grad-CAM', () => {
  it('says what the network takes the image for, and whether that is right', () => {
    expect(view(heat)).toContain('✓ Predicted: cat, which is correct.');
    expect(view(heat, 5)).toContain('✕ Predicted: cat; the label is dog.');
    expect(view(heat)).toContain('70.0 %');
  });

  it('says so where nothing speaks for the class', () => {
    expect(view(heat)).not.toContain('Nothing in this layer');
    expect(view({ ...heat, values: new Float32Array(2) })).toContain('Nothing in this layer supports cat');
  });
});

it('dead relus are told as a share, and of layers without relu nothing', () => {
  const activations = describeValues(Float32Array.of(0, 0, 0, 1), 4);
  const layers = [
    { layer: 'conv2d', weights: activations, activations, gradients: null, dead: { count: 2, of: 8 } },
    { layer: 'max_pooling2d', weights: null, activations, gradients: null, dead: null },
  ];
  const look = { layers, images: 16, steps: 1_250, epochs: 2 };
  const text = words(renderDom(() => <LayerFigures snapshot={look} />).container);
  expect(text).toContain('All layers after step 1,250');
  expect(text).toContain('conv2d 2 / 8 (25.0 %) 75.0 %');
  expect(text).toContain('max_pooling2d – 75.0 %');
});
