/**
 * A run with everything that a program needs to continue it elsewhere, in one archive: the model as
 * a `.keras` file, the run's state, the images of its split, and the program. Knows neither the
 * data set nor the device: the caller passes the split.
 */
import { ownLayersCode } from '../../network';
import { withFile } from '../../storage/files';
import type { SavedRunState } from '../../storage/state';
import { writeKeras, type KerasOptions, type TargetFile } from '../keras/writer';
import type { Advance, ExportedModel } from '../exportedModel';
import { appender, contentOf, textContent, zipWriter } from '../zip/writer';

/** How far a run is. */
export type ClusterCursor = Pick<
  SavedRunState['cursor'],
  'epochs' | 'stepInEpoch' | 'lossSum' | 'accSum' | 'seconds'
>;

export interface ClusterParts {
  readonly cursor: ClusterCursor;
  /**
   * Indices in CIFAR-10's own order: `train` and `val` index its 50 000 training images, `test` its
   * 10 000 test images.
   */
  readonly split: Readonly<Record<'train' | 'val' | 'test', Uint32Array>>;
  /** The program's files: their texts by name. */
  readonly program: Readonly<Record<string, string>>;
}

/**
 * `experiment.json`. `format` gets another number when a field changes its meaning. A best value of
 * infinity, before the first epoch, becomes null.
 */
function experimentJson(
  { experiment, iterations }: ExportedModel,
  { epochs, stepInEpoch, lossSum, accSum, seconds }: ClusterCursor,
  memory: SavedRunState['memory'],
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

/** Writes the archive, and temporarily `name.keras` beside it. Rejects as `exportModel`. */
export async function writeCluster(
  { files, file, name }: TargetFile,
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
      const target = { files, file: keras, name: kerasName };
      // Before the first update the optimizer has no state, but it still has to be the run's.
      await writeKeras(target, model, { ...options, compiled: true }, advance);
      const zip = zipWriter(appender(file), options.savedAt);
      for (const [entry, text] of Object.entries(texts)) await zip.add(entry, textContent(text));
      await zip.add('model.keras', contentOf(keras, advance));
      zip.end();
    });
  } finally {
    await files.remove(kerasName);
  }
}
