/** Composition root: builds client, store and controller, connects them, renders the page. The only file that knows everyone. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { Controller } from './app/controller';
import { initI18n, resolveLanguage } from './app/i18n';
import { applyTheme, storedTheme } from './app/theme';
import { EngineClient } from './client/engineClient';
import { parseUrl } from './experiment/url';
import { createLabStore } from './store/store';

const { experiment, settings, problems } = parseUrl(location.search);
const store = createLabStore(experiment, settings, problems);
const controller = new Controller(store, {
  dataUrl: new URL('./cifar10/', document.baseURI).href,
  page: () => location.origin + location.pathname,
  replaceQuery: (query) => history.replaceState(null, '', location.pathname + query + location.hash),
});
const client = new EngineClient(
  () => new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
  (event) => controller.receive(event),
);

applyTheme(storedTheme());
initI18n(resolveLanguage(settings.lang, navigator.languages));

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App lab={{ store, actions: controller.actions }} />
  </StrictMode>,
);
controller.boot(client);
