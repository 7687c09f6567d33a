/** What the race's card offers, tells while it goes on, and shows of its end. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { RaceCard } from '../../../src/panels/race';
import { changed, newRace, racePlan } from '../../../src/store/race';
import type { LabState } from '../../../src/store/state';
import { buttonsNamed, renderPanel, textOf } from '../../helpers/render';
import { cpuEngine, ready, run, software } from '../../helpers/states';

const [lenet, alexnet] = racePlan(defaultExperiment, 'alexnet-small', 'short');
const begun = newRace([lenet!, alexnet!]);
const result = { epochs: 3, seconds: 30, imageSeconds: 0.002, accuracy: 0.4 };
const shown = (patch: Partial<LabState>): string => textOf(renderPanel(RaceCard, patch));

describe('before it begins', () => {
  it('plans what the device can do: a short race of small images on software and on the CPU, the form on a GPU', () => {
    expect(shown({ ...ready, backend: software })).toContain('1,000 images to learn from');
    expect(shown({ ...ready, backend: software })).toContain('AlexNet, small input: learning rate 3e-4.');
    expect(shown({ ...ready, backend: cpuEngine })).toContain('1,000 images to learn from');
    expect(shown({ ...ready, backend: cpuEngine })).toContain('AlexNet, small input: learning rate 3e-4.');
    expect(shown(ready)).toContain('40,000 images to learn from');
    expect(shown(ready)).toContain('AlexNet 227: learning rate 1e-4. How long it takes is not known');
  });

  it('tells the time where it is known', () => {
    const device = JSON.stringify(['webgl', software.adapter, []]);
    const speeds = [{ device, experiment: lenet!, basis: 'run', times: { step: 1, validation: 1 } }] as const;
    // 3 epochs of 31 steps and 8 batches of validation.
    expect(shown({ ...ready, backend: software, speeds })).toContain('LeNet-5: learning rate 0.001. ≈ 2 min');
  });

  it('can begin where training is offered', () => {
    const disabled = (patch: Partial<LabState>) =>
      / disabled=""/.test(buttonsNamed(renderPanel(RaceCard, patch), 'Start the race')[0] ?? '');
    expect(disabled(ready)).toBe(false);
    expect(disabled({})).toBe(true);
    expect(disabled({ ...ready, status: 'training' })).toBe(true);
  });
});

it('tells whose turn it is, and can be stopped', () => {
  const race = changed(changed(begun, 0, { phase: 'finished', result }), 1, { phase: 'training' });
  const html = renderPanel(RaceCard, { ...ready, race, run: { ...run, lastEpoch: 3 }, status: 'training' });
  expect(textOf(html)).toContain('✓ LeNet-5 has finished.');
  expect(textOf(html)).toContain('AlexNet, small input trains');
  expect(buttonsNamed(html, 'Stop the race')).toHaveLength(1);
  expect(textOf(html)).not.toContain('images to learn from');
});

it('shows the figures, with dashes where there are none, and why one failed', () => {
  const error = { code: 'not-finite', detail: 'the loss of step 3' } as const;
  const race = { ...changed(changed(begun, 0, { phase: 'finished', result }), 1, { phase: 'failed', error }), going: false };
  const html = renderPanel(RaceCard, { ...ready, race });
  const cells = (measure: string) => textOf(html.split(`data-measure="${measure}"`)[1]?.split('</tr>')[0]?.slice(1) ?? '');
  expect(cells('params')).toBe('Parameters 62,006 21,624,586');
  expect(cells('bytes')).toContain('248 kB 86 MB');
  expect(cells('imageMs')).toContain('2.00 ms –');
  expect(cells('accuracy')).toBe('Test accuracy 40.00 % –');
  expect(cells('perMinute')).toContain('80.0 %/min –');
  for (const words of ['✕ AlexNet, small input has failed', 'the loss of step 3']) expect(textOf(html)).toContain(words);
}); // prettier-ignore
