/**
 * Isolation from other origins, which shared memory needs: by the headers of the server, or by the
 * service worker where there are none.
 */
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { isWorkerScript } from '../../src/app/build/policy';
import { isolationHeaders } from '../../src/app/isolation';
import { Lab } from '../helpers/lab';
import { launchChromium, launchFirefox, type LabBrowser } from '../helpers/launch';
import { startProxy } from '../helpers/proxy';
import { missing } from './lenet';

const minute = 60_000;
/** On the CPU: preparing a GPU can keep the worker from answering for long. */
const query = '?model=lenet5&train=64&val=32&test=32&batch=16&backend=cpu&lang=en';
const headerNames = Object.keys(isolationHeaders);

/**
 * Added to the engine's worker, since not every browser's driver reads in a worker: it starts
 * another of its own script, and each of the two tells the host whether it is isolated. No file has
 * that name: the service worker keeps none. Firefox 153 sometimes hangs in that `new Worker`: the
 * page then starts another engine after half a minute.
 */
const telling = `
if (self.name === 'engine') self.nested = new Worker(location.href, { type: 'module', name: 'nested' });
void fetch(new URL('/told?' + self.name + '=' + crossOriginIsolated, location.href));`;

/** Of the page, its worker, and a worker of that one. */
const all = (isolated: boolean) => ({
  page: String(isolated),
  engine: String(isolated),
  nested: String(isolated),
});

const keptOffline = (lab: Lab): Promise<string> =>
  lab.waitForText('offline', (text) => text.startsWith('The page is saved'), minute);

describe.each([
  ['Chromium', missing('chromium'), () => launchChromium('none', { serviceWorkers: 'allow' })],
  ['Firefox', missing('firefox'), () => launchFirefox(true)],
] as const)('%s%s', (_, absent, launch) => {
  describe.skipIf(absent)('isolates the page, its worker, and workers of that one', () => {
    let browser: LabBrowser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());

    /**
     * A visited host; `opened` opens the page there, and returns who of the page and two workers is
     * isolated.
     */
    interface Visit {
      readonly lab: Lab;
      readonly opened: () => Promise<unknown>;
    }

    /** Visits a host that sends these headers of isolation, and `service` of the service worker. */
    async function visit(
      headers: readonly string[],
      service: (text: string) => string,
      visitor: (visit: Visit) => Promise<void>,
    ): Promise<void> {
      let told: Record<string, string> = {};
      const change = (path: string, bytes: Buffer): Buffer => {
        if (isWorkerScript(path)) return Buffer.concat([bytes, Buffer.from(telling)]);
        if (path.startsWith('/told?'))
          told = { ...told, ...Object.fromEntries(new URLSearchParams(path.split('?')[1])) };
        return path === '/sw.js' ? Buffer.from(service(bytes.toString())) : bytes;
      };
      const host = await startProxy(inject('labUrl'), change, headers);
      const lab = new Lab(browser.tab, host.url);
      const opened = async (): Promise<unknown> => {
        told = {};
        await lab.open(query);
        await vi.waitFor(() => expect(Object.keys(told).toSorted()).toEqual(['engine', 'nested']), {
          timeout: minute,
        });
        return { page: String(await lab.tab.read('crossOriginIsolated')), ...told };
      };
      try {
        await visitor({ lab, opened });
      } finally {
        host.close();
      }
    }

    const asBuilt = (text: string): string => text;

    it('at once, by the headers that the server sends with every response', async () => {
      for (const path of ['', query, 'sw.js', 'cifar10/manifest.json', 'nothing.js']) {
        const { headers } = await fetch(new URL(path, inject('labUrl')));
        for (const [name, value] of Object.entries(isolationHeaders))
          expect(headers.get(name), `${name} of /${path}`).toBe(value);
      }
      await visit(headerNames, asBuilt, async ({ opened }) => expect(await opened()).toEqual(all(true)));
    });

    it('from the second visit on by the service worker, where the host sends no headers', async () => {
      await visit([], asBuilt, async ({ lab, opened }) => {
        expect(await opened()).toEqual(all(false));
        await keptOffline(lab);
        // It answers this visit by now, whose document came without its headers.
        expect(
          await lab.tab.read('[crossOriginIsolated, navigator.serviceWorker.controller !== null]'),
        ).toEqual([false, true]);
        expect(await opened()).toEqual(all(true));
        // With another query it is the same page.
        await lab.open(`${query}&seed=8`);
        expect(await lab.tab.read('crossOriginIsolated')).toBe(true);
      });
    });

    it('never, where neither the host nor the service worker sends them', async () => {
      const without = (text: string): string => {
        for (const name of headerNames) expect(text).toContain(name);
        return text.replaceAll('Cross-Origin-', 'X-');
      };
      await visit([], without, async ({ lab, opened }) => {
        expect(await opened()).toEqual(all(false));
        await keptOffline(lab);
        expect(await opened()).toEqual(all(false));
      });
    });
  });
});
