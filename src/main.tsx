/**
 * Composition root: builds the client, the store and the controller, connects them and renders the
 * page. It is the only file that knows all of them.
 */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { manifestSha256 } from 'virtual:manifest-hash';
import { Workbox } from 'workbox-window';
import { App } from './app/App';
import { Controller } from './app/controller';
import { Offline } from './app/offline';
import { initI18n, resolveLanguage } from './i18n';
import { applyTheme, storedTheme } from './app/theme';
import { saveFile } from './charts/save';
import { EngineClient } from './client/engineClient';
import { parseUrl } from './experiment/url';
import { createLabStore } from './store/store';
import { sectionOf } from './ui/shared';

/** Whether the server answers this address. */
const isOnServer = (url: string): Promise<boolean> =>
  fetch(url, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(10_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const { experiment, settings, classroom, problems } = parseUrl(location.search);
const store = createLabStore(experiment, settings, problems, classroom);
// Undefined where the browser has no service worker: plain http, `file:`, some private windows.
const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
const offline = new Offline(store, {
  registrar: workers ? new Workbox('./sw.js') : null,
  controlled: Boolean(workers?.controller),
  active: workers ? workers.ready.then(({ active }) => active) : new Promise(() => undefined),
  locks: navigator.locks,
  // A page that a service worker keeps also opens without a network.
  reachable: async () => Boolean((await workers?.getRegistration())?.active) || isOnServer(location.pathname),
  reload: () => location.reload(),
});
// The event that Vite fires when a dynamic import fails.
addEventListener('vite:preloadError', () => offline.partMissing());
const controller = new Controller(store, {
  data: { dataUrl: new URL('./cifar10/', document.baseURI).href, manifestSha256 },
  modelsUrl: new URL('./models/', document.baseURI).href,
  page: () => location.origin + location.pathname,
  replaceQuery: (query) => history.replaceState(null, '', location.pathname + query + location.hash),
  // Not every browser has it, and only in a secure context.
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

// Read once: from then on the address bar belongs to the browser and the links.
const section = classroom.section ?? sectionOf(location.hash);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App lab={{ store, actions: controller.actions }} section={section} />
  </StrictMode>,
);
document.addEventListener('visibilitychange', () => controller.visible(!document.hidden));
const booted = controller.boot(client);
// Development serves the sources as they are, without a service worker.
if (!import.meta.hot) void offline.start(booted);
