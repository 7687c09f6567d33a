/** What the Evaluate place shows for what the page believes. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { EvaluatePanel } from '../../../src/panels/evaluate';
import type { LabState } from '../../../src/store/state';
import { play, runStarted, splitReport } from '../../store/fixtures';
import { handle, render } from '../render';

const ready = (): LabState => ({
  ...play(runStarted({ ...defaultExperiment, test: 500 })),
  // The form asks for another split by now, which is not the model's.
  experiment: { ...defaultExperiment, test: 700 },
  status: 'finished',
  hasModel: true,
  split: splitReport,
});
const button = (html: string): string => /<button[^>]*>Evaluate<\/button>/.exec(html)?.[0] ?? '';
const confusion = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (_, j) => (i === j ? 40 : 10 / 9)),
);
const evaluation = {
  split: 'test' as const, images: 500, loss: 1.234_56, acc: 0.543_21, confusion, calibration: [], seconds: 12,
}; // prettier-ignore

describe('the button', () => {
  it('is there once, and can be pressed when there is a model and the data', () => {
    const html = render(EvaluatePanel, ready());
    expect(html.match(/>Evaluate<\/button>/g)).toHaveLength(1);
    expect(button(html)).not.toContain('disabled=""');
    expect(html).toContain('Ready: Test, 500 images.');
  });

  it.each([
    ['without a model', { hasModel: false }, 'train one, or open one'],
    ['during a run', { status: 'training' }, 'A run goes on'],
    ['without data', { split: null }, 'not all here yet'],
    ['while it evaluates', { status: 'evaluating' }, 'Running over the images'],
  ] as const)('is disabled %s, and says why', (_, change, words) => {
    const html = render(EvaluatePanel, { ...ready(), ...change });
    expect(button(html)).toContain('disabled=""');
    expect(html).toContain(words);
  });
});

describe('the figures', () => {
  it('are Keras’s, to four digits', () => {
    const html = render(EvaluatePanel, { ...ready(), evaluation });
    expect(handle(html, 'test-accuracy')).toBe('0.5432');
    expect(handle(html, 'test-loss')).toBe('1.2346');
  });

  it('are not there before an evaluation', () => {
    const html = render(EvaluatePanel, ready());
    expect(handle(html, 'test-accuracy')).toBeNull();
    expect(html).toContain('Appears after an evaluation.');
  });

  it('of another split are not taken for those of the test images', () => {
    const html = render(EvaluatePanel, { ...ready(), evaluation: { ...evaluation, split: 'val' } });
    expect(handle(html, 'test-accuracy')).toBeNull();
    expect(handle(html, 'val-accuracy')).toBe('0.5432');
    expect(html).toContain('looked at after each epoch');
  });

  it('come with progress', () => {
    const evaluating = { images: 128, imagesTotal: 500, secondsLeft: 7 };
    const html = render(EvaluatePanel, { ...ready(), evaluating });
    expect(html).toContain('128 of 500 images');
    expect(html).toContain('≈ 7 s left');
  });
});

describe('the gallery', () => {
  const probabilities = [0.02, 0.02, 0.02, 0.8, 0.02, 0.04, 0.02, 0.02, 0.02, 0.02];
  const tile = (label: number, index: number) => ({
    pixels: new Uint8Array(3_072), label, index, probabilities,
  }); // prettier-ignore

  it('tells right from wrong by a sign and by words, with ten bars each', () => {
    const gallery = { split: 'test', epoch: null, predictions: [tile(3, 1), tile(5, 2)] } as const;
    const html = render(EvaluatePanel, { ...ready(), gallery });
    const text = handle(html, 'gallery') ?? '';
    expect(text).toContain('✓ catright, it is: cat');
    expect(text).toContain('✕ catwrong, it is: dog');
    expect(text.match(/80 %/g)).toHaveLength(2);
    expect(text.match(/airplane/g)).toHaveLength(2);
    expect(html).toContain('Test, drawn at random: 1 of 2 right');
  });

  it('says which images it shows after an epoch', () => {
    const gallery = { split: 'val', epoch: 4, predictions: [tile(3, 1)] } as const;
    expect(render(EvaluatePanel, { ...ready(), gallery })).toContain(
      'Validation, after epoch 4: 1 of 1 right',
    );
  });
});
