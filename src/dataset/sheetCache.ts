/**
 * Caches sheets in the browser between visits (Cache Storage). Any trouble with it (no secure
 * context, private window, quota) means a download, never a failed load. Knows neither the network
 * nor the pixels. Engine side.
 */
import type { Digest } from '../lib/hash';
import type { SheetEntry } from './manifest';

/** The part of Cache Storage that is used. */
export interface CachesLike {
  open(name: string): Promise<Pick<Cache, 'match' | 'put' | 'delete' | 'keys'>>;
}

type OpenCache = Awaited<ReturnType<CachesLike['open']>>;

const cacheName = 'cifar10-sheets';

/** The result of `work`, or `fallback` if the store throws. */
async function lenient<T>(work: () => Promise<T>, fallback: T): Promise<T> {
  try {
    return await work();
  } catch {
    return fallback;
  }
}

export class SheetCache {
  private constructor(
    private readonly cache: OpenCache,
    private readonly baseUrl: string,
    private readonly digest: Digest,
  ) {}

  /** Null if there is no Cache Storage or it may not be used. */
  static async open(
    caches: CachesLike | undefined,
    baseUrl: string,
    digest: Digest,
  ): Promise<SheetCache | null> {
    return lenient(
      async () => (caches ? new SheetCache(await caches.open(cacheName), baseUrl, digest) : null),
      null,
    );
  }

  /** The sheet's PNG, if it is cached and matches the manifest. An altered one is deleted. */
  async read(sheet: SheetEntry): Promise<Uint8Array<ArrayBuffer> | null> {
    return lenient(async () => {
      const kept = await this.cache.match(this.key(sheet));
      if (!kept) return null;
      const bytes = new Uint8Array(await kept.arrayBuffer());
      if (bytes.length === sheet.bytes && (await this.digest(bytes)) === sheet.sha256) return bytes;
      await this.cache.delete(this.key(sheet));
      return null;
    }, null);
  }

  /** Caches a sheet whose hash has been checked. */
  async write(sheet: SheetEntry, png: Uint8Array<ArrayBuffer>): Promise<void> {
    const response = new Response(png, { headers: { 'content-type': 'image/png' } });
    await lenient(() => this.cache.put(this.key(sheet), response), undefined);
  }

  /** Deletes this folder's sheets that are not in `sheets`: those of an older data set. */
  async prune(sheets: readonly SheetEntry[]): Promise<void> {
    const needed = new Set(sheets.map((sheet) => this.key(sheet)));
    await lenient(async () => {
      for (const { url } of await this.cache.keys()) {
        if (url.startsWith(this.baseUrl) && !needed.has(url)) await this.cache.delete(url);
      }
    }, undefined);
  }

  /** The hash is part of the key, so an updated data set never uses an old sheet. */
  private key(sheet: SheetEntry): string {
    return `${new URL(sheet.file, this.baseUrl).href}?sha256=${sheet.sha256}`;
  }
}
