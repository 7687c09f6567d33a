import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ImageStore } from '../../src/dataset/imageStore';
import { SheetLoader, fetchManifest, type LoaderOptions } from '../../src/dataset/loader';
import type { DataProgress } from '../../src/protocol/data';
import { baseUrl, fakeCaches, fakeNetwork, pieces, type Behaviour, type FakeNetwork } from './fakes';
import { tinySet, type TinySet } from './tiny';

let set: TinySet;
let net: FakeNetwork;
let store: ImageStore;
let files: string[];
beforeAll(async () => {
  set = await tinySet(6, 3);
});
beforeEach(() => {
  net = fakeNetwork(set);
  store = new ImageStore(set.manifest);
  files = set.manifest.sheets.map((sheet) => sheet.file);
});

const never = new AbortController().signal;
const make = (options: Partial<LoaderOptions> = {}) =>
  new SheetLoader({ baseUrl, store, fetch: net.fetch, ...options });
const load = (loader: SheetLoader, signal = never) => loader.load(files, signal, () => {});
const until = (there: () => boolean) =>
  vi.waitFor(() => expect(there()).toBe(true), { timeout: 5_000, interval: 2 });

const html: Behaviour = () => new Response('<html>', { headers: { 'content-type': 'text/html' } });

describe('SheetLoader', () => {
  it('brings every sheet, exactly, with at most six requests at once', async () => {
    expect(await load(make())).toEqual([]);
    expect(net.asked.toSorted()).toEqual(files.toSorted());
    expect(store.image('train', 8)).toEqual(set.pixels.get('train-1.png')?.subarray(2 * 3072, 3 * 3072));
    expect(net.peak()).toBe(6);
  });

  it('makes a sheet usable while later ones are held back', async () => {
    const gate = new AbortController();
    const released = new Promise((resolve) => gate.signal.addEventListener('abort', resolve));
    for (const file of files.slice(1)) {
      net.behave(file, async (png) => {
        await released;
        return pieces(png, png.length, 'end');
      });
    }
    let finished = false;
    const loading = load(make()).then(() => (finished = true));
    await until(() => store.has('train-0.png'));
    expect(store.image('train', 0)).toEqual(set.pixels.get('train-0.png')?.subarray(0, 3072));
    expect(files.filter((file) => store.has(file))).toEqual(['train-0.png']);
    expect(finished).toBe(false);
    gate.abort();
    await loading;
    expect(files.every((file) => store.has(file))).toBe(true);
  });

  it.each<[string, string, string | RegExp, Behaviour]>([
    ['HTTP 404', 'missing', 'HTTP 404', () => new Response(null, { status: 404 })],
    ['a page instead', 'missing', 'text/html', html],
    ['HTTP 503', 'network', 'HTTP 503', () => new Response(null, { status: 503 })],
    ['no connection', 'network', 'unreachable', () => Promise.reject(new TypeError('unreachable'))],
    ['a break half-way', 'network', 'connection reset', (png) => pieces(png, 5_000, 'break')],
    ['a stall', 'network', 'no byte for 0.05 s', (png) => pieces(png, 5_000, 'stall')],
    ['an answer that never comes', 'network', 'no byte for 0.05 s', () => new Promise(() => {})],
    ['an early end', 'truncated', /^5,000 of \d\d,\d{3} bytes$/, (png) => pieces(png, 5_000, 'end')],
    ['no body', 'truncated', /^0 of/, () => new Response(null)],
    [
      'a byte too many',
      'altered',
      'more than',
      (png) => pieces(Uint8Array.of(...png, 0), png.length + 1, 'end'),
    ],
    [
      'a changed bit',
      'altered',
      'SHA-256',
      (png) =>
        pieces(
          png.map((b, i) => (i === 9_000 ? b ^ 1 : b)),
          png.length,
          'end',
        ),
    ],
  ])('tells of %s, and the other sheets come', async (_, reason, detail, behaviour) => {
    net.behave('train-2.png', behaviour);
    const failures = await load(make({ stallMs: 50 }));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ file: 'train-2.png', reason });
    expect(failures[0]?.detail).toMatch(detail);
    expect(files.filter((file) => !store.has(file))).toEqual(['train-2.png']);
  });

  it('tells of a sheet that has the right hash but cannot be decoded', async () => {
    const noise = new Uint8Array(5_000);
    const sha256 = createHash('sha256').update(noise).digest('hex');
    const sheets = set.manifest.sheets.map((sheet) =>
      sheet.file === 'test-1.png' ? { ...sheet, bytes: 5_000, sha256 } : sheet,
    );
    store = new ImageStore({ ...set.manifest, sheets });
    net.behave('test-1.png', () => pieces(noise, 5_000, 'end'));
    const caches = fakeCaches();
    expect(await load(make({ caches }))).toEqual([
      { file: 'test-1.png', reason: 'undecodable', detail: 'not a readable PNG' },
    ]);
    expect(caches.kept.size).toBe(8); // what cannot be used is not kept
  });

  it('fetches only what is missing when it is called again, past the HTTP cache', async () => {
    const loader = make();
    net.behave('train-1.png', () => new Response(null, { status: 404 }));
    await load(loader);
    const before = net.asked.length;
    net.behave('train-1.png', null);
    expect(await load(loader)).toEqual([]);
    expect(net.asked.slice(before)).toEqual(['train-1.png']);
    expect(net.modes.slice(before)).toEqual(['reload']);
    await load(loader);
    expect(net.asked.length).toBe(before + 1);
  });

  it('names a file that is not in the manifest', async () => {
    await expect(make().load(['other.png'], never, () => {})).rejects.toThrow('no sheet "other.png"');
  });

  it('gives the same result when SHA-256 runs in JavaScript', async () => {
    vi.stubGlobal('crypto', {});
    net.behave('train-0.png', (png) =>
      pieces(
        png.map((b, i) => (i === 99 ? b ^ 1 : b)),
        png.length,
        'end',
      ),
    );
    const failures = await load(make());
    vi.unstubAllGlobals();
    expect(failures.map(({ file, reason }) => [file, reason])).toEqual([['train-0.png', 'altered']]);
  });
});

describe('SheetLoader, aborted', () => {
  it('stops at once, even where the stream hangs, and asks for nothing more', async () => {
    for (const file of files) net.behave(file, (png) => pieces(png, 3_000, 'stall'));
    const abort = new AbortController();
    const loading = load(make(), abort.signal);
    await until(() => net.asked.length === 6);
    const began = performance.now();
    abort.abort();
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - began).toBeLessThan(200);
    const asked = net.asked.length;
    await new Promise((resolve) => void setTimeout(resolve, 30));
    expect(net.asked.length).toBe(asked);
    expect(store.bytes).toBe(0);
  });

  it('does not begin when it is aborted already', async () => {
    await expect(load(make(), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(net.asked).toEqual([]);
  });
});

describe('SheetLoader with a cache', () => {
  it('downloads nothing the second time', async () => {
    const caches = fakeCaches();
    await load(make({ caches }));
    expect([...caches.kept.keys()][0]).toMatch(/train-\d\.png\?sha256=[0-9a-f]{64}$/);
    const second = new ImageStore(set.manifest);
    const asked = net.asked.length;
    const reports: DataProgress[] = [];
    const loader = make({ caches, store: second });
    expect(await loader.load(files, never, (progress) => reports.push(progress))).toEqual([]);
    expect(net.asked.length).toBe(asked);
    expect(reports.at(-1)).toMatchObject({ sheets: 9, cached: 9 });
    expect(second.image('test', 0)).toEqual(set.pixels.get('test-0.png')?.subarray(0, 3072));
  });

  it('throws away a kept sheet that was altered, and fetches it anew', async () => {
    const caches = fakeCaches();
    await load(make({ caches }));
    const [address, kept] = [...caches.kept].find(([url]) => url.includes('train-3.png')) ?? [
      '',
      new Uint8Array(0),
    ];
    caches.kept.set(
      address,
      kept.map((b, i) => (i === 50 ? b ^ 1 : b)),
    );
    const asked = net.asked.length;
    expect(await load(make({ caches, store: new ImageStore(set.manifest) }))).toEqual([]);
    expect(net.asked.slice(asked)).toEqual(['train-3.png']);
    expect(caches.kept.get(address)).toEqual(set.png.get('train-3.png'));
  });

  it('never meets a sheet of an older data set, and throws it away', async () => {
    const caches = fakeCaches();
    const old = `${baseUrl}train-0.png?sha256=${'a'.repeat(64)}`;
    const foreign = 'https://lab.test/other/train-0.png?sha256=1';
    caches.kept.set(old, new Uint8Array(3)).set(foreign, new Uint8Array(3));
    await load(make({ caches }));
    expect(net.asked).toContain('train-0.png');
    expect([caches.kept.has(old), caches.kept.has(foreign)]).toEqual([false, true]);
  });

  it('loads all the same when the quota is used up or the store is locked', async () => {
    expect(await load(make({ caches: fakeCaches(true) }))).toEqual([]);
    store = new ImageStore(set.manifest);
    const locked = { open: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    expect(await load(make({ caches: locked, store }))).toEqual([]);
    expect(files.every((file) => store.has(file))).toBe(true);
  });
});

describe('fetchManifest', () => {
  it('fetches and checks it', async () => {
    expect(await fetchManifest(baseUrl, null, net.fetch)).toEqual({ ok: true, value: set.manifest });
    expect(net.modes).toEqual(['no-cache']);
  });

  it('takes no other than the one that is expected, though it is a manifest too', async () => {
    const sha256 = createHash('sha256').update(JSON.stringify(set.manifest)).digest('hex');
    expect(await fetchManifest(baseUrl, sha256, net.fetch)).toEqual({ ok: true, value: set.manifest });
    const sheets = set.manifest.sheets.map((sheet) => ({
      ...sheet,
      labels: sheet.labels.replaceAll(/./g, '3'),
    }));
    net.behave('manifest.json', () => Response.json({ ...set.manifest, sheets }));
    expect((await fetchManifest(baseUrl, null, net.fetch)).ok).toBe(true);
    const got = await fetchManifest(baseUrl, sha256, net.fetch);
    expect(got.ok ? '' : got.error).toContain('another than this page was built with');
  });

  it.each<[string, Behaviour, string]>([
    ['HTTP 404', () => new Response(null, { status: 404 }), 'HTTP 404'],
    ['a page', () => new Response('<html>'), 'JSON'],
    ['another JSON', () => Response.json({ version: 1 }), 'version'],
    ['no connection', () => Promise.reject(new TypeError('unreachable')), 'unreachable'],
  ])('says what is wrong: %s', async (_, behaviour, reason) => {
    net.behave('manifest.json', behaviour);
    const got = await fetchManifest(baseUrl, null, net.fetch);
    expect(got.ok ? '' : got.error).toContain(reason);
  });
});
