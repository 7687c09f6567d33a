/** Composition root: builds client, store and controller, connects them, renders the page. The only file that knows everyone. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { manifestSha256 } from 'virtual:manifest-hash';
import { Workbox } from 'workbox-window';
import { App } from './app/App';
import { Controller } from './app/controller';
import { Offline } from './app/offline';
import { initI18n, resolveLanguage } from './app/i18n';
import { placeIds } from './app/places';
import { applyTheme, storedTheme } from './app/theme';
import { saveFile } from './charts/save';
import { EngineClient } from './client/engineClient';
import { parseUrl } from './experiment/url';
import { loadParts } from './lib/part';
import { createLabStore } from './store/store';

/** Whether the server has it. */
const isThere = (url: string): Promise<boolean> =>
  fetch(url, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(10_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const { experiment, settings, lesson, problems } = parseUrl(location.search);
const store = createLabStore(experiment, settings, problems, lesson);
// No service worker where the browser has none: plain http, `file:`, some private windows.
const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
const offline = new Offline(store, {
  registrar: workers ? new Workbox('./sw.js') : null,
  controlled: Boolean(workers?.controller),
  active: workers ? workers.ready : new Promise(() => undefined),
  locks: navigator.locks,
  // A service worker that keeps the page opens it without a network, too.
  reachable: async () => Boolean((await workers?.getRegistration())?.active) || isThere(location.pathname),
  reload: () => location.reload(),
  loadParts: () => Promise.all([loadParts(), client.send({ type: 'load-parts' })]),
});
// Vite's word for a dynamic import that failed.
addEventListener('vite:preloadError', () => offline.partMissing());
const controller = new Controller(store, {
  data: { dataUrl: new URL('./cifar10/', document.baseURI).href, manifestSha256 },
  modelsUrl: new URL('./models/', document.baseURI).href,
  page: () => location.origin + location.pathname,
  replaceQuery: (query) => history.replaceState(null, '', location.pathname + query + location.hash),
  // Not in every browser, and only in a secure context.
  persistence: 'storage' in navigator && 'persist' in navigator.storage ? navigator.storage : null,
  save: saveFile,
  takeUpdate: () => void offline.takeUpdate(),
  partMissing: () => offline.partMissing(),
});
const client = new EngineClient(
  () => new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
  (event) => controller.receive(event),
);

applyTheme(storedTheme());
initI18n(resolveLanguage(settings.lang, navigator.languages));

// Once: from then on the address bar is the browser's and the links'.
const place = lesson.place ?? placeIds.find((id) => location.hash === `#${id}`) ?? null;
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App lab={{ store, actions: controller.actions }} place={place} />
  </StrictMode>,
);
document.addEventListener('visibilitychange', () => controller.visible(!document.hidden));
const booted = controller.boot(client);
// Development serves the sources as they are now, and has no service worker.
if (!import.meta.hot) void offline.start(booted);
