/**
 * The folder of the cut sheets: cut once, and either complete or absent, even if two processes
 * begin together or one is killed half-way. Runs at build time in Node; does not depend on Vite.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseManifest } from '../manifest.ts';

/** A cutting folder older than this was abandoned. */
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
    return false; // missing or unreadable: cut again
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

/** Moves the finished folder to its final path. If another process was faster, its folder stays. */
async function settle(fresh: string, target: string): Promise<void> {
  try {
    await rename(fresh, target);
  } catch {
    if (await isComplete(target)) return;
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  }
}

/**
 * An empty folder with ordinary permissions: a build copies them, and a web server must be able to
 * read the copy.
 */
async function newFolder(root: string): Promise<string> {
  const path = join(root, `cutting-${randomUUID()}`);
  await mkdir(path);
  return path;
}

/**
 * The folder `root/version`, filled by `cut` unless it is complete. `cut` gets an empty folder,
 * which is moved to its final path when it returns and deleted if it throws.
 */
export async function completeFolder(
  root: string,
  version: string,
  cut: (folder: string) => Promise<unknown>,
): Promise<string> {
  const target = join(root, version);
  if (await isComplete(target)) return target;
  await mkdir(root, { recursive: true });
  await removeAbandoned(root);
  const fresh = await newFolder(root);
  try {
    await cut(fresh);
    await settle(fresh, target);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return target;
}
