/** What the race's card offers, tells while it goes on, and shows of its end. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { noClassroom } from '../../../../src/experiment/classroom';
import { defaultExperiment } from '../../../../src/experiment/schema';
import { RaceCard } from '../../../../src/ui/explore/race/RaceCard';
import { changed, newRace, racePlan } from '../../../../src/store/race';
import { expectFocus, renderDom, words } from '../../../helpers/renderDom';
import { cpuEngine, gpu, ready, run, software } from '../../../helpers/states';

const [lenet, alexnet] = racePlan(defaultExperiment, 'alexnet-small', 'short');
const begun = newRace([lenet!, alexnet!]);
const result = { epochs: 3, seconds: 30, imageSeconds: 0.002, accuracy: 0.4 };
const start = (): HTMLButtonElement =>
  screen.getByRole<HTMLButtonElement>('button', { name: 'Start the race' });
const plans = (): string[] =>
  screen
    .getAllByRole('listitem')
    .filter((item) => item.closest('.race-plan'))
    .map(words);
const chosen = (): string[] => screen.getAllByRole('radio', { checked: true }).map(words);

describe('before it begins', () => {
  it('plans what the device can do: a short race of small images on software and on the CPU, the form on a GPU', () => {
    const { set } = renderDom(RaceCard, { ...ready, backend: software });
    for (const backend of [software, cpuEngine]) {
      set({ backend });
      expect(screen.getByText(/^1,000 training images, /)).toBeTruthy();
      expect(plans()[1]).toMatch(/^AlexNet, small input: learning rate 3e-4\./);
      expect(chosen()).toEqual(['AlexNet, small input', 'a short race']);
    }
    set({ backend: gpu });
    expect(screen.getByText(/^40,000 training images, /)).toBeTruthy();
    expect(plans()[1]).toBe('AlexNet 227: learning rate 1e-4.');
    expect(screen.getByText(/^How long it takes here is not known/)).toBeTruthy();
    expect(chosen()).toEqual(['AlexNet 227', 'as the form says']);
  });

  it('races what was chosen', async () => {
    const { user, intents } = renderDom(RaceCard, ready);
    await user.click(start());
    await user.click(screen.getByRole('radio', { name: 'AlexNet, small input' }));
    await user.click(screen.getByRole('radio', { name: 'a short race' }));
    expect(screen.getByText(/^1,000 training images, /)).toBeTruthy();
    await user.click(start());
    expect(intents).toEqual([
      ['startRace', racePlan(defaultExperiment, 'alexnet', 'form')],
      ['startRace', [lenet, alexnet]],
    ]);
  });

  it('tells the time where it is known', () => {
    const device = JSON.stringify(['webgl', software.adapter, []]);
    const speeds = [{ device, experiment: lenet!, basis: 'run', times: { step: 1, validation: 1 } }] as const;
    // 3 epochs of 31 steps and 8 batches of validation.
    const { set } = renderDom(RaceCard, { ...ready, backend: software, speeds });
    expect(plans()[0]).toBe('LeNet-5: learning rate 0.001. ≈ 2 min');
    set({ speeds: [] });
    expect(plans()[0]).toBe('LeNet-5: learning rate 0.001.');
  });

  it('can begin where training is offered, and no link locks a field', async () => {
    const { user, intents, set } = renderDom(RaceCard, {});
    expect(start().disabled).toBe(true);
    await user.click(start());
    expect(intents).toEqual([]);
    expect(screen.getByText(/^It can start once/)).toBeTruthy();
    set(ready);
    expect(start().disabled).toBe(false);
    expect(screen.queryByText(/^It can start once/)).toBeNull();
    set({ status: 'training' });
    expect(start().disabled).toBe(true);
    set({ status: 'idle', classroom: { ...noClassroom, lock: ['lr'] } });
    expect(start().disabled).toBe(true);
    expect(screen.getByText(/^Not available while a class link locks fields/)).toBeTruthy();
  });
});

it('tells whose turn it is, and can be stopped by the button that began it', async () => {
  const race = changed(changed(begun, 0, { phase: 'finished', result }), 1, { phase: 'training' });
  const { user, intents, set } = renderDom(RaceCard, ready);
  start().focus();
  set({ race, run: { ...run, lastEpoch: 3 }, status: 'training' });
  const status = within(screen.getByTestId('race-status'));
  expect(status.getByText('✓ LeNet-5 has finished.')).toBeTruthy();
  expect(status.getByRole('progressbar', { name: 'AlexNet, small input is training' })).toBeTruthy();
  expect(screen.queryByText(/training images, /)).toBeNull();
  expect(screen.queryByRole('radio')).toBeNull();
  await expectFocus(() => screen.getByRole('button', { name: 'Stop the race' }));
  await user.keyboard('{Enter}');
  expect(intents).toEqual([['stopRace']]);
  set({ race: { ...race, stopping: true } });
  await user.keyboard('{Enter}');
  expect(intents).toHaveLength(1);
  set({ race: { ...race, going: false }, status: 'finished' });
  await expectFocus(() => screen.getByRole('button', { name: 'Race again' }));
});

it('shows the figures, with dashes where there are none, and why one failed', () => {
  const error = { code: 'not-finite', detail: 'the loss of step 3' } as const;
  const race = {
    ...changed(changed(begun, 0, { phase: 'finished', result }), 1, { phase: 'failed', error }),
    going: false,
  };
  renderDom(RaceCard, { ...ready, race });
  const table = within(screen.getByRole('table', { name: 'Race results' }));
  const cells = (measure: string): string[] =>
    within(table.getByRole('rowheader', { name: measure }).closest('tr')!)
      .getAllByRole('cell')
      .map(words);
  expect(cells('Parameters')).toEqual(['62,006', '21,624,586']);
  expect(cells('Size of the weights')).toEqual(['248 kB', '86 MB']);
  expect(cells('Training time per image')).toEqual(['2.00 ms', '–']);
  expect(cells('Test accuracy')).toEqual(['40.00 %', '–']);
  expect(cells('Test accuracy per minute')).toEqual(['80.0 %/min', '–']);
  const status = within(screen.getByTestId('race-status'));
  expect(status.getByText(/^✕ AlexNet, small input has failed/)).toBeTruthy();
  expect(status.getByText('the loss of step 3')).toBeTruthy();
});
