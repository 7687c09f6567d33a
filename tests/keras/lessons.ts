/**
 * Puts programs for Keras, and CIFAR-10 as they read it, into the folder of the first argument: of
 * the small lessons, or of the lessons and page addresses (`?model=…`) that are named after it. For
 * lessons.py.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gather } from '../../src/dataset/batches';
import type { SheetSet } from '../../src/dataset/manifest';
import { lessonIds, lessonOf } from '../../src/experiment/presets';
import { planSplit } from '../../src/dataset/split';
import type { Experiment } from '../../src/experiment/schema';
import { parseUrl } from '../../src/experiment/url';
import { kerasCode, networkFor } from '../../src/network';
import { realStore } from '../dataset/realSheets';

const [folder = '', ...asked] = process.argv.slice(2);

/**
 * What is meant by a lesson's id or by an address. Throws where it is neither, or where a part of
 * the address is not right.
 */
function experimentOf(name: string): Experiment {
  const id = lessonIds.find((lesson) => lesson === name);
  if (id) return lessonOf(id, 'small');
  if (!name.startsWith('?')) throw new Error(`${name} is no lesson (${lessonIds.join(', ')}) and no address`);
  const { experiment, problems } = parseUrl(name);
  if (problems.length > 0)
    throw new Error(`Not right in ${name}: ${problems.map(({ key }) => key).join(', ')}`);
  return experiment;
}

const names = asked.length > 0 ? asked : lessonIds;
const programs = names.map((id) => {
  const experiment = experimentOf(id);
  return { id, code: kerasCode(networkFor(experiment), experiment), experiment };
});
const store = await realStore();

/**
 * The page's own split, for Keras to be compared with a run of it: images to train on, then to
 * validate on.
 */
const orderOf = (experiment: Experiment): number[] => {
  const { train, val } = planSplit(experiment, store.manifest);
  return [...train, ...val];
};
writeFileSync(
  join(folder, 'programs.json'),
  JSON.stringify(
    programs.map(({ id, code, experiment }) => ({
      id,
      code,
      address: id.startsWith('?') ? { seed: experiment.seed, order: orderOf(experiment) } : null,
    })),
  ),
);
const sets: readonly (readonly [SheetSet, number])[] = [
  ['train', 50_000],
  ['test', 10_000],
];
for (const [set, images] of sets) {
  const { pixels, labels } = gather(
    store,
    set,
    Uint32Array.from({ length: images }, (_, i) => i),
  );
  writeFileSync(join(folder, `${set}.images`), pixels);
  writeFileSync(join(folder, `${set}.labels`), labels);
}
