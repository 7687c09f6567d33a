/**
 * What the lab computes on, how its kernels did in their tests, and how fast it is. Types only;
 * plain data.
 */
import type { BackendId, Experiment } from '../experiment/schema';

/** One backend that was tried. `detail`: the library's or browser's own message. */
export interface BackendAttempt {
  readonly backend: BackendId;
  readonly accepted: boolean;
  /** Why it was refused; null when it was accepted. */
  readonly reason:
    'unsupported' | 'no-adapter' | 'software' | 'init-failed' | 'not-asked' | 'self-check' | null;
  readonly detail: string;
}

/** Families of the lab's own kernels, as the engine names them. */
export type KernelFamilyId =
  'gemm' | 'batch-norm' | 'max-pool' | 'lrn' | 'loss' | 'dropout' | 'update' | 'images';

/** One family on this adapter. */
export interface KernelReport {
  readonly family: KernelFamilyId;
  /** `passed`: it is in use. `failed`, `not-used`: tfjs's own kernels are used instead. */
  readonly status: 'passed' | 'failed' | 'not-used';
  /**
   * Largest relative error compared with the CPU backend; null if it was not tested, or returned no
   * result.
   */
  readonly relative: number | null;
  /** Seconds that the test took, 0 without one. */
  readonly seconds: number;
  /** The device's own message if it refused a kernel; may be empty. */
  readonly detail: string;
  /**
   * Present if it passed only without subgroups, and is slower for that: the error with them, null
   * if the device refused them.
   */
  readonly withSubgroups?: { readonly relative: number | null };
}

/** The CPU engine: WebAssembly on the processor. */
export interface CpuReport {
  /** Threads that compute, and the logical processors that the browser reports. */
  readonly threads: number;
  readonly cores: number;
  /** Multiply and add are one instruction, rounded once: faster, with different last digits. */
  readonly fma: boolean;
  /** Threads may share memory here: the page is isolated from other origins. */
  readonly isolated: boolean;
  /**
   * Rows × columns of a product that are computed together; the fastest in a comparison at start.
   */
  readonly tile: string;
  /** GFLOP/s of one thread in that comparison. */
  readonly gflops: number;
  /** Bytes to which its memory may grow. */
  readonly maxMemoryBytes: number;
}

/** The backend that trains, and why a better one was refused. */
export interface BackendReport {
  readonly backend: BackendId;
  /** Adapter or renderer name as the browser reports it; may be empty. */
  readonly adapter: string;
  /**
   * A CPU emulates a GPU (SwiftShader, llvmpipe, …), or the backend is `cpu`. False for the CPU
   * engine, which is meant to run on a CPU.
   */
  readonly software: boolean;
  /** Largest storage buffer that can be bound, in bytes; null if there is no such limit. */
  readonly maxBindingBytes: number | null;
  /** Largest buffer that can be created, in bytes; null if there is no such limit. */
  readonly maxBufferBytes: number | null;
  /**
   * The lab's own kernels: empty until they have been tested, and on backends without any (WebGL,
   * tfjs's CPU).
   */
  readonly kernels: readonly KernelReport[];
  readonly attempts: readonly BackendAttempt[];
  /** Only for the backend `wasm`. */
  readonly cpu?: CpuReport;
}

/** The small forward and backward pass, compared with the CPU backend. */
export interface SelfCheck {
  readonly passed: boolean;
  /** Largest relative error, per quantity that was compared. */
  readonly errors: readonly { readonly name: string; readonly relative: number }[];
  readonly tolerance: number;
  readonly seconds: number;
}

/** The time of one part of a step. */
export interface LayerTime {
  /** Keras's name of the layer; null for the update of all variables. */
  readonly layer: string | null;
  /**
   * `dX`, `dW`: gradients of a layer's input and of its weights; `backward`: both, for a layer
   * without multiply-accumulates.
   */
  readonly pass: 'forward' | 'dX' | 'dW' | 'backward' | 'update';
  /** Milliseconds of one run. */
  readonly ms: number;
  /** 2 · multiply-accumulates / time; null if the part does not consist of multiply-accumulates. */
  readonly gflops: number | null;
}

/**
 * Every layer and pass of a training step, each timed alone, in the network's order, with the
 * update last.
 */
export interface Profile {
  /** GFLOP/s of a product of two matrices: the rate that the others are compared with. */
  readonly gemmGflops: number;
  /** Side of those matrices. */
  readonly gemmSide: number;
  readonly times: readonly LayerTime[];
}

/**
 * How many parts have been measured, of how many; an estimate of the time left once a few are done.
 */
export interface SpeedProgress {
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
}

/** How long a training step takes, in total and part by part. */
export interface SpeedFigures extends Profile {
  /** Milliseconds of a whole step: upload and preparation of a batch, forward, backward, update. */
  readonly stepMs: number;
}

/** The figures with what they were measured on. */
export interface SpeedReport extends SpeedFigures {
  /** Its network, batch and optimizer. */
  readonly experiment: Experiment;
  /** The device and the kernels. */
  readonly backend: BackendReport;
}
