/** TEMP */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { planSplit } from '../../src/dataset/split';
import { realStore } from '../dataset/realSheets';
import { startServer } from '../helpers/server';
import { parseOptions } from './args';
import { cases, shortened } from './cases';
import { pythonWithKeras, trainInKeras } from './keras';
import { trainInPage } from './page';
import { apart, secondsPerStep } from './measured';
const o = parseOptions(process.argv.slice(2));
await tf.setBackend('cpu');
const py = pythonWithKeras();
const server = await startServer();
for (const id of o.only) {
  const c = o.quick ? shortened(cases[id]) : cases[id];
  const store = await realStore((m) => planSplit(c.experiment, m).files);
  const folder = fileURLToPath(new URL(`../../.cache/compare-${process.pid}/${id}`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  const k = await trainInKeras(py, folder, store, c.experiment);
  console.log(id, 'keras', secondsPerStep(k.marks), k.epochs, k.test, performance.now()/1000);
  for (const p of c.places) {
    const m = await trainInPage(server.url, p, c.experiment);
    writeFileSync(join(folder, `${p.browser}-${p.backend}.json`), JSON.stringify(m));
    console.log(p, m.program, m.device, m.driver, secondsPerStep(m.marks), m.epochs, m.test, apart(m.losses, k.losses), performance.now()/1000);
  }
}
await server.close();
process.exit();
