/**
 * Writes AlexNet at 227 px as a `.keras` file, through the disk or through memory, with `--import`
 * takes it in again, and prints as JSON by how much the process grew, in MB. A process of its own:
 * a peak is the whole process's. Node.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportModel } from '../../src/formats/export';
import { memoryFiles } from '../../src/storage/memoryFiles';
import { diskFiles } from '../helpers/diskFiles';
import { madeUpModel, withState } from '../helpers/exportedModel';
import { importBench, takenId } from '../helpers/importedModel';

const optimizer = process.argv.includes('--optimizer');
const folder = mkdtempSync(join(tmpdir(), 'alexnet-lab-'));
const before = process.resourceUsage().maxRSS;
const began = performance.now();
try {
  const files = process.argv.includes('--memory') ? memoryFiles() : diskFiles(folder);
  const options = { ...withState('keras'), optimizer };
  await exportModel(files, 'x', madeUpModel({ model: 'alexnet' }), options, async () => {});
  if (process.argv.includes('--import')) {
    const [runs, copies] = ['runs-', 'copies-'].map((name) => diskFiles(mkdtempSync(join(folder, name))));
    takenId(await importBench(null, runs, copies).take([new File([await files.blob('x')], 'x.keras')]));
  }
  const megabytes = Math.round((process.resourceUsage().maxRSS - before) / 1000);
  const bytes = (await files.blob('x')).size;
  process.stdout.write(JSON.stringify({ megabytes, bytes, ms: Math.round(performance.now() - began) }));
} finally {
  rmSync(folder, { recursive: true });
}
// The engine's way of yielding (a message port) would keep the process.
process.exit();
