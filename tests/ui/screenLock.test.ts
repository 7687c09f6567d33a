/**
 * The screen's lock as the browser's rules have it: refused to a hidden page, and taken back when
 * the page is hidden.
 */
import { expect, it, vi } from 'vitest';
import { ScreenLock, type Screen } from '../../src/ui/train/screenLock';

function bench(refusal: Error | null = null) {
  const state = { visible: true, asked: 0, refusal };
  const locks: { released: boolean; release: () => Promise<void> }[] = [];
  const screen: Screen = {
    visible: () => state.visible,
    wakeLock: {
      request: async () => {
        state.asked++;
        if (state.refusal) throw state.refusal;
        const lock = { released: false, release: async () => void (lock.released = true) };
        locks.push(lock);
        return lock as unknown as WakeLockSentinel;
      },
    },
  };
  const problems: (string | null)[] = [];
  const lock = new ScreenLock(screen, (problem) => problems.push(problem));
  const hide = (): void => {
    state.visible = false;
    for (const one of locks) one.released = true;
    lock.visibilityChanged();
  };
  const show = (): void => {
    state.visible = true;
    lock.visibilityChanged();
  };
  const lockCount = (): number => locks.filter(({ released }) => !released).length;
  return { lock, state, problems, hide, show, lockCount };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('holds one lock while it is wanted, again after the page was hidden, and none afterwards', async () => {
  const { lock, hide, show, lockCount, state } = bench();
  show();
  await settled();
  expect(lockCount()).toBe(0);
  lock.want(true);
  lock.want(true);
  await settled();
  expect(lockCount()).toBe(1);
  hide();
  await settled();
  expect([lockCount(), state.asked]).toEqual([0, 1]);
  show();
  await settled();
  expect(lockCount()).toBe(1);
  lock.want(false);
  await settled();
  hide();
  show();
  await settled();
  expect([lockCount(), state.asked]).toEqual([0, 2]);
});

it('gives back a lock that came after it was wanted', async () => {
  const { lock, lockCount, state } = bench();
  lock.want(true);
  lock.want(false);
  await settled();
  expect([lockCount(), state.asked]).toEqual([0, 1]);
});

it('says why it is refused, and asks again when the page is seen again', async () => {
  const { lock, show, lockCount, state, problems } = bench(
    new DOMException('low battery', 'NotAllowedError'),
  );
  lock.want(true);
  await settled();
  expect(problems).toEqual(['low battery']);
  state.refusal = null;
  show();
  await settled();
  expect([lockCount(), problems.at(-1)]).toEqual([1, null]);
});

it('does nothing where the browser has none', async () => {
  const tell = vi.fn<(problem: string | null) => void>();
  new ScreenLock({ wakeLock: null, visible: () => true }, tell).want(true);
  await settled();
  expect(tell).not.toHaveBeenCalled();
});
