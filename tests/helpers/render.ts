/** Renders a panel to HTML in Node, over a store in a given state, with intents that are only noted down. */
import { createElement, type ComponentType } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initI18n, type Language } from '../../src/app/i18n';
import { defaultExperiment } from '../../src/experiment/schema';
import { LabContext, type Lab } from '../../src/panels/lab';
import type { LabState } from '../../src/store/state';
import { createLabStore } from '../../src/store/store';
import { idleActions } from './idleActions';

/** A lab in the initial state with `patch` over it. */
export function labWith(patch: Partial<LabState>): Lab {
  const store = createLabStore(defaultExperiment, { backend: 'auto', kernels: 'auto', lang: 'auto' }, []);
  store.setState(patch);
  // A server's rendering shows the initial state: here that is this one.
  Object.assign(store, { getInitialState: store.getState });
  return { store, actions: idleActions };
}

/** HTML of `component` in that state. */
export function renderPanel(
  component: ComponentType,
  patch: Partial<LabState> = {},
  language: Language = 'en',
): string {
  initI18n(language);
  return renderToStaticMarkup(createElement(LabContext, { value: labWith(patch) }, createElement(component)));
}

/** The words of a piece of HTML, tags left out. */
export const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll(/\s+/g, ' ')
    .trim();

/** How often an exact button name occurs. */
export const buttonsNamed = (html: string, name: string): string[] =>
  [...html.matchAll(/<button([^>]*)>(.*?)<\/button>/g)]
    .filter(([, , inside]) => textOf(inside ?? '') === name)
    .map(([, attributes]) => attributes ?? '');
