/** The section Explore: filters one by one, among its other cards. */
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ExplorePanel } from '../../../src/ui/explore/ExplorePanel';
import { defaultExperiment, modelIds } from '../../../src/experiment/schema';
import { networkFor } from '../../../src/network';
import { filterPixels, pendingFilters } from '../../../src/ui/explore/FiltersCard';
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

/** Filters and side of each network's first convolution. */
const firstConvolution = {
  alexnet: [96, 11],
  alexnet2012: [96, 11],
  lenet5: [6, 5],
  'alexnet-small': [96, 11],
} as const;

describe('the filters', () => {
  it('are cut from the layer one after the other', () => {
    expect([...filterPixels(filters, 1)]).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  });

  it.each(modelIds)('%s: their room is there before they are, and is not read aloud', async (model) => {
    const network = networkFor({ ...defaultExperiment, model });
    const pending = pendingFilters(network);
    expect([pending?.count, pending?.side]).toEqual(firstConvolution[model]);
    screenPlayed = playScreen(false);
    const experiment = { ...defaultExperiment, model };
    const epochs = [epochLog().log];
    const { container } = renderDom(ExplorePanel, {
      hasModel: true,
      status: 'paused',
      run: { ...run, experiment, epochs },
    });
    expect(container.querySelectorAll('.pending canvas')).toHaveLength(firstConvolution[model][0]);
    expect(screen.queryByRole('img', { name: 'Filter 1' })).toBeNull();
  });

  it('are asked for once they are on screen, after an epoch, and are shown each with its name', async () => {
    screenPlayed = playScreen(false);
    const state = { hasModel: true, status: 'paused', run: { ...run, epochs: [epochLog().log] } } as const;
    const { container, queries } = renderDom(ExplorePanel, state, { answers: () => ({ ask }) });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(queries).toEqual([]);
    act(() => screenPlayed?.show(true));
    await screen.findByRole('img', { name: 'Filter 1' });
    const names = [...container.querySelectorAll('canvas')].map((canvas) =>
      canvas.getAttribute('aria-label'),
    );
    expect(names).toEqual(['Filter 1', 'Filter 2', 'Filter 3']);
    expect(words(container)).toContain('3 filters, 2 × 2 × 3, layer conv2d');
    expect(queries).toEqual([{ type: 'filters', at: 'now' }]);
  });

  it.each(['training', 'paused'] as const)('are requested by a press while it is %s', async (status) => {
    screenPlayed = playScreen(true);
    const { queries, user } = renderDom(ExplorePanel, { hasModel: true, status });
    await user.click(screen.getByRole('button', { name: 'Show the filters' }));
    await waitFor(() => expect(queries).toEqual([{ type: 'filters', at: 'now' }]));
  });

  it('are not offered without a model', () => {
    const { set } = renderDom(ExplorePanel, { status: 'idle' });
    expect(screen.queryByRole('button', { name: 'Show the filters' })).toBeNull();
    set({ hasModel: true });
    screen.getByRole('button', { name: 'Show the filters' });
  });

  it('stand among the cards of the place, and nothing is announced that is not there', () => {
    const text = words(renderDom(ExplorePanel).container);
    for (const card of ['Your own pictures', 'One image inside the network', 'Runs side by side', 'Speed'])
      expect(text).toContain(card);
    expect(text).not.toContain('Not built yet');
  });
});
