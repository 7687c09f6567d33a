/** What the Train place says of the run's pace and of other tabs. */
import { expect, it } from 'vitest';
import { OtherTab } from '../../src/panels/train/OtherTab';
import { Activity } from '../../src/panels/train/Activity';
import { RunOffer, TrainPanel } from '../../src/panels/train';
import { presets } from '../../src/experiment/presets';
import type { SavedRunReport } from '../../src/protocol/events';
import type { Pace } from '../../src/store/pace';
import { ready, run } from '../helpers/states';
import { buttonsNamed, renderPanel, textOf } from '../helpers/render';

const pace: Pace = {
  word: 'steady',
  secondsPerStep: 0.25,
  usual: 0.1,
  silentSeconds: 0,
  slept: null,
  unseen: null,
};
const training = { ...ready, run, status: 'training', hasModel: true } as const;

it.each([
  ['steady', 'It goes on steadily: 250 ms a step.'],
  ['slowed', 'Slowed: 250 ms a step, usually 100 ms.'],
  ['stalled', 'No sign of the run for 45 s'],
] as const)('says that a run is %s', (word, text) => {
  const html = renderPanel(Activity, { ...training, pace: { ...pace, word, silentSeconds: 45 } });
  expect(html).toContain(`data-pace="${word}"`);
  expect(textOf(html)).toContain(text);
  expect(renderPanel(Activity, { ...training, pace, status: 'paused' })).not.toContain('data-pace');
});

it('says that the machine slept, that the page was hidden, and nothing of it otherwise', () => {
  const away = { ...pace, slept: { seconds: 720, until: 1 }, unseen: { seconds: 600, steps: 1_234 } };
  const text = textOf(renderPanel(Activity, { ...training, pace: away }));
  expect(text).toContain('for 12 min The run went on by itself.');
  expect(text).toContain('This tab was hidden for 10 min; meanwhile the run went on by 1,234 steps.');
  expect(textOf(renderPanel(Activity, { ...training, pace }))).not.toMatch(/slept|hidden for/);
  expect(textOf(renderPanel(Activity, { ...training, pace: away, status: 'failed' }))).not.toContain(
    'went on by itself',
  );
});

it('offers to keep the screen on only where the browser can', () => {
  const html = renderPanel(Activity);
  expect(textOf(html)).toContain('This browser cannot keep the screen on');
  expect(html).toMatch(/<input[^>]*disabled/);
});

const saved = (id: string): SavedRunReport => ({
  id, name: '', experiment: presets.first, startedAt: 1, savedAt: 2, finished: false, epochs: 1, lastEpoch: 3, stepInEpoch: 4,
  stepsPerEpoch: 31, bestValAcc: 0.5, bytes: 10, adapter: '',
}); // prettier-ignore

it('says what another tab trains, offers nothing that would disturb it, and everything else', () => {
  const runs = {
    type: 'runs',
    runs: [saved('their-run'), saved('old-run')],
    damaged: 0,
    space: null,
  } as const;
  const state = { ...ready, runs: { ...runs, elsewhere: 'their-run' } };
  expect(textOf(renderPanel(OtherTab, state))).toContain('LeNet-5, seed 42: epoch 2 of 3');
  expect(buttonsNamed(renderPanel(OtherTab, state), 'Train here when it ends')).toHaveLength(1);
  expect(buttonsNamed(renderPanel(OtherTab, { ...state, waitsForTab: true }), 'Do not wait')).toHaveLength(1);
  expect(renderPanel(RunOffer, state)).toBe('');
  const disabled = (html: string, name: string): boolean[] =>
    buttonsNamed(html, name).map((attributes) => / disabled=""/.test(attributes));
  const html = renderPanel(TrainPanel, state);
  expect(textOf(html)).toContain('in training in another tab');
  expect([disabled(html, 'Continue'), disabled(html, 'Open'), disabled(html, 'Delete')]).toEqual([
    [true, true],
    [true, false],
    [true, false],
  ]);
  const alone = { ...ready, runs: { ...runs, elsewhere: null } };
  expect(renderPanel(OtherTab, alone)).toBe('');
  expect(renderPanel(RunOffer, alone)).not.toBe('');
  expect(disabled(renderPanel(TrainPanel, alone), 'Continue')).toEqual([false, false]);
});
