/**
 * Brings sheets into the store: from the browser's own store or the network, checked, decoded, a few at a time. Each sheet's
 * images can be used as soon as that sheet has come. Knows no split and no network layers. Engine side; everything that touches
 * the world (fetch, Cache Storage, hashing) can be handed in.
 */
import { err, messageOf, ok, type Result } from '../lib/result';
import { decodeSheet } from './decode';
import { abortable, defaultStallMs, download, globalFetch, type Fetch } from './download';
import { sha256Hex, type Digest } from '../lib/hash';
import { wait } from '../lib/wait';
import type { ImageStore } from './imageStore';
import { parseManifest, type Manifest, type SheetEntry } from './manifest';
import { PngError } from './png';
import { ProgressMeter } from './progress';
import type { DataProgress, SheetFailure } from './reports';
import { SheetCache, type CachesLike } from './sheetCache';

/** Sheets in the air at once; also bounds the PNG bytes held, to about 14 MB. */
const lanes = 6;

export interface LoaderOptions {
  /** Absolute address of the sheets' folder, with a slash at its end. */
  readonly baseUrl: string;
  readonly store: ImageStore;
  readonly fetch?: Fetch;
  readonly caches?: CachesLike;
  readonly digest?: Digest;
  /** Longest time without a byte before a download counts as failed, in milliseconds. */
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
  /** Sheets that came from the browser's store, over all loads. */
  private readonly fromCache = new Set<string>();
  /** Sheets that failed last time: asked for anew, past the HTTP cache. */
  private readonly failed = new Set<string>();
  /** The decoding that goes on; the next one waits for it. */
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
   * Brings `files` into the store, in this order, and yields those that could not be used; the others are there. Files in the
   * store are not fetched, so calling it again fetches only what is missing. Throws `signal.reason` when aborted, a RangeError
   * for a file that is not in the manifest.
   */
  async load(
    files: readonly string[],
    signal: AbortSignal,
    onProgress: (progress: DataProgress) => void,
  ): Promise<readonly SheetFailure[]> {
    signal.throwIfAborted();
    const sheets = [...new Set(files)].map((file) => this.store.entry(file));
    const meter = new ProgressMeter(sheets, onProgress);
    const wanted = sheets.filter((sheet) => !this.store.has(sheet.file));
    for (const sheet of sheets) {
      if (this.store.has(sheet.file)) meter.held(sheet, this.fromCache.has(sheet.file));
    }
    const cache = wanted.length > 0 ? await SheetCache.open(this.caches, this.baseUrl, this.digest) : null;
    const failures = await this.loadAll(wanted, { signal, cache, meter });
    await cache?.prune(this.store.manifest.sheets);
    meter.flush();
    return failures;
  }

  private async loadAll(wanted: readonly SheetEntry[], load: Load): Promise<SheetFailure[]> {
    const failures: SheetFailure[] = [];
    const queue = wanted.values();
    const lane = async (): Promise<void> => {
      for (const sheet of queue) {
        load.signal.throwIfAborted();
        const failure = await abortable(this.loadOne(sheet, load), load.signal);
        if (!failure) continue;
        failures.push(failure);
        load.meter.receive(sheet, 0);
      }
    };
    await Promise.all(Array.from({ length: Math.min(lanes, wanted.length) }, lane));
    return failures;
  }

  private async loadOne(sheet: SheetEntry, load: Load): Promise<SheetFailure | null> {
    const kept = await load.cache?.read(sheet);
    const got = kept ? ok(kept) : await this.fetched(sheet, load);
    const failure = got.ok ? await this.decodeInTurn(sheet, got.value, load.signal) : got.error;
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
      // With Cache Storage at hand, the HTTP cache would only keep a second copy.
      cache: this.failed.has(sheet.file) ? 'reload' : cache ? 'no-store' : 'default',
      onBytes: (received) => meter.receive(sheet, received),
    });
  }

  /** One sheet at a time, and a pause for messages before each: a decoding blocks the thread. */
  private async decodeInTurn(
    sheet: SheetEntry,
    png: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<SheetFailure | null> {
    const turn = this.decoding.then(async () => {
      await wait(0);
      signal.throwIfAborted();
      return this.decodeInto(sheet, png);
    });
    // A turn that throws must not stop those after it.
    this.decoding = turn.then(
      () => {},
      () => {},
    );
    return turn;
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
 * Fetches and checks `manifest.json` in the folder `baseUrl` (absolute, with a slash at its end), within 30 s. `sha256`: what it
 * must be, lower-case hexadecimal; null where nobody knows. The error says what is wrong, for people who look after the server.
 */
export async function fetchManifest(
  baseUrl: string,
  sha256: string | null,
  fetch: Fetch = globalFetch,
): Promise<Result<Manifest, string>> {
  const url = new URL('manifest.json', baseUrl).href;
  try {
    // Asked for anew each time, so that an updated data set is noticed; the server may answer "not modified".
    const response = await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(defaultStallMs) });
    if (!response.ok) return err(`manifest: HTTP ${response.status} for ${url}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const parsed = parseManifest(JSON.parse(new TextDecoder().decode(bytes)));
    if (!parsed.ok || sha256 === null) return parsed;
    const found = await sha256Hex(bytes);
    return found === sha256
      ? parsed
      : err(`manifest: another than this page was built with: SHA-256 ${found}, not ${sha256} (${url})`);
  } catch (thrown) {
    return err(`manifest: ${messageOf(thrown)} (${url})`);
  }
}
