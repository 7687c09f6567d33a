/**
 * Vite plugin: the servers of development and preview send the headers of isolation with all that
 * they answer. Build time, Node.
 */
import type { Connect, Plugin } from 'vite';
import { isolationHeaders } from '../isolation.ts';

const send: Connect.NextHandleFunction = (_, response, next) => {
  for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
  next();
};

/**
 * The plugin. It stands before the plugins that answer requests themselves: Vite's own option,
 * `server.headers`, leaves out what those send.
 */
export function crossOriginIsolation(): Plugin {
  return {
    name: 'cross-origin-isolation',
    configureServer: ({ middlewares }) => void middlewares.use(send),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(send),
  };
}
