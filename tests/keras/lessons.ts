/** Puts the programs of the small lessons, and CIFAR-10 as they read it, into the folder of its argument. For lessons.py. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gather } from '../../src/dataset/batches';
import type { SheetSet } from '../../src/dataset/manifest';
import { lessonIds, lessonOf } from '../../src/experiment/presets';
import { kerasCode, networkFor } from '../../src/network';
import { realStore } from '../dataset/realSheets';

const [folder = ''] = process.argv.slice(2);
const programs = lessonIds.map((id) => {
  const experiment = lessonOf(id, 'small');
  return { id, code: kerasCode(networkFor(experiment), experiment) };
});
writeFileSync(join(folder, 'programs.json'), JSON.stringify(programs));
const store = await realStore();
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
