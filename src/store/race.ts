/**
 * LeNet-5 against AlexNet: which experiments race, how far the race is, and its figures. Pure; page
 * side.
 */
import type { Experiment, ModelId } from '../experiment/schema';
import { floatBytes, networkFor, summarize } from '../network';
import type { EngineError } from '../protocol/errors';
import type { BatchLogs } from '../protocol/run';

/** What a network's run and its test gave; null where it did not get that far. */
export interface RaceResult {
  /** Finished epochs. */
  readonly epochs: number;
  /** Seconds of the whole run, validation included. */
  readonly seconds: number;
  /** Training seconds per image, from the last epoch's steps alone. */
  readonly imageSeconds: number | null;
  /** Fraction of the test images that were classified correctly. */
  readonly accuracy: number | null;
}

export interface RaceEntry {
  readonly experiment: Experiment;
  readonly phase: 'waiting' | 'training' | 'evaluating' | 'finished' | 'failed' | 'stopped';
  readonly result: RaceResult | null;
  /** Why it failed. */
  readonly error: EngineError | null;
}

/** The current race, or the last one. */
export interface Race {
  readonly going: boolean;
  /** The race was stopped: it ends as soon as the current command ends. */
  readonly stopping: boolean;
  /** They run one after the other. */
  readonly entries: readonly RaceEntry[];
}

export type Opponent = Extract<ModelId, 'alexnet' | 'alexnet-small'>;
export type RaceSize = 'short' | 'form';

/** Takes a minute or less with the CPU engine on two cores. */
const short = { train: 1_000, val: 250, test: 500, epochs: 3, batch: 32 } as const;

/** Learning rates for Adam, as in the presets. With another optimizer all use the form's rate. */
const rates: Readonly<Record<Opponent | 'lenet5', number>> = {
  lenet5: 1e-3,
  'alexnet-small': 3e-4,
  alexnet: 1e-4,
};

/**
 * The two experiments: the form's, but each with its network unmodified, its own learning rate and
 * no leak. Seed, split, epochs and batch are the same.
 */
export function racePlan(form: Experiment, opponent: Opponent, size: RaceSize): readonly Experiment[] {
  const base = {
    ...form,
    ...(size === 'short' && short),
    norm: 'own',
    convs: 5,
    input: 67,
    leak: false,
  } as const;
  return (['lenet5', opponent] as const).map((model) => ({
    ...base,
    model,
    lr: form.optimizer === 'adam' ? rates[model] : form.lr,
  }));
}

/** A race before its first step. */
export const newRace = (experiments: readonly Experiment[]): Race => ({
  going: true,
  stopping: false,
  entries: experiments.map((experiment) => ({ experiment, phase: 'waiting', result: null, error: null })),
});

/** The race with `change` applied to entry `i`. */
export const changed = (race: Race, i: number, change: Partial<RaceEntry>): Race => ({
  ...race,
  entries: race.entries.map((entry, k) => (k === i ? { ...entry, ...change } : entry)),
});

/** The part of a run that its steps' time is computed from. */
interface Stepping {
  readonly live: BatchLogs | null;
  readonly stepsPerEpoch: number;
  readonly experiment: Experiment;
}

/** Seconds per image, from the read-back at the end of an epoch's steps; null at any other. */
export function imageSecondsOf({ live, stepsPerEpoch: steps, experiment }: Stepping): number | null {
  if (!live || live.stepInEpoch !== steps) return null;
  return live.seconds / (steps * experiment.batch);
}

/** The figures that are compared; null if not known, or not yet. */
export interface RaceFigures {
  readonly params: number;
  /** Multiply-accumulates of one image's forward pass. */
  readonly macs: number;
  /** Bytes of the weights. */
  readonly bytes: number;
  readonly imageMs: number | null;
  readonly accuracy: number | null;
  /** Seconds of the run, validation included. */
  readonly seconds: number | null;
  /** Accuracy (0–1) divided by the run's minutes. */
  readonly perMinute: number | null;
}

/** Figures of an entry: the network's are known at once, the others once they are measured. */
export function raceFigures({ experiment, result }: RaceEntry): RaceFigures {
  const { params, macs } = summarize(networkFor(experiment));
  const accuracy = result?.accuracy ?? null;
  const seconds = result && result.seconds > 0 ? result.seconds : null;
  return {
    params,
    macs,
    bytes: params * floatBytes,
    imageMs: result?.imageSeconds == null ? null : result.imageSeconds * 1_000,
    accuracy,
    seconds,
    perMinute: accuracy === null || seconds === null ? null : accuracy / (seconds / 60),
  };
}
