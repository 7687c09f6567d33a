/**
 * Pictures of each view of the five sections in light and dark at three widths, after a short run:
 * `npm run screenshots`. Into `output/`.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sectionIds } from '../../src/experiment/classroom';
import { viewIds } from '../../src/ui/shared/viewAddress';
import { Lab } from '../helpers/lab';
import { launchPlaywright, playwrightTab } from '../helpers/launch';
import { startServer } from '../helpers/server';

/** Addresses of all sections, or of their views. */
const addresses = sectionIds.flatMap((id): readonly string[] =>
  id in viewIds ? viewIds[id as keyof typeof viewIds].map((view) => `${id}/${view}`) : [id],
);
const output = fileURLToPath(new URL('output/', import.meta.url));
const query =
  '?model=lenet5&train=1000&val=200&test=200&epochs=4&batch=50&lr=0.001&seed=7&backend=webgl&lang=en';

mkdirSync(output, { recursive: true });
const server = await startServer();
const browser = await launchPlaywright('webgl');
try {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  const lab = new Lab(playwrightTab(page), server.url);
  await lab.open(query);
  await lab.click('Train');
  await lab.waitForStatus(['finished'], 600_000);
  await lab.click('Evaluate');
  await lab.waitForText('test-accuracy', (text) => /^\d\.\d+$/.test(text), 120_000);
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const address of addresses) {
        const [section = ''] = address.split('/');
        if (section !== address) await lab.view(address);
        await page.evaluate((id) => document.getElementById(id)?.scrollIntoView(), section);
        // Charts come with the first sight of them, and are drawn at most twice a second.
        await page.waitForTimeout(1_500);
        await page.screenshot({ path: `${output}${address.replace('/', '-')}-${colorScheme}-${width}.png` });
      }
    }
  }
  console.log(`${addresses.length * 6} pictures in ${output}`);
} finally {
  await browser.close();
  await server.close();
}
