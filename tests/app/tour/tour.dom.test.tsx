/**
 * The invitation of a first visit, and the guided visit that it leads to: by keyboard, from place
 * to place, once.
 */
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../../../src/i18n/en';
import { sectionIds } from '../../../src/app/sections';
import { rememberInvited, wasInvited } from '../../../src/app/tour/useTour';
import { expectFocus, words } from '../../helpers/renderDom';
import { renderPage } from '../page';

const card = (): HTMLElement | null => screen.queryByText('First time here?')?.closest('.notice') ?? null;
const invite = (name: string): HTMLElement => within(card()!).getByRole('button', { name });
const coach = (): HTMLElement | null => screen.queryByTestId('tour');
const step = (): HTMLElement => within(coach()!).getByRole('dialog');
const press = (name: string): HTMLElement => within(coach()!).getByRole('button', { name });
const help = (): HTMLElement => screen.getByLabelText('Help', { selector: 'button' });

/** A browser that keeps nothing, and says so by throwing. */
function closeStore(): void {
  const refuse = (): never => {
    throw new DOMException('The store is closed', 'SecurityError');
  };
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(refuse);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse);
}

afterEach(() => void vi.restoreAllMocks());

describe('the invitation', () => {
  it('is part of the page, over nothing and not announced, and shown until it was answered', async () => {
    const first = renderPage();
    expect(screen.getByRole('main').contains(card())).toBe(true);
    expect(card()!.getAttribute('role')).toBeNull();
    expect(coach()).toBeNull();
    await first.user.click(invite('No, thanks'));
    expect(card()).toBeNull();
    expect(coach()).toBeNull();
    // Its button is gone: the keyboard goes on from where the visit can be found again.
    await expectFocus(help);
    expect(wasInvited()).toBe(true);
    cleanup();
    renderPage();
    expect(card()).toBeNull();
  });

  it('is shown at each visit where the browser keeps nothing, and fails at nothing', async () => {
    closeStore();
    rememberInvited();
    expect(wasInvited()).toBe(false);
    const { user } = renderPage();
    await user.click(invite('No, thanks'));
    expect(card()).toBeNull();
    cleanup();
    renderPage();
    expect(card()).not.toBeNull();
  });
});

describe('the guided visit', () => {
  const seen: string[] = [];
  beforeEach(() => {
    seen.length = 0;
    vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
      seen.push(this.id);
    });
  });

  it('has a sentence for every place', () => {
    expect(Object.keys(en.tour.steps)).toEqual([...sectionIds]);
  });

  it('goes by keyboard from the invitation to its end, and is not offered again', async () => {
    const { user } = renderPage();
    invite('Show me around').focus();
    await user.keyboard('{Enter}');
    expect(card()).toBeNull();
    for (const [i, place] of sectionIds.entries()) {
      const name = `Step ${i + 1} of 5: ${en.shell.places[place]}`;
      expect(within(coach()!).getByRole('dialog', { name })).toBe(step());
      // Each step is read out, and has the keyboard.
      await expectFocus(step);
      expect(words(step())).toContain(en.tour.steps[place]);
      expect(seen.at(-1)).toBe(place);
      await user.tab();
      await expectFocus(() => press(i < 4 ? 'Next' : 'Done'));
      await user.keyboard('{Enter}');
    }
    expect(coach()).toBeNull();
    await expectFocus(help);
    expect(wasInvited()).toBe(true);
  });

  it('goes back, leads to its place, and can be skipped', async () => {
    const { user } = renderPage();
    await user.click(invite('Show me around'));
    expect(within(coach()!).queryByRole('button', { name: 'Back' })).toBeNull();
    await user.click(press('Next'));
    await user.click(press('Back'));
    expect(coach()!.dataset['step']).toBe('1');
    expect(seen).toEqual(['data', 'model', 'data']);
    await user.click(press('Next'));
    await user.click(press('Go to Model'));
    // What it speaks of can be used meanwhile.
    await expectFocus(() => document.getElementById('model')!);
    expect(coach()!.dataset['step']).toBe('2');
    await user.click(press('Skip'));
    expect(coach()).toBeNull();
    await expectFocus(help);
  });

  it('comes again from the menu of the help, and ends with Escape', async () => {
    rememberInvited();
    const { user } = renderPage();
    help().focus();
    await user.keyboard('{Enter}');
    expect(screen.getAllByRole('menuitem').map(words)).toEqual(['Guided visit', 'Glossary']);
    await expectFocus(() => screen.getByRole('menuitem', { name: 'Guided visit' }));
    await user.keyboard('{Enter}');
    await expectFocus(step);
    await user.keyboard('{Escape}');
    expect(coach()).toBeNull();
    await expectFocus(help);
    // The invitation does not.
    expect(card()).toBeNull();
  });
});
