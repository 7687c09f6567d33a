/** Once before all browser tests: builds and serves the page, where a browser is installed. */
import type { TestProject } from 'vitest/node';
import { findBrowser } from '../helpers/browsers';
import { startServer } from '../helpers/server';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served; empty when no browser is installed. */
    labUrl: string;
  }
}

const families = ['chromium', 'firefox'] as const;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const any = families.some((name) => findBrowser(name) !== null);
  const server = any ? await startServer() : null;
  project.provide('labUrl', server?.url ?? '');
  return async () => server?.close();
}
