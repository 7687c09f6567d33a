/** Who a run is that goes on, when its store is well and when it is not. */
import { expect, it } from 'vitest';
import { Archive } from '../../../src/storage/archive';
import { identityOf } from '../../../src/engine/runs/restore';
import { parseState } from '../../../src/storage/state';
import { fakeFiles } from '../../helpers/fakeFiles';
import { oneSavedRun, savedExperiment } from '../../helpers/savedRun';
import { opened } from '../../helpers/sealed';

const known = { identity: { id: '12345678', name: 'mine', startedAt: 5 }, sequence: 3 };

it('goes on as itself where nothing of it can be written over', async () => {
  expect(await identityOf(null, known)).toEqual(known.identity);
  expect(await identityOf(new Archive(fakeFiles()), known)).toEqual(known.identity);
});

it('goes on as a branch where the store does not say whether another tab has gone on', async () => {
  const files = fakeFiles();
  files.list = () => Promise.reject(new Error('not opened within 30 s'));
  const branch = await identityOf(new Archive(files), known);
  expect(branch.id).not.toBe(known.identity.id);
  expect(branch.name).toBe('mine');
});

it('knows what its weights were drawn from only where its snapshot says so', async () => {
  const { bytes } = await oneSavedRun();
  const { state } = JSON.parse(opened(bytes).index) as { state: Record<string, unknown> };
  const { initialSeed, ...older } = state;
  expect(initialSeed).toBe(savedExperiment.seed);
  expect(parseState({ ...older, initialSeed }).initialSeed).toBe(initialSeed);
  // As of a model that came from a file: not the experiment's own seed, nor a default.
  expect(parseState(older).initialSeed).toBeUndefined();
});
