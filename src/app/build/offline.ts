/**
 * Vite plugin: builds the service worker `app/sw.ts` with the list of the files that it caches, and
 * the manifest of the installed page. Build time, Node.
 */
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const paper = '#f7f7f5';

/**
 * The plugin; `also` runs in the service worker's own build. The sheets, 130 MB, are left out:
 * `dataset/sheetCache` caches those that a split needs.
 */
export function offlineWorker(also: Plugin): Plugin[] {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/app',
    filename: 'sw.ts',
    injectRegister: false,
    // Its build would log each step, whatever log level the page's own build has.
    integration: { configureCustomSWViteBuild: (worker) => void (worker.logLevel = 'warn') },
    manifest: {
      name: 'AlexNet Lab',
      short_name: 'AlexNet Lab',
      description: 'Train AlexNet on CIFAR-10 in this page, on your own GPU.',
      display: 'standalone',
      theme_color: paper,
      background_color: paper,
      icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }],
    },
    injectManifest: {
      // Registered as a classic script: not every browser accepts modules there.
      rollupFormat: 'iife',
      buildPlugins: { vite: [also] },
      globPatterns: ['**/*.{js,css,html,wasm}', 'compared-*.svg', 'cifar10/manifest.json', 'models/*.keras'],
      maximumFileSizeToCacheInBytes: 8 * 2 ** 20,
    },
  });
}
