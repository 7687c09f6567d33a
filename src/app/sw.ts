/**
 * The service worker: keeps the page's own files and answers with them, with the headers of
 * isolation, also where their host sends none. It never takes over by itself (`skipWaiting` only
 * when told, no `clients.claim`). `app/build/offline.ts` builds it, `app/offline.ts` registers it.
 */
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { isolated } from './isolation';

declare const self: ServiceWorkerGlobalScope;

// Added to the answers, not to what is kept: files that an earlier version kept stay as they are.
addPlugins([{ handlerWillRespond: async ({ response }) => isolated(response) }]);
// The address holds the experiment: whatever it says, it is the same page. Nothing else is answered
// with it.
// oxlint-disable-next-line no-underscore-dangle -- where workbox-build writes the list
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/^/] });
cleanupOutdatedCaches();

self.addEventListener('message', ({ data }) => {
  if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
