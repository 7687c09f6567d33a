/**
 * A visitor who has nothing but a keyboard: where the focus is, whether it can be seen, and the way
 * to a control by Tab alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';

/** What has the focus, as assistive technology is told. */
export interface Stop {
  readonly role: string;
  readonly name: string;
  /** The place of the page that it is in; empty outside of all five. */
  readonly place: string;
}

interface Way {
  readonly key?: 'Tab' | 'Shift+Tab' | 'ArrowRight' | 'ArrowDown';
  /** Presses at most. */
  readonly limit?: number;
}

const told = ({ role, name }: Stop): string => `${role} “${name}”`;

const isIt = (stop: Stop | null, role: string, name: string | RegExp): boolean =>
  stop?.role === role && (typeof name === 'string' ? stop.name === name : name.test(stop.name));

/** Why the focus cannot be seen; null if it can. Runs in the page. */
function hiddenFocus(): string | null {
  const element = document.activeElement;
  if (!element || element === document.body) return 'nothing has the focus';
  if (!element.matches(':focus-visible')) return 'it is not :focus-visible';
  const clipped = (each: Element | null): boolean =>
    each !== null && (getComputedStyle(each).clipPath === 'inset(50%)' || clipped(each.parentElement));
  const around = element.closest('[data-focus-visible], [data-focus-within]');
  // A native field behind a drawn one is hidden from everybody: what is drawn has to carry the
  // ring.
  const native = clipped(element) || element.matches('[type="range"], [type="checkbox"]');
  const drawn = around ? [around, ...around.querySelectorAll('*')] : [];
  const ring = [...(native ? [] : [element]), ...drawn].find((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return (
      each !== (native ? element : null) && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
    );
  });
  if (!ring) return 'it has no ring';
  const box = ring.getBoundingClientRect();
  const left = Math.max(box.left, 0);
  const right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0);
  const bottom = Math.min(box.bottom, innerHeight);
  if (right - left < 2 || bottom - top < 2) return 'it is outside of the window';
  const parts = [0.1, 0.5, 0.9];
  const seen = parts.some((x) =>
    parts.some((y) => {
      const hit = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
      // A ring drawn inside of a label is hit as the label.
      return hit !== null && (ring.contains(hit) || (hit.closest('label')?.contains(ring) ?? false));
    }),
  );
  return seen ? null : 'something lies over it';
}

/** Presses keys, and nothing else. */
export class Keyboard {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async of(page: Page): Promise<Keyboard> {
    return new Keyboard(page, await page.context().newCDPSession(page));
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What has the focus; null: the page has not. */
  async stop(): Promise<Stop | null> {
    const { result } = await this.session.send('Runtime.evaluate', { expression: 'document.activeElement' });
    if (result.objectId === undefined || result.className === 'HTMLBodyElement') return null;
    const { objectId } = result;
    const { nodes } = await this.session.send('Accessibility.getPartialAXTree', {
      objectId,
      fetchRelatives: false,
    });
    await this.session.send('Runtime.releaseObject', { objectId });
    const place = await this.page.evaluate(() => document.activeElement?.closest('.place')?.id ?? '');
    return { role: String(nodes[0]?.role?.value), name: String(nodes[0]?.name?.value ?? ''), place };
  }

  /** Throws, with the reason, unless a person sees where the focus is. */
  async seen(): Promise<void> {
    const reason = await this.page.evaluate(hiddenFocus);
    if (reason === null) return;
    const stop = await this.stop();
    throw new Error(`The focus on ${stop ? told(stop) : 'nothing'} is not seen: ${reason}.`);
  }

  /**
   * This control has the focus, or gets it when what lay over the page has gone, and is seen.
   * Throws, with what has it, if not.
   */
  async standsOn(role: string, name: string | RegExp): Promise<void> {
    const end = Date.now() + 2_000;
    let stop = await this.stop();
    while (!isIt(stop, role, name) && Date.now() < end) {
      await sleep(50);
      stop = await this.stop();
    }
    if (!isIt(stop, role, name))
      throw new Error(`The focus is not on ${role} ${name}, but on ${stop ? told(stop) : 'nothing'}.`);
    await this.seen();
  }

  /**
   * Presses until this control has the focus; every stop on the way must be seen. Throws, with all
   * that was met, beyond the limit.
   */
  async reach(role: string, name: string | RegExp, { key = 'Tab', limit = 40 }: Way = {}): Promise<Stop> {
    const met: string[] = [];
    while (met.length < limit) {
      await this.press(key);
      const stop = await this.stop();
      met.push(stop ? told(stop) : 'out of the page');
      if (!stop) continue;
      await this.seen();
      if (isIt(stop, role, name)) return stop;
    }
    throw new Error(`${limit} × ${key} did not reach ${role} ${name}, but: ${met.join(', ')}.`);
  }

  /**
   * Presses until the focus leaves the page; all stops on the way, each seen. Throws, with all that
   * was met, beyond the limit.
   */
  async leave(key: 'Tab' | 'Shift+Tab', limit: number): Promise<Stop[]> {
    const met: Stop[] = [];
    while (met.length < limit) {
      await this.press(key);
      const stop = await this.stop();
      if (!stop) return met;
      await this.seen();
      met.push(stop);
    }
    throw new Error(`${limit} × ${key} did not leave the page, but met: ${met.map(told).join(', ')}.`);
  }
}
