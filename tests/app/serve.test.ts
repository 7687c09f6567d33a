/** Which page is served: one built from the very files that lie there. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fingerprint, keptPages, removeOld } from '../../src/app/build/serve';

const root = mkdtempSync(join(tmpdir(), 'lab-'));
afterAll(() => rmSync(root, { recursive: true }));

const put = (path: string, text: string): void => writeFileSync(join(root, path), text);

it('is known by the names and bytes of all that it is built from', async () => {
  for (const folder of ['public', 'src', 'src/lib']) mkdirSync(join(root, folder));
  for (const path of ['index.html', 'package-lock.json', 'vite.config.ts', 'public/icon.svg'])
    put(path, path);
  put('src/lib/a.ts', 'one');
  const first = await fingerprint(root);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await fingerprint(root)).toBe(first);

  const others = new Set([first]);
  put('src/lib/a.ts', 'two');
  others.add(await fingerprint(root));
  put('public/icon.svg', 'changed');
  others.add(await fingerprint(root));
  put('src/lib/b.ts', '');
  others.add(await fingerprint(root));
  expect(others.size).toBe(4);

  // What is not part of a page does not count.
  put('README.md', 'text');
  expect(others.has(await fingerprint(root))).toBe(true);
});

it('of the pages that were built, those served last are kept', async () => {
  const folder = join(root, 'built');
  const names = Array.from({ length: keptPages + 2 }, (_, i) => `page${i}`);
  // In an order that is neither that of the names nor its reverse.
  const used = names.map((_, i) => 1 + ((3 * i) % names.length));
  for (const [i, name] of names.entries()) {
    mkdirSync(join(folder, name), { recursive: true });
    utimesSync(join(folder, name), used[i]!, used[i]!);
  }
  await removeOld(folder);
  expect(readdirSync(folder).toSorted()).toEqual(names.filter((_, i) => used[i]! > 2));
});
