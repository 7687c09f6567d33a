/**
 * Loads sheets into the store from the browser's cache or the network, checked and decoded, a few
 * at a time. A sheet's images can be used as soon as that sheet has been loaded. Knows no split and
 * no network layers. Engine side; everything that touches the outside world (fetch, Cache Storage,
 * hashing) can be injected.
 */
import { abortable, wait } from '../lib/clock';
import { err, messageOf, ok, type Result } from '../lib/result';
import { decodeSheet } from './decode';
import { defaultStallMs, download, globalFetch, type Fetch } from './download';
import { sha256Hex, type Digest } from '../lib/hash';
import type { ImageStore } from './imageStore';
import { parseManifest, type Manifest, type SheetEntry } from './manifest';
import { PngError } from './png';
import { ProgressMeter } from './progress';
import type { DataProgress, SheetFailure } from '../protocol/data';
import { SheetCache, type CachesLike } from './sheetCache';

/** Sheets loading at once; also limits the PNG bytes in memory, to about 14 MB. */
const lanes = 6;

export interface LoaderOptions {
  /** Absolute URL of the sheets' folder, with a slash at its end. */
  readonly baseUrl: string;
  readonly store: ImageStore;
  readonly fetch?: Fetch;
  readonly caches?: CachesLike;
  readonly digest?: Digest;
  /** Milliseconds without a byte after which a download counts as failed. */
  readonly stallMs?: number;
}

/** One call of `load`. */
interface Load {
  readonly signal: AbortSignal;
  readonly cache: SheetCache | null;
  readonly meter: ProgressMeter;
}

export class SheetLoader {
  private readonly baseUrl: string;
  private readonly store: ImageStore;
  private readonly fetch: Fetch;
  private readonly caches: CachesLike | undefined;
  private readonly digest: Digest;
  private readonly stallMs: number;
  /** Sheets that came from the browser's cache, over all loads. */
  private readonly fromCache = new Set<string>();
  /** Sheets that failed last time: requested again, bypassing the HTTP cache. */
  private readonly failed = new Set<string>();
  /** The current decoding; the next one waits for it. */
  private decoding: Promise<void> = Promise.resolve();

  constructor(options: LoaderOptions) {
    this.baseUrl = new URL('./', options.baseUrl).href;
    this.store = options.store;
    this.fetch = options.fetch ?? globalFetch;
    this.caches = options.caches ?? (globalThis.caches as CacheStorage | undefined);
    this.digest = options.digest ?? sha256Hex;
    this.stallMs = options.stallMs ?? defaultStallMs;
  }

  /**
   * Loads `files` into the store, in this order, and yields those that could not be used; the
   * others are then in the store. Files that are already there are not fetched, so calling it again
   * fetches only what is missing. Throws `signal.reason` when aborted, a RangeError for a file that
   * is not in the manifest.
   */
  async load(
    files: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: DataProgress) => void,
  ): Promise<readonly SheetFailure[]> {
    signal.throwIfAborted();
    const sheets = [...new Set(files)].map((file) => this.store.entry(file));
    const meter = new ProgressMeter(sheets, onProgress);
    const missing = sheets.filter((sheet) => !this.store.has(sheet.file));
    for (const sheet of sheets) {
      if (this.store.has(sheet.file)) meter.held(sheet, this.fromCache.has(sheet.file));
    }
    const cache = missing.length > 0 ? await SheetCache.open(this.caches, this.baseUrl, this.digest) : null;
    const failures = await this.loadAll(missing, { signal, cache, meter });
    await cache?.prune(this.store.manifest.sheets);
    meter.flush();
    return failures;
  }

  private async loadAll(missing: readonly SheetEntry[], load: Load): Promise<SheetFailure[]> {
    const failures: SheetFailure[] = [];
    const queue = missing.values();
    const lane = async (): Promise<void> => {
      for (const sheet of queue) {
        load.signal.throwIfAborted();
        const failure = await abortable(this.loadOne(sheet, load), load.signal);
        if (!failure) continue;
        failures.push(failure);
        load.meter.receive(sheet, 0);
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes, missing.length) }, lane));
    return failures;
  }

  private async loadOne(sheet: SheetEntry, load: Load): Promise<SheetFailure | null> {
    const kept = await load.cache?.read(sheet);
    const got = kept ? ok(kept) : await this.fetched(sheet, load);
    const failure = got.ok ? await this.decodeQueued(sheet, got.value, load.signal) : got.error;
    if (failure || !got.ok) {
      this.failed.add(sheet.file);
      return failure;
    }
    this.failed.delete(sheet.file);
    if (kept) this.fromCache.add(sheet.file);
    else await load.cache?.write(sheet, got.value);
    load.meter.finish(sheet, Boolean(kept));
    return null;
  }

  private fetched(sheet: SheetEntry, { signal, cache, meter }: Load) {
    return download(new URL(sheet.file, this.baseUrl).href, sheet, {
      fetch: this.fetch,
      digest: this.digest,
      signal,
      stallMs: this.stallMs,
      // If there is Cache Storage, the HTTP cache would only store a second copy.
      cache: this.failed.has(sheet.file) ? 'reload' : cache ? 'no-store' : 'default',
      onBytes: (received) => meter.receive(sheet, received),
    });
  }

  /**
   * Decodes one sheet at a time, and lets messages be handled before each: decoding blocks the
   * thread.
   */
  private async decodeQueued(
    sheet: SheetEntry,
    png: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<SheetFailure | null> {
    const decoded = this.decoding.then(async () => {
      await wait(0);
      signal.throwIfAborted();
      return this.decodeInto(sheet, png);
    });
    // A failed decoding must not stop those after it.
    this.decoding = decoded.then(
      () => {},
      () => {},
    );
    return decoded;
  }

  private async decodeInto(sheet: SheetEntry, png: Uint8Array<ArrayBuffer>): Promise<SheetFailure | null> {
    try {
      const layout = { columns: this.store.manifest.columns, count: sheet.count };
      this.store.put(sheet.file, await decodeSheet(png, layout));
      return null;
    } catch (thrown) {
      if (!(thrown instanceof PngError)) throw thrown;
      return { file: sheet.file, reason: 'undecodable', detail: thrown.message };
    }
  }
}

/**
 * Fetches and checks `manifest.json` in the folder `baseUrl` (absolute, with a slash at its end),
 * within 30 s. `sha256`: the hash that it must have, lower-case hexadecimal; null if nobody knows.
 * The error says what is wrong, for whoever maintains the server.
 */
export async function fetchManifest(
  baseUrl: string,
  sha256: string | null,
  fetch: Fetch = globalFetch,
): Promise<Result<Manifest, string>> {
  const url = new URL('manifest.json', baseUrl).href;
  try {
    // Requested again each time, so that an updated data set is noticed; the server may answer "not
    // modified".
    const response = await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(defaultStallMs) });
    if (!response.ok) return err(`manifest: HTTP ${response.status} for ${url}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const parsed = parseManifest(JSON.parse(new TextDecoder().decode(bytes)));
    if (!parsed.ok || sha256 === null) return parsed;
    const hash = await sha256Hex(bytes);
    return hash === sha256
      ? parsed
      : err(`manifest: another than this page was built with: SHA-256 ${hash}, not ${sha256} (${url})`);
  } catch (thrown) {
    return err(`manifest: ${messageOf(thrown)} (${url})`);
  }
}
