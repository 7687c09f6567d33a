/** One thread where there could be more: said once, calmly, with what helps. */
import { cleanup, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { wasAnswered } from '../../src/app/answered';
import { OneThread } from '../../src/app/OneThread';
import { renderDom, words } from '../helpers/renderDom';
import { cpuEngine, cpuReport, gpu, oneThread, software } from '../helpers/states';
import { renderPage } from './page';

const backend = oneThread;
const notice = (): HTMLElement | null => screen.queryByTestId('one-thread');

describe('one thread of eight cores', () => {
  it('is told with a reload where the page is installed, else with the headers; not before that is known', () => {
    const { set } = renderDom(OneThread, { backend, offline: 'installing' });
    expect(notice()).toBeNull();
    set({ offline: 'ready' });
    expect(within(notice()!).getByText('Training uses one of 8 cores')).toBeTruthy();
    expect(words(notice())).toContain('reload it to isolate it');
    for (const offline of ['unavailable', null] as const) {
      set({ offline });
      expect(words(notice())).toContain('Cross-Origin-Embedder-Policy: require-corp');
      expect(words(notice())).not.toContain('reload it');
    }
  });

  it('is told in Korean', () => {
    renderDom(OneThread, { backend, offline: 'ready' }, { language: 'ko' });
    expect(words(notice())).toContain('코어 8개 중 하나로만 훈련합니다');
  });

  it('is told without alarm, once, among what concerns the whole page', () => {
    const { container } = renderPage({ backend });
    expect(container.querySelectorAll('.shell-notices [data-testid="one-thread"]')).toHaveLength(1);
    expect(screen.getAllByTestId('one-thread')).toHaveLength(1);
    expect(notice()!.firstElementChild?.className).toBe('notice notice-info');
    expect(notice()!.querySelector('[role="alert"]')).toBeNull();
  });

  it('is told until it was read, and not again', async () => {
    const { user } = renderDom(OneThread, { backend });
    expect(wasAnswered('one-thread')).toBe(false);
    await user.click(within(notice()!).getByRole('button', { name: 'Dismiss' }));
    expect(notice()).toBeNull();
    expect(wasAnswered('one-thread')).toBe(true);
    expect(wasAnswered('tour')).toBe(false);
    cleanup();
    renderDom(OneThread, { backend });
    expect(notice()).toBeNull();
  });

  it.each([
    ['threads work', cpuEngine],
    ['there is one core', { ...oneThread, cpu: { ...cpuReport, threads: 1, cores: 1, isolated: false } }],
    ['a GPU trains', gpu],
    ['another backend trains', software],
  ])('is not told where %s', (_, other) => {
    const { set } = renderDom(OneThread, { backend });
    expect(notice()).not.toBeNull();
    set({ backend: other });
    expect(notice()).toBeNull();
  });
});
