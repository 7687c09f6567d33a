/**
 * tfjs-core's own published tests on the CPU engine and on tfjs's CPU backend: `npm run test:tfjs`.
 * Prints where they differ; fails where a test fails on the engine and passes on the CPU backend.
 * Takes half a minute.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { difference, tally, type Outcomes } from './outcomes';

const root = fileURLToPath(new URL('../..', import.meta.url));
const minute = 60_000;

/**
 * tfjs-core says of its tests that they do nothing when imported, and a bundler would leave them
 * out.
 */
const keepAll: Plugin = {
  name: 'keep-all',
  enforce: 'pre',
  async resolveId(source, importer) {
    const found = await this.resolve(source, importer, { skipSelf: true });
    return found && found.external === false ? { ...found, moduleSideEffects: true } : found;
  },
};

async function bundle(folder: string): Promise<void> {
  const jasmine = 'jasmine-core/lib/jasmine-core/jasmine.js';
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [keepAll],
    // tfjs asks for this file in a way that only a bundler resolves.
    resolve: { alias: { [jasmine]: createRequire(import.meta.url).resolve(jasmine) } },
    ssr: { noExternal: true, external: ['jasmine-core'] },
    build: {
      ssr: fileURLToPath(new URL('suite.ts', import.meta.url)),
      outDir: folder,
      target: 'node20',
      minify: false,
      emptyOutDir: true,
    },
  });
}

function outcomesOn(backend: 'cpu' | 'wasm', folder: string): Outcomes {
  const result = join(folder, `${backend}.json`);
  // What the tests print would hide what they tell.
  execFileSync(process.execPath, [join(folder, 'suite.js'), backend, result], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 10 * minute,
  });
  return JSON.parse(readFileSync(result, 'utf8')) as Outcomes;
}

// Within the project, where Node finds its packages.
const cache = join(root, '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'tfjs-'));
try {
  await bundle(folder);
  const cpu = outcomesOn('cpu', folder);
  const wasm = outcomesOn('wasm', folder);
  for (const [name, outcomes] of Object.entries({ cpu, wasm })) console.log(`${name}: ${tally(outcomes)}`);
  const { worse, better, absent } = difference(wasm, cpu);
  for (const name of absent) console.log(`on cpu alone: ${name}`);
  for (const name of better) console.log(`fails on cpu, passes on wasm: ${name}`);
  for (const name of worse) console.log(`FAILS ON WASM, passes on cpu: ${name}`);
  // Nothing ran, nothing was compared.
  if (worse.length > 0 || Object.keys(wasm).length === 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
