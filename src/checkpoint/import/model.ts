/** A model on its way in: what every reader gives. Its tensors are read one at a time. Knows no tensor and no device. */
import type { Experiment } from '../../experiment/schema';
import type { ImportFormat, ImportNote, NetworkSpec } from '../../network';
import type { Advance, Values } from '../export/model';
import type { LabRecord } from '../export/record';

export interface ImportedModel {
  readonly format: ImportFormat;
  /** The program that wrote it, as the file says: `Keras 3.15.1`. */
  readonly writer: string;
  readonly network: NetworkSpec;
  /** What the file says of how it is trained, and the form's for the rest. */
  readonly experiment: Experiment;
  /** Updates applied so far; 0 where the file does not say. */
  readonly iterations: number;
  /** What the optimizer's learning rate stands at; null where the file does not say, or a schedule tells. */
  readonly learningRate: number | null;
  /** The optimizer's state is there. */
  readonly slots: boolean;
  /** Of the run that it was, where the lab or its program for clusters wrote the file. */
  readonly record: LabRecord | null;
  readonly notes: readonly ImportNote[];
  /** A tensor by its name in a snapshot: `weight/conv2d/kernel`, `slot/conv2d/kernel/m`. */
  readonly read: (name: string, advance: Advance) => Promise<Values>;
}

/** What readers are given besides the file. */
export interface ImportOptions {
  /** The form's experiment: for what the file leaves open. */
  readonly guess: Experiment;
  /** Called after every few megabytes that were read; rejects when the file is not wanted any more. */
  readonly advance: Advance;
}
