/** The bar on top and the five places, in the states that the handles promise. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { App } from '../../src/app/App';
import { initI18n } from '../../src/app/i18n';
import { isDone, placeIds } from '../../src/app/places';
import { waitingFor } from '../../src/app/RunFacts';
import { initialState, type LabState } from '../../src/store/state';
import { buttonsNamed, labWith, textOf } from '../helpers/render';
import { gpu, passed, ready, run } from '../helpers/states';

beforeAll(() => vi.stubGlobal('navigator', { languages: ['en'] }));

function page(patch: Partial<LabState>): string {
  initI18n('en');
  return renderToStaticMarkup(createElement(App, { lab: labWith(patch) }));
}

const handle = (html: string, id: string): string =>
  textOf(new RegExp(`data-testid="${id}"[^>]*>(.*?)</(?:output|span|p)>`).exec(html)?.[1] ?? '');

const isEnabled = (html: string, name: string): boolean[] =>
  buttonsNamed(html, name).map((attributes) => !/ disabled=""/.test(attributes));

describe('the page', () => {
  it('has the five places in the order of the work, each linked once from the bar', () => {
    const html = page({});
    expect([...html.matchAll(/<section id="(\w+)" class="place"/g)].map(([, id]) => id)).toEqual([
      ...placeIds,
    ]);
    for (const id of placeIds) expect(html).toContain(`href="#${id}"`);
  });

  it.each([
    'idle',
    'loading',
    'compiling',
    'training',
    'paused',
    'evaluating',
    'profiling',
    'finished',
    'failed',
  ] as const)('says %s as the status, word for word', (status) => {
    const html = page({ ...ready, status });
    expect(handle(html, 'run-status')).toBe(status);
    expect(html).toContain(`data-status="${status}"`);
  });

  it('shows the device from its first letter', () => {
    expect(handle(page({ backend: gpu }), 'backend')).toMatch(/^webgpu/);
    expect(handle(page({}), 'backend')).not.toMatch(/^(webgpu|webgl|cpu)/);
  });

  it('names bad values of the address', () => {
    const problem = { key: 'lr', value: '99', reason: 'invalid', allowed: '1e-8 … 10' } as const;
    expect(textOf(page({ urlProblems: [problem] }))).toContain('lr=99: not possible');
  });
});

describe('the buttons', () => {
  it('offer one Train, and only when the device is checked and the images are here', () => {
    expect(isEnabled(page({}), 'Train')).toEqual([false]);
    expect(isEnabled(page({ ...ready, split: null }), 'Train')).toEqual([false]);
    expect(isEnabled(page({ ...ready, selfCheck: { ...passed, passed: false } }), 'Train')).toEqual([false]);
    expect(isEnabled(page(ready), 'Train')).toEqual([true]);
  });

  it('are Pause and Stop while it trains, Resume and Stop while it rests', () => {
    const training = page({ ...ready, status: 'training', run, hasModel: true });
    expect(['Train', 'Pause', 'Resume', 'Stop'].map((name) => buttonsNamed(training, name).length)).toEqual([
      0, 1, 0, 1,
    ]);
    const paused = page({ ...ready, status: 'paused', run, hasModel: true });
    expect(['Train', 'Pause', 'Resume', 'Stop'].map((name) => buttonsNamed(paused, name).length)).toEqual([
      0, 0, 1, 1,
    ]);
  });

  it('ask whether to continue, only where there is something to go on with', () => {
    const finished: Partial<LabState> = { ...ready, status: 'finished', run, hasModel: true };
    expect(buttonsNamed(page(finished), 'Start anew')).toHaveLength(1);
    expect(buttonsNamed(page({ ...finished, hasModel: false }), 'Start anew')).toHaveLength(0);
    const other = { ...run.experiment, model: 'lenet5' } as const;
    expect(buttonsNamed(page({ ...finished, experiment: other }), 'Start anew')).toHaveLength(0);
  });
});

describe('what a first Train waits for', () => {
  const nothing = initialState(run.experiment, { backend: 'auto', kernels: 'auto', lang: 'en' }, []);
  const error = { code: 'no-backend', detail: '' } as const;

  it.each([
    ['backend', {}],
    ['check', { backend: gpu }],
    ['data', { backend: gpu, selfCheck: passed }],
    ['ready', ready],
    ['failedData', { ...ready, split: null, dataError: { code: 'manifest-failed', detail: '' } }],
    ['refused', { ...ready, startError: { error, attempts: [] } }],
  ] as const)('%s', (reason, patch) => {
    expect(waitingFor({ ...nothing, ...patch })).toBe(reason);
  });

  it('ticks off what was done, and nothing before', () => {
    expect(placeIds.filter((id) => isDone[id](nothing))).toEqual([]);
    expect(placeIds.filter((id) => isDone[id]({ ...nothing, ...ready, hasModel: true }))).toEqual([
      'data',
      'model',
    ]);
  });
});

describe('a new version of the page', () => {
  it('is not spoken of where there is none', () => {
    expect(buttonsNamed(page(ready), 'Reload')).toEqual([]);
  });

  it.each([
    ['waiting', 'Reload to use it'],
    ['blocked', 'Another tab of the lab is at work'],
    ['elsewhere', 'Another tab has taken it'],
  ] as const)('%s: can be taken while nothing goes on, and never during a run', (update, words) => {
    const idle = page({ ...ready, update });
    expect(textOf(idle)).toContain(words);
    expect(isEnabled(idle, 'Reload')).toEqual([true]);
    const busy = page({ ...ready, update, status: 'training', run, hasModel: true });
    expect(textOf(busy)).toContain('goes on with this version');
    expect(isEnabled(busy, 'Reload')).toEqual([false]);
  });
});

describe('opening without a network', () => {
  it('is told in Data, and not before it is known', () => {
    expect(handle(page({}), 'offline')).toBe('');
    expect(handle(page({ offline: 'ready' }), 'offline')).toMatch(/^The page is kept in this browser/);
    expect(page({ offline: 'unavailable' })).toContain('data-testid="offline" data-status="unavailable"');
  });
});
