/** The invitation of a first visit: shown until it is answered, and where the browser keeps nothing; the guided visit has all places. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../src/app/App';
import { en } from '../../../src/app/catalogues/en';
import { initI18n } from '../../../src/app/i18n';
import { placeIds } from '../../../src/app/places';
import { rememberInvited, wasInvited } from '../../../src/app/tour/visited';
import { buttonsNamed, labWith } from '../../helpers/render';

/** A browser's store, or one that refuses. */
function stubStore(refuses: boolean): void {
  const kept = new Map<string, string>();
  const check = () => {
    if (refuses) throw new DOMException('The store is closed', 'SecurityError');
  };
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => (check(), kept.get(key) ?? null),
    setItem: (key: string, value: string) => (check(), void kept.set(key, value)),
  });
}

const invitations = (): number => {
  initI18n('en');
  const html = renderToStaticMarkup(createElement(App, { lab: labWith({}) }));
  // Over nothing, and not announced: it is part of the page.
  expect(html).not.toContain('data-testid="tour"');
  return buttonsNamed(html, 'Show me around').length;
};

describe('the invitation', () => {
  beforeEach(() => void vi.stubGlobal('navigator', { languages: ['en'] }));
  afterEach(() => void vi.unstubAllGlobals());

  it('is shown until it was answered', () => {
    stubStore(false);
    expect(invitations()).toBe(1);
    rememberInvited();
    expect(wasInvited()).toBe(true);
    expect(invitations()).toBe(0);
  });

  it('is shown at each visit where the browser keeps nothing, and fails at nothing', () => {
    stubStore(true);
    rememberInvited();
    expect(wasInvited()).toBe(false);
    expect(invitations()).toBe(1);
  });
});

it('the guided visit has a sentence for every place', () => {
  expect(Object.keys(en.tour.steps)).toEqual([...placeIds]);
});
