/** One thread where there could be more: said once, calmly, with what helps. */
import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rememberAnswer, wasAnswered } from '../../src/app/answered';
import { OneThread } from '../../src/app/OneThread';
import { ShellNotices } from '../../src/app/ShellNotices';
import type { Language } from '../../src/app/i18n';
import type { LabState } from '../../src/store/state';
import { buttonsNamed, renderPanel } from '../helpers/render';
import { cpuEngine, cpuReport, gpu, oneThread, software } from '../helpers/states';

const page = (patch: Partial<LabState>, language: Language = 'en'): string =>
  renderPanel(OneThread, patch, language);

const backend = oneThread;

describe('one thread of eight cores', () => {
  beforeEach(() => {
    vi.stubGlobal('navigator', { languages: ['en'] });
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
  });
  afterEach(() => void vi.unstubAllGlobals());

  it('is told with a reload where the page is installed, else with the headers; not before that is known', () => {
    const reload = page({ backend, offline: 'ready' });
    expect(reload).toContain('Training uses one of 8 cores');
    expect(reload).toContain('reload it, and it is isolated');
    for (const offline of ['unavailable', null] as const)
      expect(page({ backend, offline })).toContain('Cross-Origin-Embedder-Policy: require-corp');
    expect(page({ backend, offline: 'installing' })).toBe('');
    expect(page({ backend, offline: 'ready' }, 'ko')).toContain('코어 8개 중 하나로만 훈련합니다');
  });

  it('is told without alarm, once, among what concerns the whole page', () => {
    const tour = {
      isOn: false,
      isInviting: false,
      helpButton: { current: null },
      start() {},
      end() {},
      dismiss() {},
    };
    const html = renderPanel(() => createElement(ShellNotices, { tour }), { backend });
    const [, notice, ...more] = html.split('data-testid="one-thread"');
    expect(notice).toMatch(/^><div class="notice notice-info">/);
    expect(more).toEqual([]);
  });

  it('is told until it was read, and not again', () => {
    expect(buttonsNamed(page({ backend }), 'Dismiss')).toHaveLength(1);
    rememberAnswer('one-thread');
    expect(wasAnswered('one-thread')).toBe(true);
    expect(wasAnswered('tour')).toBe(false);
    expect(page({ backend })).toBe('');
  });

  it.each([
    ['threads work', cpuEngine],
    ['there is one core', { ...oneThread, cpu: { ...cpuReport, threads: 1, cores: 1, isolated: false } }],
    ['a GPU trains', gpu],
    ['another backend trains', software],
  ])('is not told where %s', (_, other) => {
    expect(page({ backend: other })).toBe('');
  });
});
