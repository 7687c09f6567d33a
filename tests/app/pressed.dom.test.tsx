/**
 * The page over the controller itself: what is pressed and typed reaches the address and the
 * engine, and nothing more does.
 */
import { act, screen, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { render } from '@testing-library/react';
import { App } from '../../src/app/App';
import { initI18n } from '../../src/i18n';
import type { EngineEvent } from '../../src/protocol/events';
import { buttonsOf, words } from '../helpers/renderDom';
import { gpu } from '../helpers/states';
import { bench } from './controllerBench';

afterEach(() => void vi.restoreAllMocks());

/** A page that was opened at this address, and what its engine has told since. */
function opened(
  search: string,
  ...events: readonly EngineEvent[]
): ReturnType<typeof bench> & { user: UserEvent } {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en']);
  initI18n('en');
  const page = bench(search);
  render(<App lab={{ store: page.store, actions: page.controller.actions }} />);
  for (const event of events) act(() => page.controller.receive(event));
  return { ...page, user: userEvent.setup() };
}
const form = (): HTMLElement => document.querySelector<HTMLElement>('.experiment')!;
const field = (name: RegExp): HTMLInputElement => within(form()).getByRole('textbox', { name });

describe('an address', () => {
  it('with bad values has them named, and their defaults in the form', () => {
    opened('?model=lenet5&epochs=banana&colour=red&batch=16');
    const alert = words(screen.getByRole('alert'));
    expect(alert).toContain('epochs=banana');
    expect(alert).toContain('colour=red');
    expect(alert).not.toContain('batch=16');
    expect(field(/^Epochs/).value).toBe('10');
    expect(field(/^Batch size/).value).toBe('16');
  });

  it('says the language that a button was pressed for', async () => {
    const { user, address } = opened('?model=lenet5');
    expect(words(document.querySelector('main'))).not.toMatch(/\p{Script=Hangul}/u);
    await user.click(screen.getByText('한국어'));
    expect(document.documentElement.lang).toBe('ko');
    expect(words(document.querySelector('main'))).toMatch(/\p{Script=Hangul}/u);
    expect(address.query).toBe('?model=lenet5&lang=ko');
  });

  it('keeps what a link for a class says through an edit, until it is left', async () => {
    const { user, address } = opened('?model=lenet5&lock=optimizer,lr,flip&hide=code&say.train=Look');
    await user.clear(field(/^Batch size/));
    await user.type(field(/^Batch size/), '8{Enter}');
    expect(address.query).toBe('?model=lenet5&batch=8&lock=optimizer,lr,flip&hide=code&say.train=Look');
    expect(field(/^Learning rate/).disabled).toBe(true);
    await user.click(screen.getByText('Unlock and show all'));
    expect(address.query).toBe('?model=lenet5&batch=8');
    expect(field(/^Learning rate/).disabled).toBe(false);
  });
});

describe('a shorter plan', () => {
  // 22,500 steps an epoch.
  const search = '?model=lenet5&epochs=1000&batch=2&train=45000&val=5000&seed=7';

  it('is one press: form and address have it, and nothing is measured again', async () => {
    const page = opened(search);
    const { user, address, store, types, controller } = page;
    expect(screen.queryByTestId('estimate')).toBeNull();
    const { experiment } = store.getState();
    const times = { step: 0.002, validation: 0.001 };
    act(() => controller.receive({ type: 'backend', report: gpu }));
    act(() => controller.receive({ type: 'estimated', experiment, times }));
    const estimate = (): string => screen.getByTestId('estimate').textContent;
    expect(estimate()).toMatch(/^1,000 epochs, ≈ \d+ h \d\d min here$/);
    const long = estimate();
    const plans = buttonsOf(screen.getByTestId('smaller-plans')).on;
    expect(plans).toEqual([
      expect.stringMatching(/^5,000 images, 1,000 to validate ≈ \d+ (min|h \d\d min)$/),
      expect.stringMatching(/^Epochs: \d+ ≈ \d+ min$/),
    ]);
    await user.click(within(screen.getByTestId('smaller-plans')).getByRole('button', { name: plans[0]! }));
    const query = new URLSearchParams(address.query);
    expect([query.get('train'), query.get('val'), query.get('epochs')]).toEqual(['5000', '1000', '1000']);
    expect(words(form())).toContain('2,500 steps per epoch');
    expect(estimate()).toMatch(/^1,000 epochs, ≈ /);
    expect(estimate()).not.toBe(long);
    expect(store.getState().status).toBe('idle');
    expect(types()).not.toContain('estimate');
  });
});
