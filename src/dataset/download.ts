/**
 * Downloads one published file: its bytes as they arrive, with a limit on its size and on every
 * wait, checked against what was published. Knows neither the cache nor the pixels. Engine side.
 */
import { abortable } from '../lib/clock';
import type { Digest } from '../lib/hash';
import { err, messageOf, ok, type Result } from '../lib/result';
import { count as grouped } from '../lib/units';
import type { SheetFailure } from '../protocol/data';
import type { PublishedFile } from '../protocol/files';

export type Fetch = typeof globalThis.fetch;

/** Why a file could not be downloaded. */
export type DownloadFailure = SheetFailure & {
  readonly reason: Exclude<SheetFailure['reason'], 'undecodable'>;
};

export interface DownloadOptions {
  readonly fetch: Fetch;
  readonly digest: Digest;
  readonly signal: AbortSignal;
  /** Longest time without a byte, in milliseconds. */
  readonly stallMs: number;
  /** How the browser's HTTP cache is used. */
  readonly cache: RequestCache;
  /** Called after every piece with the bytes received so far. */
  readonly onBytes: (received: number) => void;
}

// Called through `globalThis`: a browser's fetch refuses any other `this`.
export const globalFetch: Fetch = (input, init) => globalThis.fetch(input, init);

export const defaultStallMs = 30_000;

/** A signal that aborts when `touch` has not been called for `ms`. */
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

const failure = (file: string, reason: DownloadFailure['reason'], detail: string) =>
  err({ file, reason, detail });

/**
 * Why this response cannot be the file, or null. A host that answers everything with an HTML page
 * does not have the file.
 */
function refuse(response: Response): Pick<DownloadFailure, 'reason' | 'detail'> | null {
  const { ok: success, status } = response;
  if (!success)
    return { reason: status === 404 || status === 410 ? 'missing' : 'network', detail: `HTTP ${status}` };
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('text/html') ? { reason: 'missing', detail: `HTTP ${status} with ${type}` } : null;
}

/**
 * Reads a body into an array of exactly the expected size. Returns null if there are more bytes
 * than that; if there are fewer, those that arrived.
 */
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
    // After the end this does nothing; before it, this closes the connection. Not awaited: a dead
    // stream may never answer.
    reader.cancel().catch(() => {});
  }
}

/**
 * Downloads a file and verifies that it is the published one, or returns why it failed. Throws
 * `signal.reason` when aborted, and nothing else.
 */
export async function download(
  url: string,
  { file, bytes: size, sha256 }: PublishedFile,
  options: DownloadOptions,
): Promise<Result<Uint8Array<ArrayBuffer>, DownloadFailure>> {
  const { fetch, digest, stallMs, cache, onBytes } = options;
  const stall = stallWatch(stallMs);
  const signal = AbortSignal.any([options.signal, stall.signal]);
  const wait = async <T>(promise: Promise<T>): Promise<T> => {
    const value = await abortable(promise, signal);
    stall.touch();
    return value;
  };
  try {
    const response = await wait(fetch(url, { signal, cache }));
    const refused = refuse(response);
    if (refused) return failure(file, refused.reason, refused.detail);
    const bytes = response.body ? await readBody(response.body, size, wait, onBytes) : new Uint8Array(0);
    if (!bytes) return failure(file, 'altered', `more than ${grouped(size)} bytes`);
    if (bytes.length < size)
      return failure(file, 'truncated', `${grouped(bytes.length)} of ${grouped(size)} bytes`);
    const hash = await digest(bytes);
    if (hash === sha256) return ok(bytes);
    return failure(file, 'altered', `SHA-256 ${hash.slice(0, 12)}…, expected ${sha256.slice(0, 12)}…`);
  } catch (thrown) {
    options.signal.throwIfAborted();
    return failure(file, 'network', messageOf(thrown));
  } finally {
    stall.end();
  }
}
