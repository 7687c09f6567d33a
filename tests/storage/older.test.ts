/**
 * Runs and files of a page that did not yet know of other normalisations and of fewer convolutions
 * open as what they were.
 */
import { beforeAll, expect, it } from 'vitest';
import { Archive } from '../../src/storage/archive';
import { labRecordSchema } from '../../src/formats/keras/record';
import { readBlock, SnapshotError, SnapshotWriter } from '../../src/storage/snapshotFormat';
import { disposeTrainState } from '../../src/engine/core/trainState';
import { restore } from '../../src/engine/runs/restore';
import { networkFor } from '../../src/network';
import { fakeFiles } from '../helpers/fakeFiles';
import { oneSavedRun, savedExperiment } from '../helpers/savedRun';

let saved: Awaited<ReturnType<typeof oneSavedRun>>;
beforeAll(async () => {
  saved = await oneSavedRun();
});

/**
 * The saved run in another archive, with these fields of its experiment instead, which no page of
 * today would write.
 */
async function rewritten(experiment: object): Promise<Archive> {
  const files = fakeFiles();
  const file = await files.open(`${saved.id}.a`);
  const writer = new SnapshotWriter(file);
  await saved.archive.load(saved.id, async ({ state, index, source }) => {
    for (const block of index.blocks)
      await writer.add(block.name, block.shape, await readBlock(source, block));
    await writer.finish({ ...state, experiment });
  });
  file.close();
  return new Archive(files);
}

const { norm, convs, ...older } = savedExperiment;

it('a snapshot without these fields goes on as the network as it is', async () => {
  expect([norm, convs]).toEqual(['own', 5]);
  const { trainState, state } = await restore(await rewritten(older), saved.id);
  expect(state.experiment).toEqual(savedExperiment);
  expect(trainState.model.network).toEqual(networkFor(savedExperiment));
  disposeTrainState(trainState);
});

it('a field that is there must be right', async () => {
  const archive = await rewritten({ ...older, norm: 'layer' });
  await expect(restore(archive, saved.id)).rejects.toBeInstanceOf(SnapshotError);
});

it('so does the record in a .keras file', () => {
  const plateau = { best: null, wait: 0 };
  const memory = { epochsBefore: 0, lrFactor: 1, stopper: plateau, reducer: plateau, bestEpoch: 0 };
  const record = { format: 1, experiment: older, name: '', epochs: [], memory };
  expect(labRecordSchema.parse(record).experiment).toEqual(savedExperiment);
  expect(labRecordSchema.safeParse({ ...record, experiment: { ...older, convs: 9 } }).success).toBe(false);
});
