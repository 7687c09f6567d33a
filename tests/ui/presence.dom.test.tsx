/** What the Train place says of the run's pace and of other tabs. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { OtherTab } from '../../src/ui/train/OtherTab';
import { Activity } from '../../src/ui/train/Activity';
import { RunOffer, TrainPanel } from '../../src/ui/train';
import { presets } from '../../src/experiment/presets';
import type { SavedRunReport } from '../../src/protocol/run';
import type { RunHealth } from '../../src/store/runHealth';
import { ready, run } from '../helpers/states';
import { buttonsOf, renderDom, words } from '../helpers/renderDom';

const health: RunHealth = {
  status: 'steady',
  secondsPerStep: 0.25,
  usualSeconds: 0.1,
  silentSeconds: 0,
  slept: null,
  unseen: null,
};
const training = { ...ready, run, status: 'training', hasModel: true } as const;

it.each([
  ['steady', 'Running steadily: 250 ms per step.'],
  ['slowed', 'Slowed down: 250 ms per step, usually 100 ms.'],
  ['stalled', 'No response from the run for 45 s'],
] as const)('says that a run is %s', (word, text) => {
  const { set } = renderDom(Activity, {
    ...training,
    runHealth: { ...health, status: word, silentSeconds: 45 },
  });
  expect(screen.getByTestId('pace').dataset['pace']).toBe(word);
  expect(screen.getByTestId('pace').textContent).toContain(text);
  set({ status: 'paused' });
  expect(screen.queryByTestId('pace')).toBeNull();
});

it('says that the machine slept, that the page was hidden, and nothing of it otherwise', () => {
  const away = { ...health, slept: { seconds: 720, until: 1 }, unseen: { seconds: 600, steps: 1_234 } };
  const { set, container } = renderDom(Activity, { ...training, runHealth: away });
  expect(words(container)).toContain('for 12 min The run continued by itself.');
  expect(screen.getByTestId('unseen').textContent).toBe(
    'This tab was hidden for 10 min; meanwhile the run advanced by 1,234 steps.',
  );
  set({ status: 'failed' });
  expect(words(container)).not.toContain('continued by itself');
  set({ status: 'training', runHealth: health });
  expect(words(container)).not.toMatch(/asleep|hidden for/);
});

it('offers to keep the screen on only where the browser can', async () => {
  const { user } = renderDom(Activity);
  const toggle = screen.getByRole<HTMLInputElement>('switch', { name: /^Keep the screen on/ });
  expect(screen.getByText(/^This browser cannot keep the screen on/)).toBeTruthy();
  expect(toggle.disabled).toBe(true);
  await user.click(toggle);
  expect(localStorage.getItem('keep-awake')).toBeNull();
});

const saved = (id: string): SavedRunReport => ({
  id,
  name: '',
  experiment: presets.first,
  startedAt: 1,
  savedAt: 2,
  finished: false,
  epochs: 1,
  lastEpoch: 3,
  stepInEpoch: 4,
  stepsPerEpoch: 31,
  bestValAcc: 0.5,
  bytes: 10,
  adapter: '',
});
const runs = {
  type: 'runs',
  runs: [saved('their-run'), saved('old-run')],
  damaged: 0,
  space: null,
} as const;
const elsewhere = { ...ready, runs: { ...runs, elsewhere: 'their-run' } };
const alone = { ...ready, runs: { ...runs, elsewhere: null } };

it('says what another tab trains, and waits for it or not at a press', async () => {
  const { user, intents, set, container } = renderDom(OtherTab, elsewhere);
  expect(screen.getByTestId('other-tab').dataset['run']).toBe('their-run');
  expect(words(container)).toContain('LeNet-5, seed 42: epoch 2 of 3');
  await user.click(screen.getByRole('button', { name: 'Train here when it ends' }));
  set({ waitsForTab: true });
  await user.click(screen.getByRole('button', { name: 'Do not wait' }));
  expect(intents).toEqual([
    ['waitForTab', true],
    ['waitForTab', false],
  ]);
  set(alone);
  expect(container.innerHTML).toBe('');
});

it('offers of the list nothing that would disturb it, and everything else', () => {
  const { set, container } = renderDom(TrainPanel, elsewhere);
  const off = (name: string): boolean[] =>
    [...container.querySelectorAll<HTMLButtonElement>(`[aria-label^="${name} "]`)].map(
      (button) => button.disabled,
    );
  expect(screen.getByText('training in another tab')).toBeTruthy();
  expect([off('Continue'), off('Open'), off('Delete')]).toEqual([
    [true, true],
    [true, false],
    [true, false],
  ]);
  set(alone);
  expect(screen.queryByText('training in another tab')).toBeNull();
  expect([off('Continue'), off('Open'), off('Delete')].flat()).not.toContain(true);
});

it('offers to go on with a run that was cut off, unless another tab has it', async () => {
  const { user, intents, set, container } = renderDom(RunOffer, elsewhere);
  expect(container.innerHTML).toBe('');
  set(alone);
  expect(screen.getByTestId('offered-run').textContent).toMatch(
    /^LeNet-5: epoch 2 of 3, step 4 of 31, saved /,
  );
  expect(buttonsOf(container)).toEqual({ on: ['Continue the run', 'Look', 'Discard'], off: [] });
  for (const name of ['Continue the run', 'Look', 'Discard'])
    await user.click(screen.getByRole('button', { name }));
  const [offered] = runs.runs;
  expect(intents).toEqual([
    ['openRun', offered, 'train'],
    ['openRun', offered, 'inspect'],
    ['dismissOffer'],
    ['deleteRun', 'their-run'],
  ]);
  set({ status: 'training' });
  expect(buttonsOf(container)).toEqual({ on: ['Discard'], off: ['Continue the run', 'Look'] });
});
