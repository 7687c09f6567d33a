/** What jsdom lacks and components ask for, and what each test leaves behind taken away. */
import { cleanup, configure } from '@testing-library/react';
import * as React from 'react';
import { afterEach, vi } from 'vitest';

// A busy machine may take seconds for what is drawn at once on another.
configure({ asyncUtilTimeout: 20_000 });

/** Nothing has a size or a place here, so nobody is ever told of one: charts are not drawn. */
class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

vi.stubGlobal('ResizeObserver', Observer);
vi.stubGlobal('IntersectionObserver', Observer);
/**
 * Of a name that goes into a selector: what is no letter, digit, hyphen or underscore is escaped.
 */
vi.stubGlobal('CSS', {
  escape: (name: string) =>
    name
      .replaceAll(/[^\w\u0080-\uffff-]/g, String.raw`\$&`)
      .replace(/^-?\d/, (start) => start.replace(/\d/, (digit) => `\\3${digit} `)),
});
Element.prototype.scrollIntoView = () => undefined;
HTMLCanvasElement.prototype.getContext = () => null;
// jsdom walks through the whole document for each label and each button whose name is asked for.
for (const { prototype } of [HTMLButtonElement, HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement])
  Object.defineProperty(prototype, 'labels', {
    get(this: HTMLElement) {
      return [...document.querySelectorAll('label')].filter((label) =>
        label.htmlFor === '' ? label.control === this : label.htmlFor === this.id,
      );
    },
  });

// React’s development build notes where each element was made, for warnings: a tenth of the time of
// these tests. It makes no more such notes after ten thousand a second; here that many have always
// been made.
const internals: unknown = Reflect.get(
  React,
  '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE',
);
if (typeof internals === 'object' && internals !== null)
  Object.defineProperty(internals, 'recentlyCreatedOwnerStacks', {
    get: () => 10_000,
    set() {
      // It counts on, and starts again each second.
    },
  });

afterEach(() => {
  cleanup();
  localStorage.clear();
});
