/**
 * A model being imported, as every reader returns it. Its tensors are read one at a time. Knows no
 * tensor and no device.
 */
import type { Experiment } from '../experiment/schema';
import type { ImportFormat, ImportNote, NetworkSpec } from '../network';
import type { Advance, Values } from './exportedModel';
import type { LabRecord } from './keras/record';

export interface ImportedModel {
  readonly format: ImportFormat;
  /** The program that wrote it, as the file says: `Keras 3.15.1`. */
  readonly writer: string;
  readonly network: NetworkSpec;
  /** The training settings that the file gives, and the form's for the rest. */
  readonly experiment: Experiment;
  /** Updates applied so far; 0 where the file does not say. */
  readonly iterations: number;
  /**
   * The optimizer's current learning rate; null if the file does not say, or a schedule decides it.
   */
  readonly learningRate: number | null;
  /** Whether the file has the optimizer's state. */
  readonly slots: boolean;
  /** Record of the original run, if the lab or its cluster program wrote the file. */
  readonly record: LabRecord | null;
  readonly notes: readonly ImportNote[];
  /** Reads a tensor by its name in a snapshot: `weight/conv2d/kernel`, `slot/conv2d/kernel/m`. */
  readonly read: (name: string, advance: Advance) => Promise<Values>;
}

/** What readers get besides the file. */
export interface ImportOptions {
  /** The form's experiment, used for what the file leaves open. */
  readonly guess: Experiment;
  /** Called after every few megabytes read; rejects if the file is no longer wanted. */
  readonly advance: Advance;
}
