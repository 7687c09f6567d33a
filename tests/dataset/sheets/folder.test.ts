import { mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeFolder, isComplete } from '../../../src/dataset/sheets/folder';
import { tinySet } from '../tiny';

let root: string;
let cuts: number;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sheets-test-'));
  cuts = 0;
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function cut(folder: string): Promise<void> {
  cuts++;
  const { manifest, png } = await tinySet(2, 1);
  for (const [file, bytes] of png) await writeFile(join(folder, file), bytes);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

const fail = async (folder: string) => {
  await cut(folder);
  throw new Error('disk full');
};

describe('completeFolder', () => {
  it('cuts once', async () => {
    const place = await completeFolder(root, 'v1', cut);
    expect(await isComplete(place)).toBe(true);
    expect(await completeFolder(root, 'v1', cut)).toBe(place);
    expect(cuts).toBe(1);
    expect(await readdir(root)).toEqual(['v1']);
  });

  it('can be read by others, as a web server must', async () => {
    const ordinary = join(root, 'ordinary');
    await mkdir(ordinary);
    const place = await completeFolder(root, 'v1', cut);
    expect((await stat(place)).mode).toBe((await stat(ordinary)).mode);
  });

  it('leaves one whole folder when several begin at once', async () => {
    const places = await Promise.all([1, 2, 3].map(() => completeFolder(root, 'v1', cut)));
    expect(new Set(places).size).toBe(1);
    expect(await isComplete(join(root, 'v1'))).toBe(true);
    expect(await readdir(root)).toEqual(['v1']);
  });

  it('leaves nothing when the cutting fails, and says why', async () => {
    await expect(completeFolder(root, 'v1', fail)).rejects.toThrow('disk full');
    expect(await readdir(root)).toEqual([]);
  });

  it('cuts anew when a file is missing or shorter, or the manifest is broken', async () => {
    const place = await completeFolder(root, 'v1', cut);
    const damage = [
      () => rm(join(place, 'train-1.png')),
      () => truncate(join(place, 'train-0.png'), 100),
      () => writeFile(join(place, 'manifest.json'), '{'),
    ];
    for (const [i, harm] of damage.entries()) {
      await harm();
      expect(await isComplete(place)).toBe(false);
      await completeFolder(root, 'v1', cut);
      expect(await isComplete(place)).toBe(true);
      expect(cuts).toBe(i + 2);
    }
  });

  it('clears away what was abandoned, not what is being cut', async () => {
    for (const name of ['cutting-old', 'cutting-new']) {
      await mkdir(join(root, name));
      await writeFile(join(root, name, 'x'), 'x');
    }
    const hoursAgo = new Date(Date.now() - 2 * 3600 * 1000);
    await utimes(join(root, 'cutting-old'), hoursAgo, hoursAgo);
    await completeFolder(root, 'v1', cut);
    expect((await readdir(root)).toSorted()).toEqual(['cutting-new', 'v1']);
    expect(await readFile(join(root, 'cutting-new', 'x'), 'utf8')).toBe('x');
  });
});
