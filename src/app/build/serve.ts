/**
 * Builds the page and serves it, for `npm start` and for the browser tests. Built pages are stored
 * by a hash of their sources, so that nothing is built twice and a page being served never changes.
 * Build time, Node.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { build, preview, type Plugin } from 'vite';

/**
 * Everything in the project's folder that a build depends on; the lock file stands for the
 * installed packages.
 */
const inputs = ['index.html', 'package-lock.json', 'public', 'src', 'vite.config.ts'];

/** How many built pages are kept, 150 MB each: the ones served last. */
export const keptPages = 3;

async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).toSorted();
  return (await Promise.all(names.map((name) => filesOf(join(path, name))))).flat();
}

/**
 * SHA-256, in hexadecimal, of the names and bytes of everything that a build of the project at
 * `root` depends on.
 */
export async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    for (const path of await filesOf(join(root, input))) {
      const bytes = await readFile(path);
      // The length separates a file's end from the next file's name.
      hash.update(`${path.slice(root.length)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex');
}

/** Removes all pages in `folder` except the ones served last, by their modification time. */
export async function removeOld(folder: string): Promise<void> {
  const pages = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      return { path, used: (await stat(path)).mtimeMs };
    }),
  );
  const old = pages.toSorted((a, b) => b.used - a.used).slice(keptPages);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

/**
 * Runs Vite's build into `outDir`. With NODE_ENV `test`, which Vitest sets, it would be React's
 * development build.
 */
async function buildInto(root: string, outDir: string): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}

/**
 * The folder of the page built from the current sources at `root`; builds it if it is not there,
 * and reports that through `say`. What an aborted build left behind is never served. Rejects if the
 * build fails.
 */
export async function builtPage(root: string, say: (line: string) => void): Promise<string> {
  const folder = join(root, '.cache', 'built');
  const page = join(folder, await fingerprint(root));
  if (!existsSync(page)) {
    say('Building the page …');
    const unfinished = `${page}-${process.pid}`;
    await mkdir(folder, { recursive: true });
    try {
      await buildInto(root, unfinished);
      // If another process has built the same page meanwhile, that one is kept.
      if (!existsSync(page)) await rename(unfinished, page);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  await utimes(page, new Date(), new Date());
  await removeOld(folder);
  return page;
}

/** A page that is being served. */
export interface ServedPage {
  /** `http://<host>:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Turns off the compression of Vite's preview, which on one machine takes longer than sending the
 * files uncompressed.
 */
const uncompressed: Plugin = {
  name: 'uncompressed',
  configurePreviewServer: ({ middlewares }) =>
    void middlewares.use((request, _, next) => {
      delete request.headers['accept-encoding'];
      next();
    }),
};

/**
 * Serves the built page in `outDir` on this machine: on `port`, or the next free port above it; 0
 * lets the system choose. Rejects if there is none.
 */
export async function servePage(root: string, outDir: string, port: number): Promise<ServedPage> {
  const host = port === 0 ? '127.0.0.1' : 'localhost';
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir },
    preview: { port, host, open: false },
    plugins: [uncompressed],
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('The preview server has no port');
  return { url: `http://${host}:${address.port}/`, close: () => server.close() };
}
