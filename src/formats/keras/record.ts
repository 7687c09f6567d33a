/**
 * What a `.keras` file records about its run, besides what Keras needs: it is under `alexnet_lab`
 * in `metadata.json`, which Keras does not read back. With it, a model can be imported as the run
 * that it was. Pure.
 */
import { z } from 'zod';
import { experimentSchema, maxNameLength } from '../../experiment/schema';
import { list } from '../../storage/snapshotFormat';
import { epochLogSchema, memorySchema, maxEpochs } from '../../storage/state';

/** The key in `metadata.json`. */
export const recordKey = 'alexnet_lab';

export const labRecordSchema = z.object({
  /** Version of this record. One with another meaning gets another number. */
  format: z.literal(1),
  experiment: experimentSchema,
  /** Given by a person; empty if there is none. */
  name: z.string().max(maxNameLength),
  /** The finished epochs, in order. */
  epochs: list(epochLogSchema, maxEpochs).readonly(),
  memory: memorySchema,
});

export type LabRecord = Readonly<z.infer<typeof labRecordSchema>>;
