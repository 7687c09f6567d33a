/**
 * A run with all that a program needs to go on with it elsewhere, in one archive: the model as a `.keras` file, where the run stands, the
 * images of its split, and the program. Knows neither the data set nor the device: the split is given.
 */
import { ownLayersCode } from '../../../network';
import { withFile } from '../../files';
import type { RunState } from '../../state';
import { writeKeras, type KerasOptions, type Place } from '../kerasFile';
import type { Advance, ExportedModel } from '../model';
import { appender, contentOf, textContent, zipWriter } from '../zip';

/** Where a run stands. */
export type ClusterCursor = Pick<RunState['cursor'], 'epochs' | 'stepInEpoch' | 'lossSum' | 'accSum' | 'seconds'>; // prettier-ignore

export interface ClusterParts {
  readonly cursor: ClusterCursor;
  /** Indices into CIFAR-10's own order: of `train` and `val` into its 50 000 training images, of `test` into its 10 000 others. */
  readonly split: Readonly<Record<'train' | 'val' | 'test', Uint32Array>>;
  /** The program's files, text by name. */
  readonly program: Readonly<Record<string, string>>;
}

/** `experiment.json`. `format` gets another number when a field means something else. A best value of infinity, before the first epoch, becomes null. */
function experimentJson(
  { experiment, iterations }: ExportedModel,
  { epochs, stepInEpoch, lossSum, accSum, seconds }: ClusterCursor,
  memory: RunState['memory'],
): string {
  return JSON.stringify({
    format: 1,
    experiment,
    iterations,
    cursor: { epochs, stepInEpoch, lossSum, accSum, seconds },
    lastEpoch: memory.epochsBefore + experiment.epochs,
    ...memory,
  });
}

const splitJson = ({ train, val, test }: ClusterParts['split']): string =>
  JSON.stringify({ train: [...train], val: [...val], test: [...test] });

/** Writes the archive, and for a time `name.keras` beside it. Rejects as `exportModel`. */
export async function writeCluster(
  { files, file, name }: Place,
  model: ExportedModel,
  { cursor, split, program, ...options }: ClusterParts & Omit<KerasOptions, 'compiled'>,
  advance: Advance,
): Promise<void> {
  const kerasName = `${name}.keras`;
  const layers = ownLayersCode(model.network);
  const texts = {
    ...program,
    ...(layers === null ? {} : { 'lab_layers.py': layers }),
    'experiment.json': experimentJson(model, cursor, options.memory),
    'split.json': splitJson(split),
  };
  try {
    await withFile(files, kerasName, async (keras) => {
      const place = { files, file: keras, name: kerasName };
      // Before the first update there is no state, but the optimizer has to be the run's all the same.
      await writeKeras(place, model, { ...options, compiled: true }, advance);
      const zip = zipWriter(appender(file), options.savedAt);
      for (const [entry, text] of Object.entries(texts)) await zip.add(entry, textContent(text));
      await zip.add('model.keras', contentOf(keras, advance));
      zip.end();
    });
  } finally {
    await files.remove(kerasName);
  }
}
