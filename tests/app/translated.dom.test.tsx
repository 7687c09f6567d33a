/**
 * A browser that translates the page puts each text into elements of its own and takes React's
 * away. What changes afterwards must be seen all the same, and nothing may throw.
 */
import { cleanup } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { presets } from '../../src/experiment/presets';
import type { EngineEvent } from '../../src/protocol/events';
import { reduce } from '../../src/store/reduce';
import { translate } from '../helpers/translate';
import { ready } from '../helpers/states';
import { batchEvent, epochLog, fresh, runStarted } from '../store/fixtures';
import { renderPage } from './page';

const start = runStarted(presets.first);
const status = (now: 'compiling' | 'training' | 'paused' | 'finished') =>
  ({ type: 'status', status: now }) as const;

/** Of a run, as a person sees it go on. */
const course: readonly (readonly EngineEvent[])[] = [
  [start, status('training'), batchEvent({ epoch: 1, step: 7, seconds: 3, secondsPerStep: 0.5 })],
  [
    epochLog({ epoch: 1, loss: 2.25 }),
    batchEvent({ epoch: 2, step: 3, seconds: 2, secondsPerStep: 0.4 }),
    status('paused'),
    { type: 'saved', id: start.id, savedAt: 0, bytes: 1e6, seconds: 1 },
  ],
  [
    epochLog({ epoch: 2, loss: 1.75 }),
    {
      type: 'run-finished',
      report: { end: 'completed', epochs: [], steps: 62, seconds: 30, restoredEpoch: null },
    },
    status('finished'),
  ],
];

/** Each element's own words, its texts and those that a translation has put in their place. */
function wordsOf(root: Element): string[] {
  const isText = (node: Node): boolean => node instanceof Text || node.nodeName === 'FONT';
  return [...root.querySelectorAll(':not(font)')].flatMap((element) => {
    const own = [...element.childNodes].filter(isText).map(({ textContent }) => textContent);
    const words = own.join('').trim();
    return words === '' ? [] : [`${element.nodeName} ${element.className}: ${words}`];
  });
}

it('is seen though the page was translated before: all that a run changes', () => {
  // “Saved … ago” is another text a second later.
  vi.useFakeTimers({ toFake: ['Date'] }).setSystemTime(60_000);
  let state = { ...fresh(), ...ready };
  const states = course.map((events) => (state = events.reduce(reduce, state)));
  const wanted = states.map((one) => {
    const { container } = renderPage(one);
    const words = wordsOf(container);
    cleanup();
    return words;
  });
  const { container, set } = renderPage({ ...fresh(), ...ready });
  for (const [i, one] of states.entries()) {
    expect(translate(container)).toBeGreaterThan(10);
    set(one);
    expect(wordsOf(container)).toEqual(wanted[i]);
  }
  vi.useRealTimers();
}, 60_000);
