/** A panel as HTML, without a browser: what it shows for a state, in English. */
import { createElement, type ComponentType } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { createStore } from 'zustand/vanilla';
import { initI18n } from '../../src/app/i18n';
import { LabContext } from '../../src/panels/lab';
import type { LabState } from '../../src/store/state';
import { idleActions } from '../helpers/idleActions';

/** The panel's markup in `state`. */
export function render(panel: ComponentType, state: LabState): string {
  initI18n('en');
  const lab = { store: createStore<LabState>(() => state), actions: idleActions };
  return renderToStaticMarkup(createElement(LabContext, { value: lab }, createElement(panel)));
}

/** The text inside of the element with this `data-testid`, tags taken out; null if there is none. Throws if it is there twice. */
export function handle(html: string, testId: string): string | null {
  const parts = html.split(`data-testid="${testId}"`);
  if (parts.length > 2) throw new Error(`${testId} is there ${parts.length - 1} times`);
  const rest = parts[1];
  if (rest === undefined) return null;
  const tag = /<(\w+)[^<]*$/.exec(parts[0] ?? '')?.[1] ?? '';
  return rest.slice(rest.indexOf('>') + 1, rest.indexOf(`</${tag}>`)).replaceAll(/<[^>]*>/g, '');
}
