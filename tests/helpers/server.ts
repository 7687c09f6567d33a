/**
 * The page as a visitor gets it, built from the sources as they are now, on a free port of this
 * machine.
 */
import { fileURLToPath } from 'node:url';
import { builtPage, servePage, type ServedPage } from '../../src/app/build/serve';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Nothing older than the sources is ever served. */
export const startServer = async (): Promise<ServedPage> =>
  servePage(root, await builtPage(root, console.warn), 0);
