/**
 * A network and a Cache Storage in memory, that count what they are asked and misbehave on request.
 */
import type { Fetch } from '../../src/dataset/download';
import type { CachesLike } from '../../src/dataset/sheetCache';
import type { TinySet } from './tiny';

export const baseUrl = 'https://lab.test/cifar10/';

/** How one file is answered. */
export type Behaviour = (
  png: Uint8Array<ArrayBuffer>,
  init: RequestInit | undefined,
) => Response | Promise<Response>;

/** A body that comes in pieces, and after `after` bytes does what `then` says. */
export function pieces(bytes: Uint8Array, after: number, then: 'end' | 'stall' | 'break'): Response {
  let sent = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (sent < after) {
          const piece = bytes.slice(sent, Math.min(sent + 1_000, after));
          sent += piece.length;
          controller.enqueue(piece);
        } else if (then === 'end') controller.close();
        else if (then === 'break') controller.error(new TypeError('connection reset'));
        else return new Promise(() => {}); // never again a byte
        return undefined;
      },
    }),
  );
}

export interface FakeNetwork {
  readonly fetch: Fetch;
  /** Files asked for, in order. */
  readonly asked: string[];
  /** HTTP cache mode of each request. */
  readonly modes: (RequestCache | undefined)[];
  /** Changes how a file is answered from now on. */
  readonly behave: (file: string, behaviour: Behaviour | null) => void;
  /** Most requests at once. */
  readonly peak: () => number;
}

export function fakeNetwork({ png, manifest }: TinySet): FakeNetwork {
  const behaviours = new Map<string, Behaviour>();
  const asked: string[] = [];
  const modes: (RequestCache | undefined)[] = [];
  let open = 0;
  let peak = 0;
  const fetch: Fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const file = url.slice(baseUrl.length);
    asked.push(file);
    modes.push(init?.cache);
    peak = Math.max(peak, ++open);
    await new Promise((resolve) => void setTimeout(resolve, 1));
    open--;
    if (file === 'manifest.json' && !behaviours.has(file)) return Response.json(manifest);
    const bytes = png.get(file) ?? new Uint8Array(0);
    return (behaviours.get(file) ?? ((whole) => pieces(whole, whole.length, 'end')))(bytes, init);
  };
  const behave = (file: string, behaviour: Behaviour | null): void => {
    if (behaviour) behaviours.set(file, behaviour);
    else behaviours.delete(file);
  };
  return { fetch, asked, modes, behave, peak: () => peak };
}

export interface FakeCaches extends CachesLike {
  /** Kept bodies by address. */
  readonly kept: Map<string, Uint8Array<ArrayBuffer>>;
}

const urlOf = (request: RequestInfo | URL): string =>
  request instanceof Request ? request.url : String(request);

/** `full`: as a browser whose quota is used up. */
export function fakeCaches(full = false): FakeCaches {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    kept,
    open: async () => ({
      match: async (request) => {
        const body = kept.get(urlOf(request));
        return body && new Response(body);
      },
      put: async (request, response) => {
        if (full) throw new DOMException('full', 'QuotaExceededError');
        kept.set(urlOf(request), new Uint8Array(await response.arrayBuffer()));
      },
      delete: async (request) => kept.delete(urlOf(request)),
      keys: async () => [...kept.keys()].map((url) => new Request(url)),
    }),
  };
}
