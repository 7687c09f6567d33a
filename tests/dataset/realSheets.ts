/** The real sheets, cut once into the project's cache as the plugin does. The first run takes about 15 s. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLogger } from 'vite';
import { decodeSheet } from '../../src/dataset/decode';
import { ImageStore } from '../../src/dataset/imageStore';
import { parseManifest } from '../../src/dataset/manifest';
import { sheetsFolder } from '../../src/dataset/sheets/plugin';

/** All of CIFAR-10 in a store, decoded from the sheets' files. */
export async function realStore(): Promise<ImageStore> {
  const folder = await sheetsFolder(resolve(import.meta.dirname, '../..'), createLogger());
  const parsed = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  if (!parsed.ok) throw new Error(parsed.error);
  const store = new ImageStore(parsed.value);
  for (const { file, count } of parsed.value.sheets) {
    store.put(file, decodeSheet(readFileSync(join(folder, file)), { columns: parsed.value.columns, count }));
  }
  return store;
}
