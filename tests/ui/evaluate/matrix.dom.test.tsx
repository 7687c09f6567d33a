/**
 * The images behind a figure: a cell of the matrix opens its own, by pointer and by keyboard, and
 * everything leads back.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { EvaluatePanel } from '../../../src/ui/evaluate';
import { pageSize } from '../../../src/ui/evaluate/images/useEvaluatedImages';
import type { EvaluatedImage } from '../../../src/protocol/evaluation';
import type { LabActions } from '../../../src/store/actions';
import type { Evaluation } from '../../../src/store/slices/evaluation';
import { expectFocus, renderDom, words, type Drawn } from '../../helpers/renderDom';
import { ready, run } from '../../helpers/states';

const names = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
/**
 * Cats are taken for dogs twice, and dogs never for cats; of airplanes there are more than a page.
 */
const counts = (actual: number, predicted: number): number =>
  actual === predicted ? (actual === 0 ? pageSize + 5 : 3) : actual === 3 && predicted === 5 ? 2 : 0;
const confusion = names.map((_, i) => names.map((__, j) => counts(i, j)));
const evaluation: Evaluation = {
  split: 'test',
  images: 100,
  loss: 1.2,
  acc: 0.9,
  confusion,
  calibration: [],
  seconds: 1,
};

interface Query {
  readonly type: string;
  readonly filter: { readonly actual: number | null; readonly predicted: number | null };
  readonly offset: number;
  readonly count: number;
}

/** The engine's answers: as many images as the filter's cell counts, each of its own. */
const ask = (async ({ type, filter, offset, count }: Query) => {
  const pixels = new Uint8Array(32 * 32 * 3);
  if (type === 'networkInput') return { ok: true, value: { side: 32, pixels } };
  if (type !== 'evaluatedImages') return { ok: false, error: { code: 'no-model', detail: '' } };
  const label = filter.actual ?? 0;
  const predicted = filter.predicted ?? 0;
  const total = counts(label, predicted);
  const probabilities = names.map((_, i) => (i === predicted ? 0.82 : 0.02));
  const images = Array.from({ length: Math.min(count, total - offset) }, (_, i): EvaluatedImage => ({
    pixels,
    label,
    predicted,
    probabilities,
    index: 10 * (offset + i),
    loss: 0.2,
  }));
  return { ok: true, value: { total, images } };
}) as unknown as LabActions['ask'];

/** The panel with its matrix drawn to its last row. */
async function shown(): Promise<Drawn> {
  const state = { ...ready, hasModel: true, run, status: 'finished', evaluation } as const;
  const drawn = renderDom(EvaluatePanel, state, { answers: () => ({ ask }) });
  await waitFor(() => expect(cell('truck, right')).toBeTruthy());
  return drawn;
}
const cell = (said: string): HTMLElement =>
  document.querySelector<HTMLElement>(`.matrix-cell[aria-label^="${said}"]`)!;
const dialog = (): HTMLElement => screen.getByRole('dialog');
const tiles = (): HTMLElement[] => [...dialog().querySelectorAll<HTMLElement>('.evaluated-tile')];
const tilesCome = (n: number): Promise<void> => waitFor(() => expect(tiles()).toHaveLength(n));
const found = (): string => words(dialog().querySelector('output.note'));
const inDialog = (name: string): HTMLElement => within(dialog()).getByRole('button', { name });

describe('a cell of the matrix', () => {
  it('opens just the images that it counts, and is none where it counts none', async () => {
    const { user } = await shown();
    expect(document.querySelectorAll('.matrix-cell')).toHaveLength(11);
    expect(cell('dog taken for cat')).toBeNull();
    await user.click(cell('cat taken for dog'));
    await tilesCome(2);
    expect(found()).toBe('2 images found');
    for (const tile of tiles()) expect(words(tile)).toMatch(/^✕ dog is: cat /);
    await user.click(inDialog('Close'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.click(cell('ship, right'));
    await tilesCome(3);
    for (const tile of tiles()) expect(words(tile)).toMatch(/^✓ ship /);
  });

  it('of very many shows a page, and the rest when it is asked for', async () => {
    const { user } = await shown();
    await user.click(cell('airplane, right'));
    await tilesCome(pageSize);
    expect(found()).toBe(`${pageSize + 5} images found`);
    await user.click(inDialog('5 more'));
    await tilesCome(pageSize + 5);
  });
});

describe('by keyboard', () => {
  it('says with its numbers as a file how they are separated, and nothing before', async () => {
    const { user, container } = await shown();
    const words = 'CSV files use commas between values and points for decimals';
    const said = () => container.querySelector('.chart-card output')?.textContent;
    expect(said()).toBe('');
    await user.click(screen.getByRole('button', { name: 'CSV: Confusion matrix' }));
    expect(said()).toContain(words);
  });

  it('the matrix is one stop, arrows go from cell to cell, Enter opens, Escape comes back', async () => {
    const { user } = await shown();
    const first = cell('airplane, right');
    screen.getByRole('button', { name: 'CSV: Confusion matrix' }).focus();
    // The box that scrolls, then the matrix; in it to a cell that counts something.
    await user.tab();
    await user.tab();
    expect(document.activeElement?.closest('.matrix')).not.toBeNull();
    for (let moves = 0; moves < 12 && document.activeElement !== first; moves++)
      await user.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(first);
    expect(first.getAttribute('aria-label')).toMatch(/Show the images$/);
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).not.toBe(first);
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(first);
    await user.keyboard('{Enter}');
    await tilesCome(pageSize);
    const opened = tiles()[1]!;
    opened.focus();
    await user.keyboard('{Enter}');
    await within(dialog()).findByText('As the network sees it, 32 × 32');
    expect(dialog().querySelectorAll('.bar-text')).toHaveLength(10);
    await expectFocus(() => inDialog('Back to the images'));
    await user.keyboard('{Enter}');
    await tilesCome(pageSize);
    await expectFocus(() => tiles()[1]!);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectFocus(() => first);
    await user.tab();
    expect(document.activeElement?.closest('.matrix')).toBeNull();
  });

  it('an opened image leads to its neighbours, and at an end the focus is not lost', async () => {
    const { user } = await shown();
    await user.click(cell('cat taken for dog'));
    await tilesCome(2);
    await user.click(tiles()[0]!);
    expect(within(dialog()).getByText(/^1 of 2/)).toBeTruthy();
    expect((inDialog('Previous') as HTMLButtonElement).disabled).toBe(true);
    inDialog('Next').focus();
    await user.keyboard('{Enter}');
    expect(within(dialog()).getByText(/^2 of 2/)).toBeTruthy();
    await expectFocus(() => inDialog('Back to the images'));
  });
});
