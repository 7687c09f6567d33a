/**
 * Vite plugin: writes the content security policy of the built page into the page itself, so that
 * it holds on any static host. Development has none: hot reloading needs inline scripts. Build
 * time, Node.
 */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** The style that React Aria's `usePreventScroll` inserts on iOS, character by character. */
const preventScroll = '@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}';

/**
 * The only `<style>` elements that are allowed: those that libraries insert. What React sets goes
 * through the CSSOM, which the policy does not restrict.
 */
const styleHashes = [
  // React Aria's `usePress`: touch-action.
  '38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=',
  createHash('sha256').update(preventScroll).digest('base64'),
  // The empty one, to which glamor (in tfjs-vis) adds rules through the CSSOM.
  createHash('sha256').update('').digest('base64'),
  // vega-tooltip (in tfjs-vis).
  '/gFjybzm2cU4MbaLSWpSqW5eLj+JZBii6jm4umpv1+A=',
];

/**
 * The page's policy. Only Vega needs `'unsafe-eval'`: it compiles every chart's expressions with
 * `new Function`. For the same reason Trusted Types are not required.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  `style-src 'self' ${styleHashes.map((hash) => `'sha256-${hash}'`).join(' ')}`,
  // vega-tooltip positions itself with a style attribute.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');

/** Forbids framing the page. It only works as a header, not in the page itself. */
export const framePolicy = "frame-ancestors 'none'";

/**
 * Headers for all files, to be sent by the server: types are not guessed from the content, and of
 * the devices only the camera may be used.
 */
export const hostHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy':
    'camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/**
 * A worker's script has a policy of its own, by header alone. The engine needs no `eval`, but it
 * needs WebAssembly (libhdf5, the CPU engine) and workers of its own: the CPU engine's threads.
 */
export const workerPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** Whether an address is that of a worker's script: the engine's, or its threads'. */
export const isWorkerScript = (url: string): boolean => /\/(?:worker|poolWorker)-[\w-]+\.js/.test(url);

const charset = '<meta charset="utf-8" />';

/**
 * The plugin. `vite preview` also sends the headers that a host can add. Throws during a build if
 * the page has no charset for the policy to follow.
 */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const policy = isWorkerScript(request.url ?? '') ? workerPolicy : framePolicy;
        response.setHeader('Content-Security-Policy', policy);
        for (const [name, value] of Object.entries(hostHeaders)) response.setHeader(name, value);
        next();
      });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { server }) {
        if (server) return html;
        if (!html.includes(charset)) throw new Error(`index.html has no ${charset}`);
        // A policy applies to what follows it; the charset must be in the first 1,024 bytes.
        const policy = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />`;
        return html.replace(charset, `${charset}\n    ${policy}`);
      },
    },
  };
}
