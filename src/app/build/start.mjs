/**
 * `npm start`: installs what the page needs, builds it unless nothing has changed, serves it and ends with
 * its address. Plain JavaScript, as nothing is installed when it begins; the rest is in `serve.ts`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** When a file of the project was written, in ms; 0 where it is not there. */
const writtenAt = (path) => statSync(root + path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether npm has installed since the list of packages was last changed. */
const isInstalled = ['package.json', 'package-lock.json'].every(
  (path) => writtenAt(path) < writtenAt('node_modules/.package-lock.json'),
);

/** npm's exit status. Visitors need no test tools; where they are installed already, they stay. */
function install() {
  const isDeveloper = existsSync(`${root}node_modules/vitest`);
  const options = ['install', '--no-audit', '--no-fund', ...(isDeveloper ? [] : ['--omit=dev'])];
  const npm = process.env.npm_execpath;
  const [command, ...more] = npm ? [process.execPath, npm] : ['npm'];
  return spawnSync(command, [...more, ...options], { cwd: root, stdio: 'inherit', shell: !npm }).status;
}

if (!isInstalled && install() !== 0) process.exit(1);
const { runnerImport } = await import('vite');
const { builtPage, servePage } = (await runnerImport(`${root}src/app/build/serve.ts`)).module;
const { url } = await servePage(root, await builtPage(root, console.log), 4173);
console.log(`\n${url}`);
