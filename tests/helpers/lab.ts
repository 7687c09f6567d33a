/**
 * The lab's page by its stable handles (`data-testid`s and button names), in whichever browser the
 * tab is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tab } from './launch';

/** The handles that src/app/README.md promises. */
export type Handle =
  | 'backend'
  | 'dataset-status'
  | 'run-status'
  | 'epoch-log'
  | 'summary'
  | 'test-accuracy'
  | 'test-loss'
  | 'val-accuracy'
  | 'gallery'
  | 'speed-report'
  | 'saved'
  | 'offered-run'
  | 'not-finite'
  | 'needs'
  | 'estimate'
  | 'no-room'
  | 'offline'
  | 'new-version'
  | 'other-tab'
  | 'pace'
  | 'unseen';

const second = 1_000;
const minute = 60 * second;

/**
 * Keras's line of a finished epoch, as in `31/31 ━━━━━━━━━━━━━━━━━━━━ 63s 101ms/step - acc: 0.2749
 * - loss: …`.
 */
const epochLine =
  /^(\d+)\/\1 ━{20} \d+(?:s|ms|us) \d+(?:s|ms|us)\/step - acc: (\S+) - loss: (\S+) - val_acc: (\S+) - val_loss: (\S+)$/;

/** The figures of one epoch's line. */
export interface EpochFigures {
  readonly steps: number;
  readonly acc: number;
  readonly loss: number;
  readonly val_acc: number;
  readonly val_loss: number;
}

/** Reads a line of the epoch log. Throws, quoting it, if it is not in Keras's format. */
export function parseEpochLine(line: string): EpochFigures {
  const match = epochLine.exec(line.trim());
  if (!match) throw new Error(`Not an epoch's line in Keras's format: ${line}`);
  const [steps, acc, loss, val_acc, val_loss] = match.slice(1).map(Number);
  return { steps: steps!, acc: acc!, loss: loss!, val_acc: val_acc!, val_loss: val_loss! };
}

/** The expression of a page for its button with exactly this name: undefined if there is none. */
export const buttonNamed = (name: string): string =>
  `[...document.querySelectorAll('button')].find(
    (b) => (b.getAttribute('aria-label') ?? b.innerText).trim() === ${JSON.stringify(name)})`;

/**
 * The selector of a button that cannot be pressed: one that has the focus keeps it, and is off by
 * its role alone.
 */
export const off = ':disabled, [aria-disabled="true"]';

/** An open lab. */
export class Lab {
  constructor(
    readonly tab: Tab,
    private readonly url: string,
  ) {}

  /** Opens the page with this query (`?model=…`), to its first drawing. */
  async open(query: string): Promise<void> {
    await this.tab.goto(new URL(query, this.url).href);
    await this.waitFor('the page', 30 * second, async () =>
      (await this.text('run-status')) === null ? null : true,
    );
  }

  /** Shows a view by its address, as `explore/layers`. */
  async view(address: string): Promise<void> {
    await this.tab.read(`void (location.hash = '#${address}')`);
    const tab = `[role="tab"][aria-selected="true"][data-key="${address.split('/')[1]}"]`;
    await this.waitFor(`the view ${address}`, 10 * second, async () =>
      (await this.tab.read(`document.querySelector('${tab}') !== null`)) === true ? true : null,
    );
  }

  /** Shows all views of all sections below each other, as a print does, until one is chosen. */
  async allViews(): Promise<void> {
    await this.tab.read(
      `document.querySelectorAll('.view[inert]').forEach((view) => { view.inert = false; })`,
    );
  }

  /**
   * A handle's text as it is in the catalogue, before a style sheet's capitals; null while the page
   * does not have it.
   */
  async text(handle: Handle): Promise<string | null> {
    const value = await this.tab.read(
      `document.querySelector('[data-testid="${handle}"]')?.textContent.trim() ?? null`,
    );
    return typeof value === 'string' ? value : null;
  }

  /** The run's status as `data-status` tells it. */
  async status(): Promise<string> {
    const value = await this.tab.read(
      `document.querySelector('[data-testid="run-status"]')?.getAttribute('data-status') ?? ''`,
    );
    return String(value);
  }

  /**
   * Polls until `attempt` yields a value; then that value. Throws with what the page shows after
   * `timeout` ms.
   */
  async waitFor<T>(what: string, timeout: number, attempt: () => Promise<T | null>): Promise<T> {
    const end = Date.now() + timeout;
    while (Date.now() < end) {
      const value = await attempt();
      if (value !== null) return value;
      await sleep(50);
    }
    throw new Error(`Waited ${timeout / second} s for ${what}. ${await this.describe()}`);
  }

  /** Waits for one of these statuses. Throws at once if the run fails instead. */
  waitForStatus(statuses: readonly string[], timeout: number): Promise<string> {
    return this.waitFor(`run-status ${statuses.join(' | ')}`, timeout, async () => {
      const status = await this.status();
      if (statuses.includes(status)) return status;
      if (status === 'failed') throw new Error(`The run failed. ${await this.describe()}`);
      return null;
    });
  }

  /** Waits until a handle's text passes; then that text. */
  waitForText(handle: Handle, accept: (text: string) => boolean, timeout: number): Promise<string> {
    return this.waitFor(handle, timeout, async () => {
      const text = await this.text(handle);
      return text !== null && accept(text) ? text : null;
    });
  }

  /** Waits until a button is there and enabled, then clicks it. */
  async click(button: string, timeout = 5 * minute): Promise<void> {
    await this.waitFor(`button ${button}`, timeout, async () =>
      (await this.isEnabled(button)) === true ? true : null,
    );
    await this.tab.click(button);
  }

  /** Whether the button with exactly this name can be pressed; null if there is none. */
  async isEnabled(button: string): Promise<boolean | null> {
    const value = await this.tab.read(`(() => {
      const found = ${buttonNamed(button)};
      return found ? !found.matches('${off}') : null;
    })()`);
    return typeof value === 'boolean' ? value : null;
  }

  /** The finished epochs' figures. */
  async epochs(): Promise<EpochFigures[]> {
    // Lines as they are seen, whatever the elements that make them.
    const text = await this.tab.read(`document.querySelector('[data-testid="epoch-log"]')?.innerText ?? ''`);
    return String(text)
      .split('\n')
      .filter((line) => line.includes('━'))
      .map(parseEpochLine);
  }

  /**
   * Opens the Device view, which covers the page; there each family of the lab's kernels with its
   * status, as `gemm passed`.
   */
  async kernelFamilies(): Promise<string[]> {
    await this.tab.read(`document.querySelector('[data-testid="backend"]')?.closest('button')?.click()`);
    return this.waitFor('the kernels in the Device view', minute, async () => {
      const rows = await this.tab.read(
        `[...document.querySelectorAll('[data-testid="kernels"] [data-family]')]
          .map(({ dataset }) => dataset.family + ' ' + dataset.status).join()`,
      );
      return rows === '' ? null : String(rows).split(',');
    });
  }

  /** Pictures that the gallery shows. */
  async images(): Promise<number> {
    const value = await this.tab.read(
      `document.querySelectorAll('[data-testid="gallery"] :is(canvas, img)').length`,
    );
    return Number(value);
  }

  /** The text of everything that is announced as an alert. */
  async alerts(): Promise<string> {
    const value = await this.tab.read(
      `[...document.querySelectorAll('[role="alert"]')].map((a) => a.textContent).join('\\n')`,
    );
    return String(value);
  }

  /** What a person would report: handles, alerts, console errors. */
  async describe(): Promise<string> {
    const shown = await this.tab.read(`({
      status: document.querySelector('[data-testid="run-status"]')?.innerText,
      backend: document.querySelector('[data-testid="backend"]')?.innerText,
      data: document.querySelector('[data-testid="dataset-status"]')?.innerText,
      alerts: [...document.querySelectorAll('[role="alert"]')].map((a) => a.innerText),
    })`);
    return `The page shows ${JSON.stringify(shown)}; console errors: ${JSON.stringify(this.tab.problems)}`;
  }
}
