/**
 * Vite plugin: makes the development and preview servers send the isolation headers with every
 * response. Build time, Node.
 */
import type { Connect, Plugin } from 'vite';
import { isolationHeaders } from '../isolation.ts';

const send: Connect.NextHandleFunction = (_, response, next) => {
  for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
  next();
};

/**
 * The plugin. It runs before the plugins that answer requests themselves, whose responses Vite's
 * own option, `server.headers`, does not reach.
 */
export function crossOriginIsolation(): Plugin {
  return {
    name: 'cross-origin-isolation',
    configureServer: ({ middlewares }) => void middlewares.use(send),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(send),
  };
}
