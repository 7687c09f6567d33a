/**
 * Vite plugin: serves `cifar10/*` in development and emits it with the build, and gives the page's
 * script the manifest's SHA-256 (app/manifestHash.d.ts), because nothing else protects labels, mean
 * and deviation. The sheets are cut once, before the first use, and stored in `.cache/cifar10/`.
 * Runs at build time in Node.
 */
import { createReadStream } from 'node:fs';
import { cp, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Logger, Plugin, ResolvedConfig } from 'vite';
import { sha256Hex } from '../../lib/hash.ts';
import { messageOf } from '../../lib/result.ts';
import { cutSheets, sheetsVersion } from './cut.ts';
import { sourcePackage } from './expected.ts';
import { completeFolder } from './folder.ts';

/** Folder of the sheets, under the site's base. */
const publicFolder = 'cifar10';
/** The virtual module with the manifest's hash, and its name inside Rollup. */
const hashModule = 'virtual:manifest-hash';
const resolvedHashModule = `\0${hashModule}`;

/** Where npm installed the package: in the project's own folder, or in one further up. */
function packageFolder(root: string): string {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve(`${sourcePackage}/package.json`));
  } catch (cause) {
    throw new Error(`CIFAR-10: the package ${sourcePackage} is missing; run "npm install"`, { cause });
  }
}

/** A progress line that is rewritten on a terminal, one final line elsewhere. */
function progressLine(logger: Logger): (done: number, total: number) => void {
  return (done, total) => {
    const line = `CIFAR-10: ${done} of ${total} sheets cut`;
    if (done === total) logger.info(process.stdout.isTTY ? `\r${line}` : line);
    else if (process.stdout.isTTY) process.stdout.write(`\r${line}`);
  };
}

/**
 * The folder of the cut sheets of the project at `root`; cuts them if they are not there (about 15
 * s, once).
 */
export function sheetsFolder(root: string, logger: Logger): Promise<string> {
  return completeFolder(join(root, '.cache', 'cifar10'), sheetsVersion, (folder) => {
    logger.info('CIFAR-10: cutting the images into sheets (once)');
    return cutSheets(packageFolder(root), folder, progressLine(logger));
  });
}

/** Answers a request for one file of the folder; anything else gets a 404. */
async function serve(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = /^\/([a-z0-9-]+\.(?:png|json))(?:\?.*)?$/.exec(request.url ?? '')?.[1];
  const path = name ? join(folder, name) : null;
  const size = path ? (await stat(path).catch(() => null))?.size : undefined;
  if (!path || size === undefined) {
    response.writeHead(404).end();
    return;
  }
  const type = path.endsWith('.png') ? 'image/png' : 'application/json';
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': size, 'Cache-Control': 'no-cache' });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(path), response);
}

/** The plugin. It does nothing until a server listens, or a build asks for the hash or writes. */
export function cifarSheets(): Plugin {
  let config: ResolvedConfig;
  let cutting: Promise<string> | null = null;
  const folder = (): Promise<string> => {
    cutting ??= sheetsFolder(config.root, config.logger);
    // A failure is reported to whoever waits; the next request tries again.
    cutting.catch(() => (cutting = null));
    return cutting;
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    folder()
      .then((path) => serve(path, request, response))
      .catch((thrown: unknown) => {
        config.logger.error(messageOf(thrown));
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(messageOf(thrown));
      });
  };
  return {
    name: 'cifar-sheets',
    configResolved(resolved) {
      config = resolved;
    },
    configureServer(server) {
      server.middlewares.use(posix.join(config.base, publicFolder), answer);
      server.httpServer?.once('listening', () => {
        folder().catch((thrown: unknown) => config.logger.error(messageOf(thrown)));
      });
    },
    resolveId: (id) => (id === hashModule ? resolvedHashModule : null),
    async load(id) {
      if (id !== resolvedHashModule) return null;
      const manifest = await readFile(join(await folder(), 'manifest.json'));
      return `export const manifestSha256 = '${await sha256Hex(new Uint8Array(manifest))}';`;
    },
    async writeBundle({ dir }) {
      await cp(await folder(), join(dir ?? config.build.outDir, publicFolder), { recursive: true });
    },
  };
}
