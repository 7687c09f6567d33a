/**
 * A case in the built page, in a browser, as a visitor trains it: what its engine tells on the way.
 * Node.
 */
import { toUrl } from '../../src/experiment/url';
import type { Experiment } from '../../src/experiment/schema';
import type { EngineEvent } from '../../src/protocol/events';
import { lavapipeDriver } from '../helpers/lavapipe';
import { Lab } from '../helpers/lab';
import { launchChromium, launchFirefox, type LabBrowser } from '../helpers/launch';
import type { Place } from './cases';
import type { Measured } from './measured';

const minute = 60_000;

/**
 * Before the page's own scripts: keeps what the engine tells of the adapter, its steps, epochs and
 * test.
 */
const listener = `
  window.heard = [];
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (['backend', 'batch', 'epoch', 'evaluated'].includes(data.type)) window.heard.push(data);
      });
    }
  };`;

type Heard<T extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: T }>;

const launch = ({ browser, backend }: Place): Promise<LabBrowser> =>
  browser === 'firefox' ? launchFirefox() : launchChromium(backend === 'wasm' ? 'none' : backend);

/** `Firefox 140.0` from a browser's name of itself. */
export function programOf(userAgent: string): string {
  const [, name = 'Browser', version = ''] = /(Firefox|Chrome)\/(\d+(?:\.\d+)?)/.exec(userAgent) ?? [];
  return `${name.replace('Chrome', 'Chromium')} ${version.replace(/\.0$/, '')}`.trim();
}

/** A run from all that was heard of it. Throws where the engine has left something out. */
export function measuredFrom(heard: readonly EngineEvent[], program: string, driver: string): Measured {
  const all = <T extends EngineEvent['type']>(type: T): Heard<T>[] =>
    heard.filter((event): event is Heard<T> => event.type === type);
  const last = <T extends EngineEvent['type']>(type: T): Heard<T> => {
    const event = all(type).at(-1);
    if (!event) throw new Error(`The page told nothing of the kind ${type}`);
    return event;
  };
  const { backend, adapter, cpu } = last('backend').report;
  const { loss, acc } = last('evaluated').report;
  return {
    program,
    oneDnn: true,
    backend,
    device: adapter,
    driver,
    threads: cpu?.threads ?? null,
    losses: all('batch').flatMap(({ logs }) => logs.steps.map((step) => step.loss)),
    marks: all('batch').map(({ logs }) => ({
      epoch: logs.epoch,
      step: logs.stepInEpoch,
      seconds: logs.seconds,
    })),
    epochs: all('epoch').map(({ log }) => ({
      loss: log.loss,
      val_loss: log.val_loss,
      val_acc: log.val_acc,
      seconds: log.seconds,
    })),
    test: { loss, acc },
  };
}

/** Trains and evaluates. Throws where the page falls back to another backend, or complains. */
export async function trainInPage(url: string, place: Place, experiment: Experiment): Promise<Measured> {
  const browser = await launch(place);
  const { tab } = browser;
  try {
    await tab.prepare(listener);
    const lab = new Lab(tab, url);
    await lab.open(toUrl(experiment, { backend: place.backend, kernels: 'auto', lang: 'en' }));
    await lab.waitForText('backend', (text) => text.startsWith(place.backend), 2 * minute);
    await lab.click('Train');
    await lab.waitForStatus(['finished'], 20 * minute);
    await lab.click('Evaluate');
    await lab.waitForText('test-accuracy', (text) => text !== '', 5 * minute);
    if (tab.problems.length > 0) throw new Error(await lab.describe());
    const heard = (await tab.read('window.heard')) as EngineEvent[];
    const program = programOf(String(await tab.read('navigator.userAgent')));
    // Firefox names no adapter, but it was given one.
    const onLavapipe = place.browser === 'firefox' && place.backend === 'webgpu' && lavapipeDriver() !== null;
    const driver = onLavapipe ? 'lavapipe' : '';
    return measuredFrom(heard, program, driver);
  } finally {
    await browser.close();
  }
}
