/**
 * The content security policy against the libraries whose style elements it lets through, and the
 * page that carries it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  framePolicy,
  hostHeaders,
  isWorkerScript,
  pagePolicy,
  workerPolicy,
} from '../../src/app/build/policy';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The hashes of the style elements that a module of React Aria inserts. */
function styleHashes(module: string): string[] {
  const text = readFileSync(`${root}node_modules/react-aria/dist/private/${module}.mjs`, 'utf8');
  const attribute = /PRESSABLE_ATTRIBUTE = '([\w-]+)'/.exec(text)?.[1] ?? '';
  return [...text.matchAll(/style\.textContent = `([^`]*)`\.trim\(\)/g)].map(([, template]) => {
    const style = template!.trim().replace(/\$\{[^}]*PRESSABLE_ATTRIBUTE\}/, attribute);
    return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  });
}

type Handler = (html: string, context: { server?: object }) => string;

/** What the plugin makes of a page. */
function written(html: string, context: { server?: object } = {}): string {
  const { transformIndexHtml } = contentSecurityPolicy() as unknown as {
    transformIndexHtml: { handler: Handler };
  };
  return transformIndexHtml.handler(html, context);
}

describe('the policy', () => {
  it.each(['interactions/usePress', 'overlays/usePreventScroll'])('knows the style of %s', (module) => {
    const hashes = styleHashes(module);
    expect(hashes).toHaveLength(1);
    expect(pagePolicy).toContain(hashes[0]);
  });

  it('begins with nothing, and opens no more than the page needs', () => {
    const directives = new Map(pagePolicy.split('; ').map((text) => [text.split(' ')[0], text]));
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(directives.get('script-src')).toBe("script-src 'self' 'unsafe-eval'");
    // Attributes alone: no element.
    expect(pagePolicy.match(/[\w-]+ 'unsafe-inline'/g)).toEqual(["style-src-attr 'unsafe-inline'"]);
    expect(pagePolicy).not.toMatch(/https?:|data:|blob:|\*/);
  });

  it('stands in the built page before anything that it holds for, and not in development', () => {
    const html = readFileSync(`${root}index.html`, 'utf8');
    const built = written(html);
    const at = built.indexOf(`<meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />`);
    expect(at).toBeGreaterThan(0);
    for (const tag of ['<script', '<link', '<style'])
      expect(built.slice(0, at), `${tag} before the policy`).not.toContain(tag);
    expect(written(html, { server: {} })).toBe(html);
    expect(() => written('<html></html>')).toThrow('index.html has no <meta charset="utf-8" />');
  });

  it('of a worker is for the scripts of workers alone, and lets a worker start others', () => {
    const scripts = ['/assets/worker-COC9fosH.js', '/lab/assets/poolWorker-a_-9.js?x'];
    expect(scripts.map(isWorkerScript)).toEqual([true, true]);
    const others = ['/', '/sw.js', '/assets/index-DPRmRPGI.js', '/assets/coworker-a.js', '/?x=worker-'];
    expect(others.filter(isWorkerScript)).toEqual([]);
    expect(workerPolicy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "connect-src 'self'",
      "worker-src 'self'",
    ]);
  });

  it('is told in the README with the headers that a host can add', () => {
    const readme = readFileSync(`${root}src/app/README.md`, 'utf8');
    const named = Object.entries(hostHeaders).map(([name, value]) => `${name}: ${value}`);
    for (const header of [framePolicy, workerPolicy, ...named]) expect(readme).toContain(`\`${header}\``);
  });
});
