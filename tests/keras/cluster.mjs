/** Runs cluster.ts with the folder of its argument. Through Vite: the program's texts are imported as `?raw`. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

await runnerImport(fileURLToPath(new URL('cluster.ts', import.meta.url)), { configFile: false });
// The engine's way of yielding (a message port) would keep the process.
process.exit();
