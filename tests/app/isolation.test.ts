/**
 * The headers of isolation: on all that development answers, on what the service worker has kept,
 * and in src/app/README.md.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { describe, expect, it } from 'vitest';
import { crossOriginIsolation } from '../../src/app/build/isolation';
import { isolated, isolationHeaders } from '../../src/app/isolation';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Those of the two headers that a response has. */
const sent = ({ headers }: Response) =>
  Object.fromEntries(
    Object.keys(isolationHeaders).flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );

/** What Vite's development server sends with a page, a script, a picture and what is not there. */
async function development(plugins: ReturnType<typeof crossOriginIsolation>[]): Promise<unknown[]> {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'mpa',
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    server: { port: 0, host: '127.0.0.1', ws: false, watch: null },
    plugins,
  });
  try {
    await server.listen();
    const [url] = server.resolvedUrls?.local ?? [];
    const answer = async (path: string) => {
      const response = await fetch(new URL(path, url));
      return [response.status, sent(response)];
    };
    return await Promise.all(['', 'src/lib/units.ts', 'icon.svg', 'nothing.js'].map(answer));
  } finally {
    await server.close();
  }
}

describe('the headers of isolation', () => {
  it('come with all that development answers, by the plugin', async () => {
    const found = [200, 200, 200, 404];
    const all = await development([crossOriginIsolation()]);
    expect(all).toEqual(found.map((status) => [status, isolationHeaders]));
    expect(await development([])).toEqual(found.map((status) => [status, {}]));
  });

  it('are added to a response that is otherwise the same, also to one without an address', async () => {
    const kept = new Response('<p>', {
      status: 203,
      statusText: 'Kept',
      headers: { 'Content-Type': 'text/html', 'Cross-Origin-Opener-Policy': 'unsafe-none' },
    });
    expect(kept.url).toBe('');
    const answer = isolated(kept);
    expect([answer.status, answer.statusText, await answer.text()]).toEqual([203, 'Kept', '<p>']);
    expect(answer.headers.get('Content-Type')).toBe('text/html');
    expect(sent(answer)).toEqual(isolationHeaders);
  });

  it('are told in the README', () => {
    const readme = readFileSync(`${root}src/app/README.md`, 'utf8');
    for (const [name, value] of Object.entries(isolationHeaders))
      expect(readme).toContain(`\`${name}: ${value}\``);
  });
});
