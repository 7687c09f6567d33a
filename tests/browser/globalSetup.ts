/** Once before all browser tests: says which browsers are missing, builds and serves the page. */
import type { TestProject } from 'vitest/node';
import { findBrowser, installHint } from '../helpers/browsers';
import { startServer } from '../helpers/server';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served; empty when no browser is installed. */
    labUrl: string;
  }
}

const families = ['chromium', 'firefox'] as const;

function reportMissing(): void {
  for (const name of families) {
    if (findBrowser(name) === null) console.warn(`\nSKIPPED browser tests: ${installHint(name)}.\n`);
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  reportMissing();
  const any = families.some((name) => findBrowser(name) !== null);
  const server = any ? await startServer() : null;
  project.provide('labUrl', server?.url ?? '');
  return async () => {
    await server?.close();
    // Again at the very end, where it is not scrolled away.
    reportMissing();
  };
}
