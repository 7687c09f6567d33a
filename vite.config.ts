/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { crossOriginIsolation } from './src/app/build/isolation.ts';
import { offlineWorker } from './src/app/build/offline.ts';
import { contentSecurityPolicy } from './src/app/build/policy.ts';
import { cifarSheets } from './src/dataset/sheets/plugin.ts';

export default defineConfig({
  // A relative base: the built page works from any folder of any host.
  base: './',
  plugins: [crossOriginIsolation(), react(), cifarSheets(), contentSecurityPolicy(), offlineWorker()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 2_000 },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Vitest would leave a core free, and tfjs’s CPU backend computes on one.
          maxWorkers: '100%',
          // The report holds its style sheet; those of the page are left out.
          css: { include: [/report\.css/] },
          testTimeout: 180_000,
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**', 'tests/keras/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // The kernels on a second software adapter, another compiler: Chromium's SwiftShader.
        extends: true,
        test: {
          name: 'kernels-swiftshader',
          maxWorkers: '100%',
          testTimeout: 600_000,
          include: ['tests/kernels/**/*.test.ts', 'tests/golden/**/*.test.ts'],
          env: { LAB_ADAPTER: 'swiftshader' },
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/browser/globalSetup.ts'],
          // Software adapters on two cores: one page at a time, and minutes for a run.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 900_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
