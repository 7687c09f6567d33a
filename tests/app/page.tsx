/** The whole page in a document, over a store in a given state. */
import { screen, within } from '@testing-library/react';
import { use } from 'react';
import { vi } from 'vitest';
import { App } from '../../src/app/App';
import { LabContext } from '../../src/ui/lab';
import type { LabState } from '../../src/store/state';
import { formTakes, renderDom, type Drawn } from '../helpers/renderDom';

type Options = NonNullable<Parameters<typeof renderDom>[2]>;

/** The language of a setting that is `auto` is the browser's, which is English here. */
export function renderPage(patch: Partial<LabState> = {}, options: Options = {}): Drawn {
  const { language = 'en' } = options;
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([language]);
  const Page = () => <App lab={use(LabContext)!} />;
  return renderDom(Page, patch, { answers: formTakes, ...options });
}

/**
 * The bar on top. Roles are looked for in parts of the page: of a whole page each takes its time.
 */
export const bar = (): HTMLElement => screen.getByTestId('run-status').closest('header')!;
export const inBar = (name: string): HTMLElement => within(bar()).getByRole('button', { name });
