/**
 * The service worker: caches the page's own files and answers with them, adding the isolation
 * headers, also where their host sends none. It never takes over by itself: it calls `skipWaiting`
 * and `clients.claim` only when asked to. `app/build/offline.ts` builds it, `app/offline.ts`
 * registers it.
 */
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { isolated } from './isolation';

declare const self: ServiceWorkerGlobalScope;

// Added to the responses, not to the cache: files that an earlier version cached stay unchanged.
addPlugins([{ handlerWillRespond: async ({ response }) => isolated(response) }]);
// The address holds the experiment; whatever its parameters, it is the same page. No other address
// is answered with the page.
// oxlint-disable-next-line no-underscore-dangle -- where workbox-build writes the list
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/^/] });
cleanupOutdatedCaches();

self.addEventListener('message', ({ data }) => {
  const type = (data as { type?: unknown } | null)?.type;
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  if (type === 'CLIENTS_CLAIM') void self.clients.claim();
});
