/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { crossOriginIsolation } from './src/app/build/isolation.ts';
import { offlineWorker } from './src/app/build/offline.ts';
import { licences } from './src/app/build/licences.ts';
import { contentSecurityPolicy } from './src/app/build/policy.ts';
import { staticWords } from './src/app/build/staticWords.ts';
import { cifarSheets } from './src/dataset/sheets/plugin.ts';
import { projects } from './tests/projects.ts';

const { collect, write } = licences();

export default defineConfig({
  // A relative base: the built page works from any folder of any host.
  base: './',
  plugins: [
    crossOriginIsolation(),
    react(),
    cifarSheets(),
    staticWords(),
    contentSecurityPolicy(),
    offlineWorker(collect()),
    collect(),
    write,
  ],
  worker: { format: 'es', plugins: () => [collect()] },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 2_000,
    // Copying the images takes most of a build, and is no news to a visitor.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  test: { reporters: ['default', './tests/helpers/endReporter.ts'], projects },
});
