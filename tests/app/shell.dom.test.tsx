/**
 * The bar on top and the five places, in the states that the handles promise, and under a person's
 * hands.
 */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { sectionIds } from '../../src/app/sections';
import type { LabState } from '../../src/store/state';
import { buttonsOf, expectFocus, words } from '../helpers/renderDom';
import { gpu, passed, ready, run } from '../helpers/states';
import { bar, inBar, renderPage } from './page';

/** The line of the run, found by its status. */
const runLine = (): HTMLElement => screen.getByTestId('run-status').closest('section')!;
const inLine = (name: string): HTMLElement => within(runLine()).getByRole('button', { name });
const runButtons = () => buttonsOf(runLine());
const training = { ...ready, status: 'training', run, hasModel: true } as const;
const finished: Partial<LabState> = { ...ready, status: 'finished', run, hasModel: true };
const statuses = [
  'idle',
  'loading',
  'compiling',
  'training',
  'paused',
  'evaluating',
  'profiling',
  'finished',
  'failed',
] as const;
const modes = (): string[] => within(runLine()).queryAllByRole('radio').map(words);

describe('the page', () => {
  it('has the five places in the order of the work, each linked once from the bar', () => {
    const { container } = renderPage();
    expect([...container.querySelectorAll('section.place')].map(({ id }) => id)).toEqual([...sectionIds]);
    const nav = within(within(bar()).getByRole('navigation', { name: 'Places' }));
    const links = nav.getAllByRole<HTMLAnchorElement>('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(sectionIds.map((id) => `#${id}`));
    expect(links.map(words)).toEqual(['Data', 'Model', 'Train', 'Evaluate', 'Explore']);
  });

  it('says the status word for word', () => {
    const { set } = renderPage(ready);
    const shown = screen.getByTestId('run-status');
    for (const status of statuses) {
      set({ status });
      expect(shown.textContent).toBe(status);
      expect(shown.dataset['status']).toBe(status);
    }
  });

  it('shows the device from its first letter', () => {
    const { set } = renderPage();
    const device = (): string => screen.getByTestId('backend').textContent;
    expect(device()).not.toMatch(/^(webgpu|webgl|cpu)/);
    set({ backend: gpu });
    expect(device()).toMatch(/^webgpu/);
  });

  it('names bad values of the address at once, until they were read', async () => {
    const { user, intents, set } = renderPage({
      urlProblems: [
        { key: 'lr', value: '99', reason: 'invalid', allowed: '1e-8 … 10' },
        { key: 'colour', value: 'red', reason: 'unknown', allowed: '' },
      ],
    });
    const alert = screen.getByRole('alert');
    expect(within(alert).getAllByRole('listitem').map(words)).toEqual([
      'lr=99: not allowed; the default is used. Allowed: 1e-8 … 10',
      'colour=red: there is no such parameter.',
    ]);
    intents.splice(0);
    await user.click(within(alert).getByRole('button', { name: 'Dismiss' }));
    expect(intents).toEqual([['dismissProblems']]);
    set({ urlProblems: [] });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('speaks Korean at the press of a button, which then offers English, and keeps the focus', async () => {
    const { user, intents } = renderPage(ready);
    const headings = (): string[] => [...document.querySelectorAll('h2')].map(words);
    const english = headings();
    expect(document.documentElement.lang).toBe('en');
    intents.splice(0);
    inBar('한국어').focus();
    await user.keyboard('{Enter}');
    expect(intents).toEqual([['setSettings', { lang: 'ko' }]]);
    expect(document.documentElement.lang).toBe('ko');
    await expectFocus(() => inBar('English'));
    expect(headings()).toHaveLength(english.length);
    for (const [i, heading] of headings().entries()) {
      expect(heading).toMatch(/\p{Script=Hangul}/u);
      expect(heading).not.toBe(english[i]);
    }
    await user.keyboard('{Enter}');
    expect(document.documentElement.lang).toBe('en');
    expect(headings()).toEqual(english);
  });

  it('takes the theme that is chosen from the menu, keeps it, and gives the focus back', async () => {
    const { user } = renderPage();
    const theme = inBar('Theme');
    expect(document.documentElement.dataset['theme']).toBe('auto');
    theme.focus();
    await user.keyboard('{Enter}');
    expect(screen.getAllByRole('menuitemradio').map(words)).toEqual(['As the system', 'Light', 'Dark']);
    expect(words(screen.getByRole('menuitemradio', { checked: true }))).toBe('As the system');
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(screen.queryByRole('menu')).toBeNull();
    await expectFocus(() => theme);
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(localStorage.getItem('theme')).toBe('dark');
  });
});

describe('the buttons', () => {
  it('offer one Train, and only when the device is checked and the images are here', async () => {
    const { user, intents, set } = renderPage();
    const notYet = [
      {},
      { ...ready, split: null },
      { ...ready, selfCheck: { ...passed, passed: false } },
    ] as const;
    for (const state of notYet) {
      set(state);
      expect(runButtons()).toEqual({ on: [], off: ['Train'] });
    }
    await user.click(inLine('Train'));
    set(ready);
    expect(runButtons()).toEqual({ on: ['Train'], off: [] });
    expect(screen.getAllByRole('button', { name: 'Train' })).toHaveLength(1);
    intents.splice(0);
    await user.click(inLine('Train'));
    expect(intents).toEqual([['train', 'new']]);
  });

  it('are Pause and Stop while it trains, Resume and Stop while it rests', async () => {
    const { user, intents, set } = renderPage(training);
    intents.splice(0);
    expect(runButtons()).toEqual({ on: ['Pause', 'Stop'], off: [] });
    for (const name of ['Pause', 'Stop']) await user.click(inLine(name));
    set({ status: 'paused' });
    expect(runButtons()).toEqual({ on: ['Resume', 'Stop'], off: [] });
    for (const name of ['Resume', 'Stop']) await user.click(inLine(name));
    expect(intents).toEqual([['pause'], ['stop'], ['resume'], ['stop']]);
    set({ status: 'compiling' });
    expect(runButtons()).toEqual({ on: ['Stop'], off: ['Pause'] });
  });

  it('keep a keyboard on a button of the run, from its begin to its end', async () => {
    const { user, intents, set } = renderPage(ready);
    intents.splice(0);
    const stands = (name: string) => expectFocus(() => inLine(name));
    inLine('Train').focus();
    await user.keyboard('{Enter}');
    // Off by its role alone: a browser takes the focus from a button that is disabled, jsdom does
    // not.
    set({ status: 'compiling', run });
    await stands('Pause');
    expect(runButtons().off).toEqual(['Pause']);
    expect(inLine('Pause').getAttribute('aria-disabled')).toBe('true');
    expect(inLine('Pause').matches(':disabled')).toBe(false);
    await user.keyboard('{Enter}');
    expect(intents).toEqual([['train', 'new']]);
    set(training);
    await stands('Pause');
    await user.keyboard('{Enter}');
    set({ status: 'paused' });
    await stands('Resume');
    await user.keyboard('{Enter}');
    set({ status: 'training' });
    await stands('Pause');
    await user.tab();
    await stands('Stop');
    await user.keyboard('{Enter}');
    expect(intents).toEqual([['train', 'new'], ['pause'], ['resume'], ['stop']]);
    // Stop goes with the run.
    set({ status: 'finished' });
    expect(within(runLine()).queryByRole('button', { name: 'Stop' })).toBeNull();
    await stands('Train');
  });

  it('ask whether to continue, only where there is something to go on with', () => {
    const { set } = renderPage(finished);
    expect(modes()).toEqual(['Continue', 'Start anew']);
    set({ hasModel: false });
    expect(modes()).toEqual([]);
    set({ hasModel: true, experiment: { ...run.experiment, model: 'lenet5' } });
    expect(modes()).toEqual([]);
  });

  it('continue unless a new start is asked for, and ask for that again each time', async () => {
    const { user, intents, set } = renderPage(finished);
    intents.splice(0);
    const chosen = (): string[] => within(runLine()).getAllByRole('radio', { checked: true }).map(words);
    expect(chosen()).toEqual(['Continue']);
    await user.click(inLine('Train'));
    await user.click(within(runLine()).getByRole('radio', { name: 'Start anew' }));
    expect(chosen()).toEqual(['Start anew']);
    await user.click(inLine('Train'));
    expect(intents).toEqual([
      ['train', 'continue'],
      ['train', 'new'],
    ]);
    // Whatever went on meanwhile, an evaluation too.
    set({ status: 'evaluating' });
    expect(modes()).toEqual([]);
    set({ status: 'finished' });
    expect(chosen()).toEqual(['Continue']);
  });
});

describe('a new version of the page', () => {
  const notice = (): HTMLElement => screen.getByTestId('new-version');

  it('is not spoken of where there is none; can be taken while nothing goes on, and never during a run', async () => {
    const { user, intents, set } = renderPage(ready);
    expect(screen.queryByTestId('new-version')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Reload' })).toBeNull();
    for (const [update, said] of [
      ['waiting', 'Reload to use it'],
      ['blocked', 'Another tab of the lab is busy'],
      ['elsewhere', 'Another tab has switched to it'],
    ] as const) {
      set({ ...ready, status: 'idle', run: null, hasModel: false, update });
      expect(words(notice())).toContain(said);
      intents.splice(0);
      await user.click(within(notice()).getByRole('button', { name: 'Reload' }));
      expect(intents).toEqual([['takeUpdate']]);
      set(training);
      expect(words(notice())).toContain('continues with this version');
      expect(buttonsOf(notice())).toEqual({ on: [], off: ['Reload'] });
      await user.click(within(notice()).getByRole('button', { name: 'Reload' }));
      expect(intents).toHaveLength(1);
    }
  });
});

describe('an engine that cannot be had', () => {
  it('is told with its tries, and can be started again', async () => {
    const { user, intents, set } = renderPage();
    const notice = (): HTMLElement | null => screen.queryByText('The engine could not be loaded');
    expect(notice()).toBeNull();
    const error = { code: 'worker-not-loaded', detail: 'no answer within 30 s' } as const;
    set({ startError: { error, attempts: [], again: true } });
    expect(words(screen.getByRole('alert'))).toContain('Trying again.');
    set({ startError: { error, attempts: [], tries: 4 } });
    const said = notice()!.closest<HTMLElement>('.notice')!;
    expect(words(said)).toContain('It was started 4 times.');
    expect(words(said)).toContain('no answer within 30 s');
    intents.splice(0);
    await user.click(within(said).getByRole('button', { name: 'Start the engine again' }));
    expect(intents).toEqual([['startEngine']]);
    await expectFocus(() => screen.getByRole('region', { name: 'Data' }));
    set({ startError: { error: { code: 'no-backend', detail: '' }, attempts: [] } });
    expect(words(screen.getByRole('alert'))).not.toContain('times');
  });
});

describe('opening without a network', () => {
  it('is told in Data, and not before it is known', () => {
    const { set } = renderPage();
    const told = (): HTMLElement | null => screen.queryByTestId('offline');
    expect(words(told())).toBe('');
    set({ offline: 'ready' });
    expect(words(told())).toMatch(/^The page is saved in this browser/);
    expect(screen.getByRole('region', { name: 'Data' }).contains(told())).toBe(true);
    set({ offline: 'unavailable' });
    expect(told()?.dataset['status']).toBe('unavailable');
  });
});
