/**
 * Isolation from other origins, which shared memory needs: by the headers of the server, or by the
 * service worker where there are none.
 */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
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
 * Added to the engine's worker, since not every browser's driver reads in a worker: at its start
 * and whenever asked it says whether it is isolated, and whether a worker that it starts sends a
 * message. Its own script serves as that worker's.
 */
const answering = `
if (self.name === 'engine') {
  const channel = new BroadcastChannel('isolation');
  const nested = new Worker(location.href, { type: 'module' });
  const told = new Promise((resolve) => {
    nested.onmessage = () => resolve(true);
    nested.onerror = () => resolve(false);
  });
  const answer = async () => {
    const nestedStarts = await told;
    nested.terminate();
    channel.postMessage({ isolated: crossOriginIsolated, nestedStarts });
  };
  channel.onmessage = answer;
  void answer();
}`;

const ask = `new Promise((resolve, reject) => {
  const channel = new BroadcastChannel('isolation');
  channel.onmessage = ({ data }) => resolve(data);
  channel.postMessage('asked');
  setTimeout(() => reject(new Error('The worker does not answer')), ${minute});
})`;

/** Opens the page; what it and its worker are. */
async function opened(lab: Lab): Promise<unknown> {
  await lab.open(query);
  await lab.waitForText('backend', (text) => text !== '', minute);
  return { page: await lab.tab.read('crossOriginIsolated'), worker: await lab.tab.read(ask) };
}

const both = (isolated: boolean) => ({ page: isolated, worker: { isolated, nestedStarts: true } });

const keptOffline = (lab: Lab): Promise<string> =>
  lab.waitForText('offline', (text) => text.startsWith('The page is kept'), minute);

describe.each([
  ['Chromium', missing('chromium'), () => launchChromium('none')],
  ['Firefox', missing('firefox'), launchFirefox],
] as const)('%s%s', (_, absent, launch) => {
  describe.skipIf(absent)('isolates the page, its worker, and workers of that one', () => {
    let browser: LabBrowser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());

    /** Visits a host that sends these headers of isolation, and `service` of the service worker. */
    async function visit(
      headers: readonly string[],
      service: (text: string) => string,
      visitor: (lab: Lab) => Promise<void>,
    ): Promise<void> {
      const change = (path: string, bytes: Buffer): Buffer => {
        if (isWorkerScript(path)) return Buffer.concat([bytes, Buffer.from(answering)]);
        return path === '/sw.js' ? Buffer.from(service(bytes.toString())) : bytes;
      };
      const host = await startProxy(inject('labUrl'), change, headers);
      try {
        await visitor(new Lab(browser.tab, host.url));
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
      await visit(headerNames, asBuilt, async (lab) => expect(await opened(lab)).toEqual(both(true)));
    });

    it('from the second visit on by the service worker, where the host sends no headers', async () => {
      await visit([], asBuilt, async (lab) => {
        expect(await opened(lab)).toEqual(both(false));
        await keptOffline(lab);
        // It has taken nothing over.
        expect(await lab.tab.read('crossOriginIsolated || navigator.serviceWorker.controller')).toBeNull();
        expect(await opened(lab)).toEqual(both(true));
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
      await visit([], without, async (lab) => {
        await lab.open(query);
        await keptOffline(lab);
        expect(await opened(lab)).toEqual(both(false));
      });
    });
  });
});
