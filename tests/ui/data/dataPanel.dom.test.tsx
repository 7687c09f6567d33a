/** The section Data: on the way, here, or not to be had. */
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DataPanel } from '../../../src/ui/data/DataPanel';
import type { LabActions } from '../../../src/store/actions';
import { renderDom, words } from '../../helpers/renderDom';
import { split } from '../../helpers/states';
import { failure, progress } from './progress';

const status = (): string => screen.getByTestId('dataset-status').textContent;
/** Throws unless it is there once. */
const retry = (): HTMLElement => screen.getByRole('button', { name: 'Retry' });

describe('the panel', () => {
  it('streams with bytes, sheets, what came from the store and an estimate', () => {
    const { container } = renderDom(DataPanel, { dataProgress: progress });
    expect(status()).toBe('loading: 12,000 of 60,000 images');
    expect(words(container)).toContain(
      '26 MB of 130 MB · sheets 12 / 60 · 5 from this browser’s storage · ≈ 8 s left',
    );
    expect(container.querySelectorAll('.wall-here')).toHaveLength(12);
  });

  it('names each failure, up to five, and offers Retry', async () => {
    const dataFailures = Array.from({ length: 8 }, (_, i) => failure(`train-0${i}.png`));
    const { container, intents, user } = renderDom(DataPanel, { dataProgress: progress, dataFailures });
    expect(words(container)).toContain('train-04.png not on the server HTTP 404');
    expect(words(container)).toContain('and 3 more');
    expect(container.querySelectorAll('.wall-failed')).toHaveLength(8);
    expect(words(container)).not.toContain('left');
    expect(words(container)).not.toContain('train-05.png');
    await user.click(retry());
    expect(intents).toEqual([['retryData']]);
  });

  it('offers Retry once, too, if not even the list came', async () => {
    const dataError = { code: 'manifest-failed', detail: 'HTTP 500' } as const;
    const { container, intents, user } = renderDom(DataPanel, { dataError });
    expect(words(container)).toContain('HTTP 500');
    await user.click(retry());
    expect(intents).toEqual([['retryData']]);
  });

  it('proves that the parts are disjoint, and does not where they are not', () => {
    const { container, set } = renderDom(DataPanel, { split });
    expect(words(container)).toContain('Images in more than one part: 0 . The three parts share');
    set({ split: { ...split, sharedIndices: 3, sharedPixels: 2 } });
    const shared = words(container);
    expect(shared).toContain('Images in more than one part: 3 .');
    expect(shared).not.toContain('The three parts share no image');
    expect(shared).toContain(
      'Pairs of identical images across parts: 2 . These are duplicates within CIFAR-10',
    );
  });

  it('draws samples once the split is there, others on request, and those of another split', async () => {
    const ask = (async () => ({ ok: true, value: [] })) as unknown as LabActions['ask'];
    const { queries, set, user } = renderDom(DataPanel, {}, { answers: () => ({ ask }) });
    const drawn = (n: number): Promise<void> => waitFor(() => expect(queries).toHaveLength(n));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(queries).toEqual([]);
    set({ split });
    await drawn(1);
    const first = { type: 'samples', split: 'train', count: 24, draw: 0 };
    expect(queries).toEqual([first]);
    await user.click(screen.getByRole('button', { name: 'Other samples' }));
    await drawn(2);
    expect(queries[1]).toEqual({ ...first, draw: 1 });
    set({ split: { ...split, seed: 8 } });
    await drawn(3);
    expect(queries[2]).toEqual({ ...first, draw: 1 });
    await user.click(screen.getByRole('radio', { name: 'Test' }));
    await drawn(4);
    expect(queries[3]).toEqual({ ...first, split: 'test', draw: 1 });
  });

  it('speaks Korean', () => {
    const state = { split, dataProgress: { ...progress, images: 60_000 } };
    const { container } = renderDom(DataPanel, state, { language: 'ko' });
    expect(status()).toBe('준비됨: 이미지 60,000장');
    expect(words(container)).toContain('비행기');
  });
});
