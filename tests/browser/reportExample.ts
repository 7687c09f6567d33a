/**
 * The example report that README.md links to, from a run that is really made:
 * `npm run report-example` writes it into `public/`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Lab } from '../helpers/lab';
import { launchPlaywright, playwrightTab } from '../helpers/launch';
import { startServer } from '../helpers/server';

const query =
  '?model=lenet5&train=2000&val=500&test=1000&epochs=6&batch=50&lr=0.002&seed=7&backend=webgl&lang=en';
const minute = 60_000;

/** As a student would write them; figures stand in the tables. */
const notes = {
  Experiment:
    'How far does LeNet-5 come with 2,000 training images, in two minutes on a machine without a GPU?\nI expect it to tell vehicles from animals well, and cats from dogs badly.',
  Device: 'No GPU: the browser computes WebGL on two processor cores.',
  Model:
    'Both convolutions have 5 × 5 filters without padding: 32 − 5 + 1 = 28, and after the pool 14 − 5 + 1 = 10. What is left, 5 × 5 × 16 = 400 values, goes into the dense layers, which hold most of the weights.',
  Training:
    'Both losses still fall at the end, so more epochs would help. The gap between them is where overfitting would show.',
  Evaluation: 'The pairs that are confused most look alike even to me at 32 × 32 pixels.',
  Discussion: 'Next: the same seed and split with AlexNet at 67 pixels, and with mirrored images.',
} as const;

const server = await startServer();
const browser = await launchPlaywright('webgl');
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const lab = new Lab(playwrightTab(page), server.url);
  await lab.open(query);
  await lab.click('Train');
  await lab.waitForStatus(['finished'], 60 * minute);
  await lab.click('Evaluate');
  await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 10 * minute);
  // The predictions are drawn after the evaluation.
  await lab.waitFor('the predictions', minute, async () => ((await lab.images()) > 0 ? true : null));
  await lab.view('evaluate/report');
  for (const [section, note] of Object.entries(notes))
    await page.getByRole('textbox', { name: section, exact: true }).fill(note);
  const [taken] = await Promise.all([
    page.waitForEvent('download', { timeout: minute }),
    page.getByRole('button', { name: 'Report as HTML', exact: true }).click(),
  ]);
  // It lies beside the page: its link leads there, wherever that is.
  const text = readFileSync(await taken.path(), 'utf8').replaceAll(server.url, './');
  writeFileSync(fileURLToPath(new URL('../../public/report-example.html', import.meta.url)), text);
  console.log(`test-accuracy ${await lab.text('test-accuracy')}, in public/report-example.html`);
} finally {
  await browser.close();
  await server.close();
}
