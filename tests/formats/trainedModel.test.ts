/**
 * The trained model that ships with the page: what the page says of it before it is opened, and
 * what its file holds. After another file was put there, `npx vitest run --project unit
 * tests/formats/trainedModel.test.ts -u` writes src/store/trainedModel.json anew.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openModel, type ImportedModel } from '../../src/formats/import';
import { memoryFiles } from '../../src/storage/memoryFiles';
import { defaultExperiment } from '../../src/experiment/schema';
import { allFinite } from '../../src/lib/numeric';
import { weightsOf } from '../../src/network';
import { fileOf } from '../helpers/importedModel';

const folder = fileURLToPath(new URL('../../public/models/', import.meta.url));
const advance = async (): Promise<void> => {};

it('is the file that the page tells of, with its own record, whole', async () => {
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  const bytes = new Uint8Array(readFileSync(folder + name));
  const seen: ImportedModel[] = [];
  let parameters = 0;
  await openModel(
    { files: memoryFiles(), name: 'copy' },
    [fileOf(bytes, name)],
    { guess: defaultExperiment, advance },
    async (model) => {
      seen.push(model);
      for (const { name: weight } of weightsOf(model.network)) {
        const values = await model.read(`weight/${weight}`, advance);
        expect(allFinite(values)).toBe(true);
        expect(new Set(values).size).toBeGreaterThan(1);
        parameters += values.length;
      }
    },
  );
  expect(parameters).toBe(62_006);
  const record = seen[0]?.record;
  const last = record?.epochs.at(-1);
  const manifest = {
    file: name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    model: record?.experiment.model,
    epochs: last?.epoch,
    valAcc: last?.val_acc,
  };
  await expect(`${JSON.stringify(manifest, null, 2)}\n`).toMatchFileSnapshot(
    '../../src/store/trainedModel.json',
  );
  // Nothing was learnt from that the page validates and tests with.
  expect(record?.experiment).toMatchObject({ leak: false, labels: 'true' });
});
