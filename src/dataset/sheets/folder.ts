/**
 * The folder where the cut sheets are kept: cut once, whole or not there at all, also when two processes begin together or one
 * is killed half-way. Build time, Node; knows no Vite.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseManifest } from '../manifest.ts';

/** A cutting that is older than this was given up. */
const abandonedMs = 60 * 60 * 1000;

/** Whether the folder holds a valid manifest and every sheet in its full size. */
export async function isComplete(folder: string): Promise<boolean> {
  try {
    const parsed = parseManifest(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    if (!parsed.ok) return false;
    const sizes = await Promise.all(
      parsed.value.sheets.map(async ({ file, bytes }) => (await stat(join(folder, file))).size === bytes),
    );
    return sizes.every(Boolean);
  } catch {
    return false; // not there, or not readable: cut anew
  }
}

async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith('cutting-')) continue;
    const path = join(root, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandonedMs) await rm(path, { recursive: true, force: true });
  }
}

/** Moves the finished folder to its place. Where another process was faster, its folder stays. */
async function settle(fresh: string, place: string): Promise<void> {
  try {
    await rename(fresh, place);
  } catch {
    if (await isComplete(place)) return;
    await rm(place, { recursive: true, force: true });
    await rename(fresh, place);
  }
}

/** An empty folder with ordinary permissions: a build copies them, and a web server must be able to read the copy. */
async function newFolder(root: string): Promise<string> {
  const path = join(root, `cutting-${randomUUID()}`);
  await mkdir(path);
  return path;
}

/**
 * The folder `root/version`, filled by `cut` unless it is complete. `cut` gets an empty folder that is moved to its place when it
 * returns, and thrown away if it throws.
 */
export async function completeFolder(
  root: string,
  version: string,
  cut: (folder: string) => Promise<unknown>,
): Promise<string> {
  const place = join(root, version);
  if (await isComplete(place)) return place;
  await mkdir(root, { recursive: true });
  await removeAbandoned(root);
  const fresh = await newFolder(root);
  try {
    await cut(fresh);
    await settle(fresh, place);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return place;
}
