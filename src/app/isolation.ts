/**
 * The two headers with which a browser isolates the page from other origins, which its workers need
 * to share memory. The development and preview servers send them, and the service worker adds them
 * for hosts that do not. Knows neither page nor server.
 */

/** For the page and for each worker's script, which needs the second one itself. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

/**
 * The same response with the two headers. Workbox's `copyResponse` cannot be used: it refuses a
 * response without a URL, and such a response is cached where a host redirects `index.html` to its
 * folder.
 */
export function isolated({ body, status, statusText, headers }: Response): Response {
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(isolationHeaders)) all.set(name, value);
  return new Response(body, { status, statusText, headers: all });
}
