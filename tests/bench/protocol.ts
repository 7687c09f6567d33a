/** What the benchmark and a contestant's process say to each other. Types only. */
import type { Profile } from '../../src/protocol/device';
import type { JobId } from './jobs';
import type { Tally } from './count';

/**
 * `virtual`: a device that records and executes nothing. `default`: what the system's Vulkan loader
 * finds. `wasm`: no WebGPU, the CPU engine.
 */
export type AdapterId = 'lavapipe' | 'swiftshader' | 'default' | 'virtual' | 'wasm';

/** What a contestant is for its process. */
export interface Contestant {
  /** What it had to do differently, for the report. */
  readonly remarks: readonly string[];
  /**
   * One whole training step on the batch, up to the loss on the host: mean cross-entropy in nats
   * before the update.
   */
  step(): Promise<number>;
  /** Makes the batch anew from what a data set gives, as a step of real training begins. */
  feed(): void;
  /**
   * Measures tiles for the batch's shapes, to the end, and uses them. The result: each class of
   * shapes with its tile. Only ours has it.
   */
  tune?(): Promise<Readonly<Record<string, string>>>;
  /** Times each layer and pass. Only ours has it. */
  profile?(quick: boolean): Promise<Profile>;
  dispose(): void;
}

/**
 * `engine`: before anything else. `batch`: images in a step. `dropout`: the rate. A second start
 * replaces the first.
 */
export type Request =
  | { readonly kind: 'engine' }
  | { readonly kind: 'start'; readonly job: JobId; readonly batch: number; readonly dropout: number }
  | { readonly kind: 'tune' }
  | { readonly kind: 'step' }
  | { readonly kind: 'count' }
  | { readonly kind: 'profile'; readonly quick: boolean };

export interface Started {
  readonly adapter: string;
  /** The largest storage binding in bytes. */
  readonly bindingBytes: number;
  readonly remarks: readonly string[];
}
export interface Step {
  readonly ms: number;
  readonly loss: number;
}
/** One step with its batch, counted. */
export interface Counts {
  /** While the batch was made. */
  readonly batch: Tally;
  /** From there to the end of the step. */
  readonly step: Tally;
  /** The most bytes of buffers alive at once since the process began. */
  readonly peakBytes: number;
}

/** The CPU engine by itself, on one thread. */
export interface EngineFigures {
  /** Rows × columns of C in registers. */
  readonly tile: string;
  readonly fma: boolean;
  /** GFLOP/s of the products' inner block on data in the cache, the best of the race of tiles. */
  readonly tileGflops: number;
  /** GFLOP/s of products of 512 × 512 matrices, one after the other. */
  readonly productGflops: readonly number[];
  /** Milliseconds to emit and compile the module: the first in the process, then others. */
  readonly emitMs: readonly number[];
  readonly moduleBytes: number;
}

export interface Answers {
  readonly engine: EngineFigures;
  readonly start: Started;
  readonly tune: Readonly<Record<string, string>>;
  readonly step: Step;
  readonly count: Counts;
  readonly profile: Profile;
}
export type Reply =
  | { readonly ok: true; readonly value: Answers[keyof Answers] }
  | { readonly ok: false; readonly error: string };
