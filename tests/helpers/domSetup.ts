/** What jsdom lacks and components ask for, and what each test leaves behind taken away. */
import { cleanup, configure } from '@testing-library/react';
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
/** Of a name that goes into a selector: what is no letter, digit, hyphen or underscore is escaped. */
vi.stubGlobal('CSS', {
  escape: (name: string) =>
    name
      .replaceAll(/[^\w\u0080-\uffff-]/g, String.raw`\$&`)
      .replace(/^-?\d/, (start) => start.replace(/\d/, (digit) => `\\3${digit} `)),
});
Element.prototype.scrollIntoView = () => undefined;
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(() => {
  cleanup();
  localStorage.clear();
});
