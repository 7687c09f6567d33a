/**
 * What a `.keras` file tells of the run that made it, beside what Keras needs: under `alexnet_lab` in its `metadata.json`, of which Keras
 * reads nothing back. It lets a model come back as the run that it was. Pure.
 */
import { z } from 'zod';
import { experimentSchema, mostNameLength } from '../../experiment/schema';
import { list } from '../format';
import { epochLogSchema, memorySchema, mostEpochs } from '../state';

/** The key in `metadata.json`. */
export const recordKey = 'alexnet_lab';

export const labRecordSchema = z.object({
  /** Of this record. A later one that means something else gets another number. */
  format: z.literal(1),
  experiment: experimentSchema,
  /** Given by a person; empty without. */
  name: z.string().max(mostNameLength),
  /** Those that are done, in their order. */
  epochs: list(epochLogSchema, mostEpochs).readonly(),
  memory: memorySchema,
});

export type LabRecord = Readonly<z.infer<typeof labRecordSchema>>;
