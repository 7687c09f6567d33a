/**
 * The same experiments in Keras on this machine's CPU and in the built page: `npm run compare --
 * [--only lenet5,alexnet67] [--redraw] [--quick]`. Each case's runs are kept in `.cache/compare/`;
 * once all cases are there, what the page and the README beside this show is written from them. A
 * Markdown text on stdout, progress on stderr.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { planSplit } from '../../src/dataset/split';
import { messageOf } from '../../src/lib/result';
import { duration } from '../../src/lib/units';
import { realStore } from '../dataset/realSheets';
import { startServer } from '../helpers/server';
import { parseOptions, type Options } from './args';
import { caseIds, cases, shortened, type Case, type CaseId } from './cases';
import { prepareKeras, pythonWithKeras, runPython, trainInKeras } from './keras';
import type { Measured } from './measured';
import { trainInPage } from './page';
import { caseFigures, caseText, curvesOf, formatted, withComparison, type MeasuredCase } from './publish';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kept = join(root, '.cache', 'compare');
const minute = 60_000;

const say = (text: string): void =>
  void process.stderr.write(`${duration(performance.now() / 1000, 'en')}  ${text}\n`);

/** Trains a case everywhere, one place after the other. */
async function measure(
  id: CaseId,
  { experiment, places }: Case,
  python: string,
  url: string,
): Promise<MeasuredCase> {
  const store = await realStore((manifest) => planSplit(experiment, manifest).files);
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  const runs: Measured[] = [];
  try {
    await prepareKeras(folder, store, experiment);
    for (const oneDnn of [true, false]) {
      say(`${id}: Keras ${oneDnn ? 'with' : 'without'} oneDNN`);
      runs.push(trainInKeras(python, folder, oneDnn));
    }
    for (const place of places) {
      say(`${id}: ${place.browser}, ${place.backend}`);
      runs.push(await trainInPage(url, place, experiment));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { experiment, measured: new Date().toISOString().slice(0, 10), runs };
}

async function measureAll(
  { only, quick }: Options,
  python: string,
): Promise<ReadonlyMap<CaseId, MeasuredCase>> {
  await tf.setBackend('cpu');
  const server = await startServer();
  const found = new Map<CaseId, MeasuredCase>();
  try {
    for (const id of only) {
      const measured = await measure(id, quick ? shortened(cases[id]) : cases[id], python, server.url);
      found.set(id, measured);
      if (!quick) writeFileSync(join(kept, `${id}.json`), JSON.stringify(measured));
    }
  } finally {
    await server.close();
  }
  return found;
}

/** What is kept of a case, unless it was another experiment. */
function keptCase(id: CaseId): MeasuredCase | null {
  const path = join(kept, `${id}.json`);
  if (!existsSync(path)) return null;
  const measured = JSON.parse(readFileSync(path, 'utf8')) as MeasuredCase;
  return JSON.stringify(measured.experiment) === JSON.stringify(cases[id].experiment) ? measured : null;
}

/** Writes pictures, the page's figures and the README; nothing while a case is missing. */
async function publish(python: string): Promise<void> {
  const all = caseIds.map((id) => [id, keptCase(id)] as const);
  const missing = all.filter(([, measured]) => measured === null).map(([id]) => id);
  if (missing.length > 0) return say(`Nothing is published: ${missing.join(', ')} not measured yet`);
  const whole = all.flatMap(([id, measured]) => (measured ? [[id, measured] as const] : []));
  const curves = join(kept, 'curves.json');
  writeFileSync(curves, JSON.stringify(whole.map(([id, measured]) => curvesOf(id, measured))));
  runPython(python, 'plot.py', [curves, join(root, 'public')], 5 * minute);
  const figures = whole.map(([id, measured]) => caseFigures(id, measured));
  const [json, readme] = ['src/ui/evaluate/compare/comparison.json', 'tests/compare/README.md'].map((path) =>
    join(root, path),
  ) as [string, string];
  writeFileSync(json, await formatted(json, JSON.stringify({ cases: figures })));
  writeFileSync(readme, await withComparison(readFileSync(readme, 'utf8'), figures));
  say('Written: pictures, comparison.json, tests/compare/README.md');
}

try {
  const options = parseOptions(process.argv.slice(2));
  mkdirSync(kept, { recursive: true });
  const python = pythonWithKeras();
  if (!options.redraw) {
    const found = await measureAll(options, python);
    console.log([...found].map(([id, measured]) => caseText(caseFigures(id, measured))).join('\n\n'));
  }
  if (!options.quick) await publish(python);
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 1;
}
// Something under the packages keeps Node alive.
process.exit();
