/**
 * The measured comparison with Keras (`npm run compare` writes it to comparison.json): its types,
 * and each figure as text. Page side; pure.
 */
import type { TFunction } from 'i18next';
import { modelIds } from '../../../experiment/schema';
import { count, metric, milliseconds, seconds, smallNumber, times } from '../../../lib/units';

/** Figures at the end of an epoch; its seconds include validation. */
export interface EpochFigures {
  readonly loss: number;
  readonly val_loss: number;
  readonly seconds: number;
}

/** One case, trained in one program. */
export interface RunFigures {
  /** `Keras 3.15.1, TensorFlow 2.21.0`, `Firefox 153`. */
  readonly program: string;
  /** False for Keras if it ran without oneDNN, a library of TensorFlow's. */
  readonly oneDnn: boolean;
  /** `keras`, or the page's backend. */
  readonly backend: string;
  /**
   * The processor that Keras ran on, or the adapter as the page names it; empty if the browser does
   * not tell.
   */
  readonly device: string;
  /** The driver that the browser was started with, if one was set; else empty. */
  readonly driver: string;
  /**
   * Threads that compute: Keras's, or the CPU engine's; null on an adapter, which does not report
   * them.
   */
  readonly threads: number | null;
  readonly first: EpochFigures;
  readonly last: EpochFigures;
  readonly test: { readonly loss: number; readonly acc: number };
  /** Of a training step, without validation and without each epoch's first step. */
  readonly secondsPerStep: number;
  /** Largest difference of a step's loss from Keras's; null for Keras itself. */
  readonly apart: { readonly one: number; readonly ten: number; readonly all: number } | null;
}

/** One experiment, the same in all programs. Keras is the first run. */
export interface CaseFigures {
  /** The name that the files of its pictures have. */
  readonly id: string;
  readonly model: string;
  /** Side of the network's input, in pixels. */
  readonly side: number;
  /** The query of the page's address for it, without the backend. */
  readonly query: string;
  readonly train: number;
  readonly val: number;
  readonly test: number;
  readonly batch: number;
  readonly epochs: number;
  /** Total number of steps. */
  readonly steps: number;
  /** Day of the measurement, `2026-11-25`. */
  readonly measured: string;
  readonly runs: readonly RunFigures[];
}

export type Words = TFunction<['compare', 'common']>;

const backendNames: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'CPU',
};

/** `Keras 3.15.1, TensorFlow 2.21.0`, `Firefox 153, WebGPU`. */
export const nameOf = ({ program, oneDnn, backend }: RunFigures, t: Words): string =>
  [oneDnn ? program : t('withoutOneDnn', { program }), backendNames[backend]].filter(Boolean).join(', ');

/** The device that it ran on, in words if the browser gives no name. */
export function deviceOf({ device, driver }: RunFigures, t: Words): string {
  if (device !== '') return device;
  return driver === '' ? t('unnamed') : t('unnamedOn', { driver });
}

/** The network, as the page names it. */
export const titleOf = ({ model }: CaseFigures, t: Words): string =>
  t(`common:models.${modelIds.find((id) => id === model) ?? 'alexnet'}`);

/**
 * Whether it was trained in the page. Keras has a second run, without oneDNN, which shows how far
 * Keras is from itself.
 */
export const isPage = ({ backend }: RunFigures): boolean => backend !== 'keras';

/** Whether it was trained on the CPU engine. */
export const isEngine = ({ backend }: RunFigures): boolean => backend === 'wasm';

/** How many times as long as in Keras a step takes. */
export const slower = ({ runs }: CaseFigures, run: RunFigures): number =>
  run.secondsPerStep / (runs[0]?.secondsPerStep ?? Number.NaN);

const none = '–';
const pair = (a: string, b: string): string => `${a} → ${b}`;

/** How far a run's losses are from Keras's. */
const gap =
  (which: 'one' | 'ten' | 'all') =>
  ({ apart }: RunFigures): string =>
    apart ? smallNumber(apart[which]) : none;

/** The rows of a case's table: a header, and a cell for each run. */
export function rowsOf(
  figures: CaseFigures,
  t: Words,
): { readonly head: string; readonly cells: readonly string[] }[] {
  const { runs, steps } = figures;
  const row = (head: string, cell: (run: RunFigures) => string) => ({ head, cells: runs.map(cell) });
  return [
    row(t('rows.device'), (run) => deviceOf(run, t)),
    row(t('rows.threads'), ({ threads }) => (threads === null ? none : count(threads))),
    row(t('rows.loss'), ({ first, last }) => pair(metric(first.loss), metric(last.loss))),
    row(t('rows.valLoss'), ({ last }) => metric(last.val_loss)),
    row(t('rows.testLoss'), ({ test }) => metric(test.loss)),
    row(t('rows.testAcc'), ({ test }) => metric(test.acc)),
    row(t('rows.one'), gap('one')),
    row(t('rows.ten'), gap('ten')),
    row(t('rows.all', { steps: count(steps) }), gap('all')),
    row(t('rows.epoch'), ({ first, last }) => pair(seconds(first.seconds), seconds(last.seconds))),
    row(t('rows.step'), ({ secondsPerStep }) => milliseconds(secondsPerStep * 1000)),
    row(t('rows.slower'), (run) => (run.apart ? times(slower(figures, run)) : none)),
  ];
}

/** The experiment in one line. */
export const experimentLine = ({ side, train, val, test, epochs, batch }: CaseFigures, t: Words): string =>
  t('experiment', {
    side: count(side),
    train: count(train),
    val: count(val),
    test: count(test),
    epochs: count(epochs),
    batch: count(batch),
  });

/** What a case's picture shows. */
export function pictureText(figures: CaseFigures, t: Words): string {
  const {
    runs: [keras, ...others],
    steps,
  } = figures;
  const all = Math.max(...others.map(({ apart }) => apart?.all ?? 0));
  const loss = { first: metric(keras?.first.loss ?? NaN), last: metric(keras?.last.loss ?? NaN) };
  return t('picture', {
    title: titleOf(figures, t),
    steps: count(steps),
    others: others.map((run) => nameOf(run, t)).join('; '),
    all: smallNumber(all),
    ...loss,
  });
}
