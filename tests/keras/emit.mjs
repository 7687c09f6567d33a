/** Prints, as JSON, what our side says: the Python tests hold it against the real Keras. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('ours.ts', import.meta.url)), {
  configFile: false,
});
process.stdout.write(JSON.stringify(module.ours()));
