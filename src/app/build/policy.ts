/**
 * Vite plugin: the content security policy of the built page, in the page itself, so that it holds on any static host. Development
 * has none: hot reloading needs inline scripts. Build time, Node.
 */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** React Aria's `usePreventScroll` on iOS, character by character. */
const preventScroll = '@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}';

/** The only `<style>` elements that may be there: those that libraries insert. What React sets goes through the CSSOM, which is free. */
const styleHashes = [
  // React Aria's `usePress`: touch-action.
  '38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=',
  createHash('sha256').update(preventScroll).digest('base64'),
  // The empty one, to which glamor in tfjs-vis adds rules through the CSSOM.
  createHash('sha256').update('').digest('base64'),
  // vega-tooltip in tfjs-vis.
  '/gFjybzm2cU4MbaLSWpSqW5eLj+JZBii6jm4umpv1+A=',
];

/**
 * The page's policy. `'unsafe-eval'` is for Vega alone, which compiles every chart's expressions with `new Function`; it is also why
 * Trusted Types are not required.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  `style-src 'self' ${styleHashes.map((hash) => `'sha256-${hash}'`).join(' ')}`,
  // vega-tooltip places itself by a style attribute.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');

/** What a page cannot say of itself: nobody may frame it. A header. */
export const framePolicy = "frame-ancestors 'none'";

/** For all files, by whoever serves them: a type is what the server says, and of devices only the camera is asked for. */
export const hostHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy':
    'camera=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;

/**
 * A worker's script has a policy of its own, by header alone. The engine needs no `eval`, but
 * WebAssembly (libhdf5, the CPU engine) and workers of its own: the threads of the CPU engine.
 */
export const workerPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";

/** Whether an address is that of a worker's script: the engine's, or that of its threads. */
export const isWorkerScript = (url: string): boolean => /\/(?:worker|poolWorker)-[\w-]+\.js/.test(url);

const charset = '<meta charset="utf-8" />';

/** The plugin. `vite preview` also sends the headers that a host can add. Throws, in a build, if the page has no charset to stand after. */
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
        // A policy holds for what comes after it; the charset must be among the first 1,024 bytes.
        const policy = `<meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />`;
        return html.replace(charset, `${charset}\n    ${policy}`);
      },
    },
  };
}
