/** The command line of the benchmark. Pure. */
import { parseArgs } from 'node:util';
import { jobIds, jobs, type JobId } from './jobs';
import type { AdapterId } from './protocol';

/** How long and how often. */
export interface Timing {
  readonly quick: boolean;
  /** Steps whose losses are compared, before anything is timed. */
  readonly lossSteps: number;
  /** Timed steps of each contestant, after one that is not. */
  readonly rounds: number;
  /**
   * The whole run ends about here, in milliseconds; what is left then is left out. Infinity: no
   * end.
   */
  readonly budgetMs: number;
  /** The longest wait for one answer. */
  readonly answerMs: number;
}

export interface Options {
  readonly adapter: AdapterId;
  readonly only: readonly JobId[];
  readonly timing: Timing;
  readonly profile: boolean;
  /** Measure tiles on this adapter first, as the page does, but without its limit of time. */
  readonly tune: boolean;
  /** On `wasm`: tfjs's CPU backend takes its step of the AlexNets too, for minutes. */
  readonly stock: boolean;
  /** Count this job at this batch size without executing it, and do nothing else. */
  readonly count: { readonly job: JobId; readonly batch: number } | null;
}

const adapters = [
  'lavapipe',
  'swiftshader',
  'default',
  'virtual',
  'wasm',
] as const satisfies readonly AdapterId[];

/** What `--quick` leaves out is told in its output. */
const full: Timing = { quick: false, lossSteps: 5, rounds: 7, budgetMs: Infinity, answerMs: 900_000 };
const quick: Timing = { quick: true, lossSteps: 2, rounds: 3, budgetMs: 115_000, answerMs: 100_000 };

function oneOf<T extends string>(values: readonly T[], text: string, option: string): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new RangeError(`--${option} takes ${values.join(', ')}, not ${text}`);
  return found;
}

function countOf(text: string): Options['count'] {
  const [job = '', batch = '64'] = text.split('@');
  const size = Number(batch);
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`--count takes network@batch, not ${text}`);
  return { job: oneOf(jobIds, job, 'count'), batch: size };
}

/**
 * The jobs that are named; `alexnet67` means its plain form too, if it is `withPlain`: the one that
 * jax-js runs.
 */
function jobsOf(names: readonly string[], withPlain: boolean): JobId[] {
  const chosen = new Set(names.map((name) => oneOf(jobIds, name, 'only')));
  if (withPlain && chosen.has('alexnet67')) chosen.add('alexnet67-plain');
  return jobIds.filter((id) => chosen.has(id));
}

/** Throws a TypeError or a RangeError that names the option that is wrong. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      adapter: { type: 'string', default: 'lavapipe' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: true },
      tune: { type: 'boolean', default: false },
      stock: { type: 'boolean', default: false },
      count: { type: 'string' },
      rounds: { type: 'string' },
    },
    allowNegative: true,
  });
  const timing = values.quick ? quick : full;
  const rounds = Number(values.rounds ?? timing.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError(`--rounds takes 1 or more, not ${rounds}`);
  const adapter = oneOf(adapters, values.adapter, 'adapter');
  if (adapter === 'wasm' && values.tune)
    throw new RangeError('--tune is for WebGPU: wasm races its tiles at each start');
  if (adapter !== 'wasm' && values.stock)
    throw new RangeError('--stock is for --adapter wasm: stock always runs on WebGPU');
  const standard = values.quick ? ['lenet5', 'alexnet67'] : Object.keys(jobs);
  return {
    adapter,
    // On two busy cores jax-js had not ended the plain form's first step after 95 s: too long for a
    // quick run.
    only: jobsOf(values.only?.split(',') ?? standard, !(values.quick && adapter === 'wasm')),
    timing: { ...timing, rounds },
    profile: values.profile,
    tune: values.tune,
    stock: values.stock,
    count: values.count === undefined ? null : countOf(values.count),
  };
}
