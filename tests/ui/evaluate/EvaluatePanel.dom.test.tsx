/** What the Evaluate place shows for what the page believes, and what its buttons ask for. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { EvaluatePanel } from '../../../src/ui/evaluate';
import type { LabState } from '../../../src/store/state';
import { renderDom, words } from '../../helpers/renderDom';
import { play, runStarted, splitReport } from '../../store/fixtures';

const ready = (): LabState => ({
  ...play(runStarted({ ...defaultExperiment, test: 500 })),
  // The form asks for another split by now, which is not the model's.
  experiment: { ...defaultExperiment, test: 700 },
  status: 'finished',
  hasModel: true,
  split: splitReport,
});
const button = (): HTMLButtonElement => screen.getByRole<HTMLButtonElement>('button', { name: 'Evaluate' });
/** What is read out with the button. */
const reason = (): string => words(document.getElementById(button().getAttribute('aria-describedby') ?? ''));
const text = (handle: string): string | undefined => screen.queryByTestId(handle)?.textContent;
/** Nothing is taken for anything else: ten cells that can be pressed, not a hundred. */
const confusion = Array.from({ length: 10 }, (_, i) =>
  Array.from({ length: 10 }, (__, j) => (i === j ? 50 : 0)),
);
const evaluation = {
  split: 'test' as const,
  images: 500,
  loss: 1.234_56,
  acc: 0.543_21,
  confusion,
  calibration: [],
  seconds: 12,
};

describe('the button', () => {
  it('is there once, and evaluates the split that was chosen', async () => {
    const { user, intents } = renderDom(EvaluatePanel, ready());
    expect(button().disabled).toBe(false);
    expect(reason()).toBe('Ready: Test, 500 images.');
    await user.click(button());
    await user.click(screen.getByRole('radio', { name: 'Validation' }));
    expect(reason()).toMatch(/^Ready: Validation, /);
    await user.click(button());
    expect(intents).toEqual([
      ['evaluate', 'test'],
      ['evaluate', 'val'],
    ]);
  });

  it.each([
    ['without a model', { hasModel: false }, 'train one, or open one'],
    ['during a run', { status: 'training' }, 'A run is in progress'],
    ['without data', { split: null }, 'Not all images are loaded yet'],
    ['while it evaluates', { status: 'evaluating' }, 'Evaluating the images'],
  ] as const)('is disabled %s, and says why', async (_, change, said) => {
    const { user, intents } = renderDom(EvaluatePanel, { ...ready(), ...change });
    expect(button().disabled).toBe(true);
    expect(reason()).toContain(said);
    await user.click(button());
    expect(intents).toEqual([]);
  });
});

describe('the figures', () => {
  it('are Keras’s, to four digits', () => {
    renderDom(EvaluatePanel, { ...ready(), evaluation });
    expect(text('test-accuracy')).toBe('0.5432');
    expect(text('test-loss')).toBe('1.2346');
    // Read out when they come.
    expect(screen.getByTestId('test-loss').closest('[aria-live="polite"]')).not.toBeNull();
  });

  it('are not there before an evaluation', () => {
    renderDom(EvaluatePanel, ready());
    expect(text('test-accuracy')).toBeUndefined();
    expect(screen.getAllByText('Appears after an evaluation.').length).toBeGreaterThan(0);
  });

  it('of another split are not taken for those of the test images', () => {
    const { container } = renderDom(EvaluatePanel, {
      ...ready(),
      evaluation: { ...evaluation, split: 'val' },
    });
    expect(text('test-accuracy')).toBeUndefined();
    expect(text('val-accuracy')).toBe('0.5432');
    expect(words(container)).toContain('evaluated after each epoch');
  });

  it('come with progress', () => {
    const evaluating = { images: 128, imagesTotal: 500, secondsLeft: 7 };
    const { set } = renderDom(EvaluatePanel, { ...ready(), evaluating });
    const bar = screen.getByRole('progressbar', { name: /128 of 500 images/ });
    expect(bar.getAttribute('aria-valuetext')).toBe('≈ 7 s left');
    set({ evaluating: null });
    expect(screen.queryByRole('progressbar')).toBeNull();
  });
});

describe('the gallery', () => {
  const probabilities = [0.02, 0.02, 0.02, 0.8, 0.02, 0.04, 0.02, 0.02, 0.02, 0.02];
  const tile = (label: number, index: number) => ({
    pixels: new Uint8Array(3_072),
    label,
    index,
    probabilities,
  });

  it('tells right from wrong by a sign and by words, with ten bars each', () => {
    const gallery = { split: 'test', epoch: null, predictions: [tile(3, 1), tile(5, 2)] } as const;
    renderDom(EvaluatePanel, { ...ready(), gallery });
    const tiles = [...screen.getByTestId('gallery').querySelectorAll('figure')].map(words);
    expect(tiles).toHaveLength(2);
    expect(tiles[0]).toMatch(/^✓ cat right, label: cat /);
    expect(tiles[1]).toMatch(/^✕ cat wrong, label: dog /);
    for (const said of tiles) {
      expect(said.match(/80 %/g)).toHaveLength(1);
      expect(said.match(/\d %/g)).toHaveLength(10);
      expect(said.match(/airplane/g)).toHaveLength(1);
    }
    expect(screen.getByText('Test, drawn at random: 1 of 2 right')).toBeTruthy();
  });

  it('says which images it shows after an epoch, and draws others when it is asked to', async () => {
    const gallery = { split: 'val', epoch: 4, predictions: [tile(3, 1)] } as const;
    const { user, intents } = renderDom(EvaluatePanel, { ...ready(), gallery });
    expect(screen.getByText('Validation, after epoch 4: 1 of 1 right')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'New sample' }));
    expect(intents).toEqual([['drawPredictions', 'test']]);
  });
});
