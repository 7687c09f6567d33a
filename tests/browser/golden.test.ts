/**
 * The golden checks against Keras in browsers (tests/golden/page.ts): the CPU engine as Chromium
 * and Firefox run it, with threads, and WebGL, which only a browser has. LeNet-5 and its optimizers
 * are checked whole on the CPU engine; of AlexNet, what each of its layers computes, and as many
 * steps as show each rule once; in Firefox, whose WebAssembly is another compiler's, a sample. The
 * whole of them is in tests/golden/golden.test.ts and whole.test.ts, in Node.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type ViteDevServer } from 'vite';
import { crossOriginIsolation } from '../../src/app/build/isolation';
import type { Options } from '../golden/check';
import type { PageReport } from '../golden/page';
import { findBrowser, type BrowserFamily } from '../helpers/browsers';
import { launchChromium, launchFirefox, type LabBrowser } from '../helpers/launch';
import { missing } from './lenet';

const minutes = 60_000;

type Limits = Pick<Options, 'maxSteps' | 'oneStep'>;

let server: ViteDevServer | null = null;

/** Of the page of the checks, from its sources; one for all browsers. */
async function address(): Promise<string> {
  if (!server) {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const made = await createServer({
      root,
      configFile: false,
      logLevel: 'warn',
      cacheDir: `${root}/.cache/golden-page`,
      // Found before the page is opened: what its worker alone imports would have Vite load the
      // page anew in the middle of a check.
      optimizeDeps: { entries: ['tests/golden/page.ts'] },
      plugins: [crossOriginIsolation()],
      server: { host: '127.0.0.1', port: 0, watch: null },
    });
    server = await made.listen();
  }
  return `${server.resolvedUrls?.local[0]}tests/golden/page.html`;
}
afterAll(() => server?.close());

/** The page of the checks in a browser of its own; the result compares one case there. */
function useGoldenPage(
  family: BrowserFamily,
  backend: 'wasm' | 'webgl',
  launch: () => Promise<LabBrowser>,
): (id: string, limits?: Limits) => Promise<PageReport> {
  let browser: LabBrowser;

  beforeAll(async () => {
    if (findBrowser(family) === null) return;
    browser = await launch();
    await browser.tab.goto(await address());
  }, 2 * minutes);
  afterAll(() => browser?.close());

  // A command may not take as long as a check does: it is begun, and its end is asked for.
  return async (id, limits = {}) => {
    await browser.tab.read(`(() => {
      window.report = null;
      window.checkGoldenOn('${backend}', '${id}', ${JSON.stringify(limits)})
        .then((report) => { window.report = report; });
    })()`);
    await expect.poll(() => browser.tab.read('window.report'), { timeout: 10 * minutes }).not.toBeNull();
    return (await browser.tab.read('window.report')) as PageReport;
  };
}

/**
 * Of AlexNet: 18 outputs, 22 gradients and the loss, 6 moving statistics. Its optimizers have 72 +
 * 50 + 28 tensors.
 */
const once = 47;
const onWasm = { backend: 'wasm, 2 threads', tooFar: [] };

/** What is computed of a network, and how many figures that compares. */
type Case = readonly [name: string, id: string, limits: Limits, compared: number];
const sample: readonly Case[] = [
  ['LeNet-5', 'lenet5', {}, 190],
  ['AlexNet at 67 px', 'alexnet-67', { oneStep: true }, once],
];
const whole: readonly Case[] = [
  ['LeNet-5', 'lenet5', {}, 190],
  [
    'AlexNet at 67 px, a step of each optimizer and two of each curve,',
    'alexnet-67',
    { maxSteps: 2 },
    once + 154,
  ],
  ['AlexNet of 2012', 'alexnet2012-227', {}, 34],
];

describe.each([
  ['Chromium', 'chromium', () => launchChromium('none'), whole],
  ['Firefox', 'firefox', () => launchFirefox(), sample],
] as const)('Keras, on the CPU engine', (name, family, launch, cases) => {
  const absent = missing(family);

  describe.skipIf(absent)(`in ${name}${absent}`, () => {
    const check = useGoldenPage(family, 'wasm', launch);

    it.each(cases)('computes %s as we do', async (_, id, limits, compared) => {
      expect(await check(id, limits)).toEqual({ ...onWasm, compared });
    });
  });
});

const absent = missing('chromium');

/**
 * tfjs's own kernels, seconds a step on a software adapter. AlexNet at 227 px is left out: its
 * layers are checked at 67 px here, LRN and groups by the self-check with which each start on WebGL
 * begins (13 × 13 pixels, 2e-3 of the CPU backend's).
 */
describe.skipIf(absent)(`Keras, on WebGL${absent}`, () => {
  const check = useGoldenPage('chromium', 'webgl', () => launchChromium('webgl'));

  it('computes LeNet-5 as we do, a step of each optimizer and two of its curve', async () => {
    expect(await check('lenet5', { maxSteps: 2 })).toEqual({
      backend: 'webgl',
      compared: 82,
      tooFar: [],
    });
  });

  it('computes AlexNet at 67 px as we do', async () => {
    expect(await check('alexnet-67', { oneStep: true })).toEqual({
      backend: 'webgl',
      compared: once,
      tooFar: [],
    });
  });
});
