/** Builds the page as a visitor gets it, and serves it on a free port of this machine. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of each run's own, so that neither a `dist/` that somebody is looking at nor another run is disturbed. */
const outDir = join(root, '.cache', `served-${process.pid}`);

/** The served page. */
export interface LabServer {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/** Builds from the sources as they are now; nothing older is ever served. */
export async function startServer(): Promise<LabServer> {
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  // Under `test`, which Vitest sets, it would be React's development build.
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  } finally {
    process.env['NODE_ENV'] = NODE_ENV;
  }
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', open: false },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}
