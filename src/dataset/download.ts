/**
 * One file over the network: its bytes as they come, with a bound on its size and on every wait. Knows the manifest's entry, not
 * the hash, the cache or the pixels. Engine side.
 */
import { err, messageOf, ok, type Result } from '../lib/result';
import { count as grouped } from '../lib/units';
import type { SheetEntry } from './manifest';
import type { SheetFailure } from './reports';

export type Fetch = typeof globalThis.fetch;

export interface DownloadOptions {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Longest time without a byte, in milliseconds. */
  readonly stallMs: number;
  /** How the browser's HTTP cache is used. */
  readonly cache: RequestCache;
  /** Told after every piece, with the bytes received so far. */
  readonly onBytes: (received: number) => void;
}

/** The promise, or the signal's reason as soon as it is aborted: some streams do not notice an abort by themselves. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A signal that aborts when nothing has called `touch` for `ms`. */
function stallWatch(ms: number): { signal: AbortSignal; touch: () => void; end: () => void } {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => clearTimeout(timer);
  const touch = () => {
    end();
    timer = setTimeout(() => controller.abort(new Error(`no byte for ${ms / 1000} s`)), ms);
  };
  touch();
  return { signal: controller.signal, touch, end };
}

const failure = (sheet: SheetEntry, reason: SheetFailure['reason'], detail: string) =>
  err({ file: sheet.file, reason, detail });

/** Why this answer cannot be the sheet, or null. A host that answers everything with a page has no such file. */
function refuse(response: Response): Pick<SheetFailure, 'reason' | 'detail'> | null {
  const { ok: success, status } = response;
  if (!success)
    return { reason: status === 404 || status === 410 ? 'missing' : 'network', detail: `HTTP ${status}` };
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('text/html') ? { reason: 'missing', detail: `HTTP ${status} with ${type}` } : null;
}

/** Reads a body into an array of just the expected size. Yields null if there are more bytes than that, fewer as they are. */
async function readBody(
  body: ReadableStream<Uint8Array>,
  size: number,
  wait: <T>(promise: Promise<T>) => Promise<T>,
  onBytes: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = body.getReader();
  const bytes = new Uint8Array(size);
  let received = 0;
  try {
    for (;;) {
      const { done, value } = await wait(reader.read());
      if (done) return bytes.subarray(0, received);
      if (received + value.length > size) return null;
      bytes.set(value, received);
      received += value.length;
      onBytes(received);
    }
  } finally {
    // After the end this does nothing; before it, it closes the connection. Not awaited: a dead stream may never answer.
    reader.cancel().catch(() => {});
  }
}

/**
 * Downloads a sheet. The bytes are as many as the manifest says; whether they are the right ones is not checked here.
 * Throws `signal.reason` when it is aborted, and nothing else.
 */
export async function download(
  url: string,
  sheet: SheetEntry,
  options: DownloadOptions,
): Promise<Result<Uint8Array<ArrayBuffer>, SheetFailure>> {
  const stall = stallWatch(options.stallMs);
  const signal = AbortSignal.any([options.signal, stall.signal]);
  const wait = async <T>(promise: Promise<T>): Promise<T> => {
    const value = await abortable(promise, signal);
    stall.touch();
    return value;
  };
  try {
    const response = await wait(options.fetch(url, { signal, cache: options.cache }));
    const refused = refuse(response);
    if (refused) return failure(sheet, refused.reason, refused.detail);
    const bytes = response.body
      ? await readBody(response.body, sheet.bytes, wait, options.onBytes)
      : new Uint8Array(0);
    if (!bytes) return failure(sheet, 'altered', `more than ${grouped(sheet.bytes)} bytes`);
    if (bytes.length === sheet.bytes) return ok(bytes);
    return failure(sheet, 'truncated', `${grouped(bytes.length)} of ${grouped(sheet.bytes)} bytes`);
  } catch (thrown) {
    options.signal.throwIfAborted();
    return failure(sheet, 'network', messageOf(thrown));
  } finally {
    stall.end();
  }
}
