/**
 * Vite plugin: the service worker that keeps the page's own files, and the manifest of the installed page. Build time, Node.
 * `app/offline.ts` registers it. It never takes over by itself (no `skipWaiting`, no `clients.claim`).
 */
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const paper = '#f7f7f5';

/** The plugin. The sheets, 130 MB, are left out: `dataset/sheetCache` keeps those that a split needs. */
export function offlineWorker(): Plugin[] {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: false,
    manifest: {
      name: 'AlexNet Lab',
      short_name: 'AlexNet Lab',
      description: 'Train AlexNet on CIFAR-10 in this page, on your own GPU.',
      display: 'standalone',
      theme_color: paper,
      background_color: paper,
      icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }],
    },
    workbox: {
      globPatterns: ['**/*.{js,css,html}', 'compared-*.svg', 'cifar10/manifest.json'],
      maximumFileSizeToCacheInBytes: 8 * 2 ** 20,
      // The address holds the experiment: whatever it says, it is the same page. Nothing else is answered with it.
      ignoreURLParametersMatching: [/^/],
      navigateFallback: null,
      cleanupOutdatedCaches: true,
      inlineWorkboxRuntime: true,
    },
  });
}
