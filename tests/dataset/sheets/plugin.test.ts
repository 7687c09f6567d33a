import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, createServer, type InlineConfig } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchManifest } from '../../../src/dataset/loader';
import { sheetsVersion } from '../../../src/dataset/sheets/cut';
import { cifarSheets } from '../../../src/dataset/sheets/plugin';
import { sha256Hex } from '../../../src/lib/hash';
import { tinySet, type TinySet } from '../tiny';

// A project whose cache is filled already, with a small set in the place of the real one: nothing
// is cut.
let root: string;
let set: TinySet;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plugin-test-'));
  set = await tinySet(2, 1);
  const folder = join(root, '.cache', 'cifar10', sheetsVersion);
  await mkdir(folder, { recursive: true });
  for (const [file, bytes] of set.png) await writeFile(join(folder, file), bytes);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(set.manifest));
  await writeFile(join(root, 'index.html'), '<!doctype html><title>lab</title>');
  await writeFile(join(root, 'package.json'), '{}');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const config = (base: string): InlineConfig => ({
  root,
  base,
  configFile: false,
  logLevel: 'silent',
  plugins: [cifarSheets()],
  server: { port: 0, host: '127.0.0.1' },
});

/** Runs a development server for `work`, which gets its address. */
async function served(base: string, work: (url: string) => Promise<void>): Promise<void> {
  const server = await createServer(config(base));
  try {
    await server.listen();
    const address = server.httpServer?.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await work(`http://127.0.0.1:${port}${base === './' ? '/' : base}`);
  } finally {
    await server.close();
  }
}

describe('cifarSheets', () => {
  it.each(['./', '/lab/'])('serves manifest and sheets in development under the base %s', async (base) => {
    await served(base, async (url) => {
      expect(await fetchManifest(`${url}cifar10/`, null)).toEqual({ ok: true, value: set.manifest });
      const sheet = await fetch(`${url}cifar10/train-1.png`);
      expect(sheet.headers.get('content-type')).toBe('image/png');
      expect(new Uint8Array(await sheet.arrayBuffer())).toEqual(set.png.get('train-1.png'));
    });
  });

  it.each(['cifar10/train-9.png', 'cifar10/other.txt', 'cifar10/..%2f..%2f..%2fpackage.json', 'cifar10/'])(
    'answers 404 for %s',
    async (path) => {
      await served('./', async (url) => expect((await fetch(url + path)).status).toBe(404));
    },
  );

  it('tells a page why there are no sheets when the package is not installed', async () => {
    await rm(join(root, '.cache'), { recursive: true });
    await served('./', async (url) => {
      const answer = await fetch(`${url}cifar10/manifest.json`);
      expect(answer.status).toBe(500);
      expect(await answer.text()).toContain('run "npm install"');
    });
    expect(await readdir(join(root, '.cache', 'cifar10'))).toEqual([]);
  });

  it('tells the script of a build which manifest it is', async () => {
    await writeFile(
      join(root, 'index.html'),
      '<!doctype html><script type="module" src="./main.js"></script>',
    );
    await writeFile(
      join(root, 'main.js'),
      "import { manifestSha256 } from 'virtual:manifest-hash'; document.title = manifestSha256;",
    );
    await build(config('./'));
    const assets = join(root, 'dist', 'assets');
    const [script] = await readdir(assets);
    const manifest = await readFile(join(root, 'dist', 'cifar10', 'manifest.json'));
    expect(await readFile(join(assets, script!), 'utf8')).toContain(
      await sha256Hex(new Uint8Array(manifest)),
    );
  });

  it('emits all of it with a build', async () => {
    await build(config('./'));
    const folder = join(root, 'dist', 'cifar10');
    expect((await readdir(folder)).toSorted()).toEqual([...set.png.keys(), 'manifest.json'].toSorted());
    const sheet = set.manifest.sheets[0];
    expect((await stat(join(folder, sheet?.file ?? ''))).size).toBe(sheet?.bytes);
  });
});
