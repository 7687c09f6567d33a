/** The card of the runs: what it offers, and what it says while there is nothing. */
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { RunPicker } from '../../../src/panels/runs/RunPicker';
import { RunsCard } from '../../../src/panels/runs';
import { mostShown } from '../../../src/panels/runs/overlayData';
import { renderPanel, textOf } from '../../helpers/render';
import { run } from '../../helpers/states';

const options = Array.from({ length: mostShown + 1 }, (_, i) => ({
  id: `saved-run-${i}`, name: i === 0 ? 'Mine' : '', experiment: { ...defaultExperiment, seed: i }, savedAt: i === 1 ? null : 5,
})); // prettier-ignore

const picker = (chosen: number): string =>
  renderPanel(() => RunPicker({ options, chosen: options.slice(0, chosen), onChange: () => undefined }));

it('says that there is no run, and offers the one at hand as soon as there is one', () => {
  expect(textOf(renderPanel(RunsCard))).toContain('There is no run yet');
  const html = renderPanel(RunsCard, { run: { ...run, id: 'a-saved-run' } });
  expect(textOf(html)).toContain('AlexNet 227 seed 42, not saved');
  expect(html.match(/type="checkbox"/g)).toHaveLength(1);
});

it('numbers those that are chosen, and offers no more than there are colours', () => {
  const two = picker(2);
  for (const words of ['1 · Mine', '2 · AlexNet 227', 'seed 1, not saved'])
    expect(textOf(two)).toContain(words);
  expect(two).not.toContain('disabled=""');
  expect(picker(mostShown).match(/disabled=""/g)).toHaveLength(1);
});
