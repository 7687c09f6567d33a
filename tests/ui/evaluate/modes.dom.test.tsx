/** Training mode beside inference mode: what the card says of the figures. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { EvaluatePanel } from '../../../src/ui/evaluate';
import { Modes } from '../../../src/ui/evaluate/Modes';
import { renderDom, words } from '../../helpers/renderDom';
import { splitReport } from '../../store/fixtures';

const of = (acc: number) => ({ images: 640, loss: 1, acc });
const modes = { training: of(0.5), inference: of(0.7), val: of(0.66) };

describe('the card', () => {
  it('shows the figures with their errors, and says what they mean', () => {
    const { container } = renderDom(EvaluatePanel, { hasModel: true, split: splitReport, modes });
    for (const text of ['0.5000', '0.7000', '± 0.0198', '+20.0 %', '−4.0 %', 'overfitting', 'be chance.)'])
      expect(words(container)).toContain(text);
  });

  it('tells what is on in training mode alone, and nothing that is not there', () => {
    const lenet = { ...defaultExperiment, model: 'lenet5', flip: false, shift: 0 } as const;
    const { container, set } = renderDom(Modes, {
      hasModel: true,
      split: splitReport,
      modes,
      experiment: lenet,
    });
    expect(words(container)).toContain('Training mode makes no difference here');
    expect(words(container)).not.toMatch(/On: |Off: /);
    set({ experiment: { ...lenet, flip: true } });
    expect(words(container)).toContain('On: augmentation.');
    set({ experiment: { ...lenet, model: 'alexnet', dropout: 0.5 } });
    expect(words(container)).toContain('Off: dropout, normalisation by each batch.');
  });

  it('is not offered without a model', async () => {
    const { intents, set, user } = renderDom(Modes);
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Compare' });
    expect(button.disabled).toBe(true);
    await user.click(button);
    expect(intents).toEqual([]);
    set({ hasModel: true, split: splitReport });
    expect(button.disabled).toBe(false);
    await user.click(button);
    expect(intents).toEqual([['compareModes']]);
  });
});
