/** The section Explore: filters one by one, among its other cards. */
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ExplorePanel } from '../../../src/ui/explore/ExplorePanel';
import { filterPixels } from '../../../src/ui/explore/FiltersCard';
import type { Filters } from '../../../src/protocol/inspection';
import type { LabActions } from '../../../src/store/actions';
import { playScreen } from '../../helpers/onScreen';
import { renderDom, words } from '../../helpers/renderDom';
import { run } from '../../helpers/states';
import { epochLog } from '../../store/fixtures';

const filters: Filters = {
  layer: 'conv2d',
  count: 3,
  side: 2,
  extent: 1,
  pixels: Uint8Array.from({ length: 36 }, (_, i) => i),
};

const ask = (async () => ({ ok: true, value: filters })) as unknown as LabActions['ask'];
let screenPlayed: ReturnType<typeof playScreen> | null = null;
afterEach(() => screenPlayed?.restore());

describe('the filters', () => {
  it('are cut from the layer one after the other', () => {
    expect([...filterPixels(filters, 1)]).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  });

  it('are asked for once they are on screen, after an epoch, and are shown each with its name', async () => {
    screenPlayed = playScreen(false);
    const state = { hasModel: true, status: 'paused', run: { ...run, epochs: [epochLog().log] } } as const;
    const { container, queries } = renderDom(ExplorePanel, state, { answers: () => ({ ask }) });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(queries).toEqual([]);
    act(() => screenPlayed?.show(true));
    await screen.findByLabelText('Filter 1');
    const names = [...container.querySelectorAll('canvas')].map((canvas) =>
      canvas.getAttribute('aria-label'),
    );
    expect(names).toEqual(['Filter 1', 'Filter 2', 'Filter 3']);
    expect(words(container)).toContain('3 filters, 2 × 2 × 3, layer conv2d');
    expect(queries).toEqual([{ type: 'filters', at: 'now' }]);
  });

  it.each([
    ['without a model', { status: 'idle' as const }, true],
    ['while it trains', { hasModel: true, status: 'training' as const }, false],
    ['when it rests', { hasModel: true, status: 'paused' as const }, false],
  ])('%s: the button is off? %s', async (_, patch, off) => {
    screenPlayed = playScreen(true);
    const { queries, user } = renderDom(ExplorePanel, patch);
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Show the filters' });
    expect(button.disabled).toBe(off);
    await user.click(button);
    await waitFor(() => expect(queries).toEqual(off ? [] : [{ type: 'filters', at: 'now' }]));
  });

  it('stand among the cards of the place, and nothing is announced that is not there', () => {
    const text = words(renderDom(ExplorePanel).container);
    for (const card of ['Your own pictures', 'One image inside the network', 'Runs side by side', 'Speed'])
      expect(text).toContain(card);
    expect(text).not.toContain('Not built yet');
  });
});
