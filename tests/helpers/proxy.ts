/**
 * A server between a browser and the served page that gives some files otherwise: what a later
 * version of the site would give.
 */
import { createServer, type ServerResponse } from 'node:http';

/** The proxy. */
export interface Proxy {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): void;
}

/**
 * Serves what `target` serves on a free port; `change` sees each file's path and bytes, and returns
 * the bytes to give. Headers: the type, the content security policy, and those named in `more`.
 */
export async function startProxy(
  target: string,
  change: (path: string, bytes: Buffer) => Buffer,
  more: readonly string[] = [],
): Promise<Proxy> {
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const from = await fetch(new URL(path, target));
    const bytes = change(path, Buffer.from(await from.arrayBuffer()));
    const type = from.headers.get('content-type') ?? 'application/octet-stream';
    for (const name of ['Content-Security-Policy', ...more]) {
      const value = from.headers.get(name);
      if (value !== null) response.setHeader(name, value);
    }
    response.writeHead(from.status, { 'Content-Type': type });
    response.end(bytes);
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response).catch((thrown: unknown) => response.destroy(thrown as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
