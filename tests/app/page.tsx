/** The whole page in a document, over a store in a given state. */
import { use } from 'react';
import { vi } from 'vitest';
import { App } from '../../src/app/App';
import { LabContext } from '../../src/panels/lab';
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
