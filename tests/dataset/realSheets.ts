/**
 * The real sheets, cut once into the project's cache as the plugin does. The first run takes about
 * 15 s.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLogger } from 'vite';
import { decodeSheet } from '../../src/dataset/decode';
import { ImageStore } from '../../src/dataset/imageStore';
import { parseManifest, type Manifest } from '../../src/dataset/manifest';
import { sheetsFolder } from '../../src/dataset/sheets/plugin';

const allFiles = ({ sheets }: Manifest): string[] => sheets.map(({ file }) => file);

/** CIFAR-10 in a store, decoded from the sheets' files; `wanted` picks them, all unless told. */
export async function realStore(
  wanted: (manifest: Manifest) => readonly string[] = allFiles,
): Promise<ImageStore> {
  const folder = await sheetsFolder(resolve(import.meta.dirname, '../..'), createLogger());
  const parsed = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  if (!parsed.ok) throw new Error(parsed.error);
  const store = new ImageStore(parsed.value);
  for (const file of wanted(parsed.value)) {
    const { count } = store.entry(file);
    const png = new Uint8Array(readFileSync(join(folder, file)));
    store.put(file, await decodeSheet(png, { columns: parsed.value.columns, count }));
  }
  return store;
}
