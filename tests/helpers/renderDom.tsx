/**
 * Renders a component into a document, over a store in a given state, for a person who presses,
 * types and tabs. Intents are noted down; those that a test gives an answer are carried out too.
 */
import { act, render, waitFor, within } from '@testing-library/react';
import { PointerEventsCheckLevel, userEvent, type UserEvent } from '@testing-library/user-event';
import type { ComponentType } from 'react';
import { initI18n, type Language } from '../../src/i18n';
import { defaultExperiment } from '../../src/experiment/schema';
import { LabContext, type Lab } from '../../src/ui/lab';
import type { Call, QueryName } from '../../src/protocol/calls';
import type { LabActions } from '../../src/store/actions';
import type { LabState } from '../../src/store/state';
import { createLabStore } from '../../src/store/store';
import { idleActions } from './idleActions';

/** An intent as it was called: its name, then what it was given. */
export type Intent = readonly [name: string, ...given: readonly unknown[]];

export interface Drawn {
  readonly user: UserEvent;
  /** In the order of their calls, without the queries, which nobody calls but components. */
  readonly intents: Intent[];
  /** What the engine was asked, in order. */
  readonly queries: Call<QueryName>[];
  readonly store: Lab['store'];
  readonly container: HTMLElement;
  /** Changes the state as an event of the engine would, and draws it. */
  readonly set: (patch: Partial<LabState>) => void;
}

type Answers = (store: Lab['store']) => Partial<LabActions>;

/** The form takes what is typed, as the controller lets it. */
export const formTakes: Answers = (store) => ({
  edit: (fields) => store.setState(({ experiment }) => ({ experiment: { ...experiment, ...fields } })),
  setSettings: (settings) => store.setState((state) => ({ settings: { ...state.settings, ...settings } })),
});

/** What React Aria tells of a press: a button may give it to an intent that takes nothing. */
const isPress = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'pointerType' in value && 'continuePropagation' in value;

/** An engine that has not answered yet: what is asked never fails, and is always a promise. */
const silent: Partial<LabActions> = { ask: () => new Promise<never>(() => undefined) };

/**
 * `idleActions`, noted down, with a test's own answers over them; each is the same function at
 * every look, as the page's are. Asking for an address changes nothing.
 */
function noted(intents: Intent[], queries: Call<QueryName>[], answers: Partial<LabActions>): LabActions {
  const made = new Map<PropertyKey, (...given: unknown[]) => unknown>();
  return new Proxy(idleActions, {
    get: (_, name) => {
      const answer: (...given: unknown[]) => unknown =
        Reflect.get(answers, name) ?? Reflect.get(silent, name) ?? Reflect.get(idleActions, name);
      const intent = (...given: unknown[]): unknown => {
        if (name === 'ask') queries.push(given[0] as Call<QueryName>);
        else if (name !== 'link') intents.push([String(name), ...given.filter((value) => !isPress(value))]);
        return answer(...given);
      };
      return made.get(name) ?? made.set(name, intent).get(name);
    },
  });
}

interface Options {
  readonly language?: Language;
  readonly answers?: Answers;
}

export function renderDom(
  component: ComponentType,
  patch: Partial<LabState> = {},
  { language = 'en', answers = () => ({}) }: Options = {},
): Drawn {
  initI18n(language);
  const store = createLabStore(defaultExperiment, { backend: 'auto', kernels: 'auto', lang: 'auto' }, []);
  store.setState(patch);
  const intents: Intent[] = [];
  const queries: Call<QueryName>[] = [];
  const lab: Lab = { store, actions: noted(intents, queries, answers(store)) };
  const Component = component;
  const { container } = render(
    <LabContext value={lab}>
      <Component />
    </LabContext>,
  );
  return {
    // No style sheet is loaded that could keep the pointer away; nothing waits between two keys.
    user: userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never }),
    intents,
    queries,
    store,
    container,
    set: (change) => act(() => store.setState(change)),
  };
}

/** The words of an element as they follow each other, those of neighbours apart. */
export function words(element: Element | null): string {
  if (!element) return '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) {
    const { currentNode } = walker;
    // A text and a value in it are two nodes, but one text.
    const apart = currentNode.previousSibling?.nodeType === Node.TEXT_NODE ? '' : ' ';
    texts.push(apart, currentNode.textContent ?? '');
  }
  return texts.join('').replaceAll(/\s+/g, ' ').trim();
}

/** Names of the buttons inside that can be pressed, and of those that cannot. */
export function buttonsOf(element: HTMLElement): { readonly on: string[]; readonly off: string[] } {
  const buttons = within(element).queryAllByRole<HTMLButtonElement>('button');
  const nameOf = (button: HTMLElement): string => button.getAttribute('aria-label') ?? words(button);
  const isOff = (button: HTMLButtonElement): boolean =>
    button.disabled || button.getAttribute('aria-disabled') === 'true';
  return {
    on: buttons.filter((button) => !isOff(button)).map(nameOf),
    off: buttons.filter(isOff).map(nameOf),
  };
}

/** What has the focus, as a person would call it. */
const focused = (): string => {
  const { activeElement } = document;
  const name = activeElement?.getAttribute('aria-label') ?? words(activeElement).slice(0, 60);
  return `${activeElement?.tagName.toLowerCase()} “${name}”`;
};

/** Waits until this has the focus: some of it is given in the next frame. */
export const expectFocus = (element: () => Element): Promise<void> =>
  waitFor(() => {
    if (document.activeElement !== element()) throw new Error(`The focus is on ${focused()}`);
  });
