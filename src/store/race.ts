/** LeNet-5 against AlexNet: what is raced, how far it is, and the figures that come out. Pure; page side. */
import type { Experiment, ModelId } from '../experiment/schema';
import { floatBytes, networkFor, summarize } from '../network';
import type { EngineError } from '../protocol/errors';
import type { BatchLogs } from '../training/logs';

/** What a network's run and its test have given; null where it did not get so far. */
export interface RaceResult {
  /** Finished epochs. */
  readonly epochs: number;
  /** Of the whole run, validation included. */
  readonly seconds: number;
  /** Of one image in training, by the last epoch's steps alone. */
  readonly imageSeconds: number | null;
  /** Share of the test images that was classified rightly. */
  readonly accuracy: number | null;
}

export interface RaceEntry {
  readonly experiment: Experiment;
  readonly phase: 'waiting' | 'training' | 'evaluating' | 'finished' | 'failed' | 'stopped';
  readonly result: RaceResult | null;
  /** Why it failed. */
  readonly error: EngineError | null;
}

/** The race that goes on or was last. */
export interface Race {
  readonly going: boolean;
  /** It ends as soon as what goes on has ended. */
  readonly stopping: boolean;
  /** One after the other. */
  readonly entries: readonly RaceEntry[];
}

export type Opponent = Extract<ModelId, 'alexnet' | 'alexnet-small'>;
export type RaceSize = 'short' | 'form';

/** A minute or less with the CPU engine on two cores. */
const short = { train: 1_000, val: 250, test: 500, epochs: 3, batch: 32 } as const;

/** For Adam; those of the presets. With another optimizer all have the form's. */
const rates: Readonly<Record<Opponent | 'lenet5', number>> = {
  lenet5: 1e-3,
  'alexnet-small': 3e-4,
  alexnet: 1e-4,
};

/** The two experiments: the form's but for the network as it is, its learning rate, and a leak. Same seed, split, epochs and batch. */
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

/** The race with `change` in its entry number `i`. */
export const changed = (race: Race, i: number, change: Partial<RaceEntry>): Race => ({
  ...race,
  entries: race.entries.map((entry, k) => (k === i ? { ...entry, ...change } : entry)),
});

/** What of a run tells the time of its steps. */
interface Stepping {
  readonly live: BatchLogs | null;
  readonly stepsPerEpoch: number;
  readonly experiment: Experiment;
}

/** Seconds of an image, from a read-back at the end of an epoch's steps; null at any other. */
export function imageSecondsOf({ live, stepsPerEpoch: steps, experiment }: Stepping): number | null {
  if (!live || live.stepInEpoch !== steps) return null;
  return live.seconds / (steps * experiment.batch);
}

/** What is held against each other; null: not known, or not yet. */
export interface RaceFigures {
  readonly params: number;
  /** Multiply-accumulates of one image's forward pass. */
  readonly macs: number;
  /** Of the weights. */
  readonly bytes: number;
  readonly imageMs: number | null;
  readonly accuracy: number | null;
  /** Of the run, validation included. */
  readonly seconds: number | null;
  /** Accuracy (a share) over the minutes of the run. */
  readonly perMinute: number | null;
}

/** Figures of an entry: those of the network at once, the others when they are there. */
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
