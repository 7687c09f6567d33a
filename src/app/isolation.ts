/**
 * The two headers by which a browser isolates the page from other origins: only then may its
 * workers share a memory. The servers of development and preview send them, and the service worker
 * for hosts that do not. Knows neither page nor server.
 */

/** For the page and for each worker's script, which carries the second one for itself. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

/**
 * The same response with the two headers. Not by Workbox's `copyResponse`: it refuses a response
 * without an address, and such a one is kept where a host redirects `index.html` to its folder.
 */
export function isolated({ body, status, statusText, headers }: Response): Response {
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(isolationHeaders)) all.set(name, value);
  return new Response(body, { status, statusText, headers: all });
}
