/** What the Train place shows for what the page believes. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { presets } from '../../../src/experiment/presets';
import { TrainPanel } from '../../../src/ui/train';
import { notebookLog } from '../../../src/ui/train/logText';
import type { LabState } from '../../../src/store/state';
import { renderDom, words, type Drawn } from '../../helpers/renderDom';
import { cpuEngine } from '../../helpers/states';
import { batchEvent, epochLog, fresh, play, runStarted } from '../../store/fixtures';

const start = runStarted(presets.first);
const status = (to: LabState['status']) => ({ type: 'status', status: to }) as const;
const two = [
  start,
  status('training'),
  epochLog({ epoch: 1, loss: 2.25 }),
  epochLog({ epoch: 2, loss: 1.75 }),
  batchEvent({ epoch: 3, step: 17, seconds: 9, secondsPerStep: 0.5 }),
] as const;
const shown = (state: LabState): Drawn => renderDom(TrainPanel, state);
/** The card of what the run does now. */
const now = (): string => words(document.querySelector('.activity'));

describe('the epoch log', () => {
  it('has one line for each finished epoch, in Keras’s format, and the running epoch outside of it', () => {
    shown(play(...two));
    const lines = screen.getByTestId('epoch-log').textContent.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^31\/31 ━{20} 40s 1s\/step - acc: 0\.2500 - loss: 2\.2500 - val_acc: 0\.3000 - val_loss: 1\.9000$/,
    );
    expect(lines[1]).toContain('loss: 1.7500');
    const live = screen.getByText(/^17\/31 ━{20} 7s 500ms\/step/);
    // Several times a second: never read out.
    expect(live.getAttribute('aria-live')).toBe('off');
    expect(screen.getByTestId('epoch-log').contains(live)).toBe(false);
  });

  it('lays out the last thousand lines, and says so', () => {
    const epochs = Array.from({ length: 1_234 }, (_, i) => epochLog({ epoch: i + 1, loss: 2 }));
    shown(play(start, status('training'), ...epochs));
    expect(screen.getByTestId('epoch-log').textContent.split('\n')).toHaveLength(1_000);
    expect(document.querySelector('.log-epochs')?.textContent).toMatch(/^235\/[^]*\n1234\/\d+$/);
    expect(screen.getByText(/^The 234 epochs before these/)).toBeTruthy();
  });

  it('is there, and empty, before the first epoch', () => {
    const { set } = shown(fresh());
    expect(screen.getByTestId('epoch-log').textContent).toBe('');
    expect(screen.queryByRole('button', { name: 'Copy log' })).toBeNull();
    set(play(...two));
    expect(screen.getByTestId('epoch-log').textContent).not.toBe('');
  });

  it('is copied as a notebook shows it', async () => {
    expect(notebookLog([epochLog().log])).toMatch(/^Epoch 1\/3\n31\/31 ━{20} 40s .*\n$/);
    const state = play(...two);
    const { user } = shown(state);
    await user.click(screen.getByRole('button', { name: 'Copy log' }));
    await screen.findByText('Copied');
    expect(await navigator.clipboard.readText()).toBe(notebookLog(state.run!.epochs));
  });

  it('says so where the browser does not let it be copied', async () => {
    const { user } = shown(play(...two));
    await navigator.clipboard.writeText('before');
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    await user.click(screen.getByRole('button', { name: 'Copy log' }));
    await screen.findByText('Could not copy: the browser blocked it');
    expect(screen.queryByText('Copied')).toBeNull();
  });
});

describe('what the run does', () => {
  it('says where it is and how long it will take', () => {
    shown(play(...two));
    const bar = screen.getByRole('progressbar', { name: 'This run' });
    expect(now()).toContain('Epoch 3 of 3, step 17 of 31');
    expect(bar.getAttribute('aria-valuetext')).toContain('128 images/s');
    expect(Number(bar.getAttribute('aria-valuenow'))).toBeCloseTo((2 * 31 + 17) / 93, 5);
  });

  it('says that it compiles, pauses, validates', () => {
    const { set } = shown(play(start, status('compiling')));
    expect(now()).toContain('Compiling shaders, 0 s');
    set({ backend: cpuEngine });
    expect(now()).toContain('Building the network, 0 s');
    expect(now()).not.toMatch(/shaders|The device’s programs/);
    set(play(start, status('compiling'), { type: 'compiling', done: 3, total: 40 }));
    expect(now()).toContain('3 of 40 programs');
    set(play(start, status('compiling'), { type: 'tuning', done: 1, total: 12 }));
    expect(now()).toContain('1 of 12 shapes');
    set(play(...two, status('paused')));
    expect(now()).toContain('Paused in epoch 3, after step 17 of 31');
    expect(now()).not.toContain('images/s');
    set(play(...two, { type: 'validating', images: 128, imagesTotal: 500 }));
    const validating = screen.getByRole('progressbar', { name: 'Validating: 128 of 500 images' });
    expect(validating.getAttribute('aria-valuenow')).toBe('128');
  });

  it('says how it ended', () => {
    const report = {
      end: 'early-stopped',
      epochs: [epochLog().log],
      steps: 31,
      seconds: 40,
      restoredEpoch: 1,
    } as const;
    const { set } = shown(play(...two, { type: 'run-finished', report }, status('finished')));
    expect(now()).toContain('Stopped early by EarlyStopping after 1 epoch, 40 s');
    expect(now()).toContain('The model has the weights of its best epoch, 1.');
    const completed = { ...report, end: 'completed', restoredEpoch: null } as const;
    set(play(...two, { type: 'run-finished', report: completed }, status('finished')));
    expect(now()).toContain('Finished: 1 epoch in 40 s.');
    expect(now()).not.toContain('has the weights');
  });

  it('says what happened, what was kept, what to do, and the library’s own words', () => {
    const error = { code: 'not-finite', detail: 'loss is NaN at step 12' } as const;
    const { set } = shown(play(...two, { type: 'failed', error, modelKept: false }, status('failed')));
    const alert = within(screen.getByRole('alert'));
    alert.getByText(/^The run diverged/);
    alert.getByText('The model of this run was lost.');
    alert.getByText(/2 finished epochs/);
    alert.getByText(/Usually the learning rate is too high/);
    const detail = alert.getByText('loss is NaN at step 12');
    expect(detail.closest('details')?.firstElementChild?.tagName).toBe('SUMMARY');
    set(play(...two));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('leaves the failure to the message at the top where that tells of the same', () => {
    const error = { code: 'worker-crashed', detail: '' } as const;
    const { set } = shown(play({ type: 'failed', error, modelKept: false }, status('failed')));
    within(screen.getByRole('alert')).getByText(/It was restarted/);
    set({ startError: { error, attempts: [], tries: 4 } });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says that closing the page loses nothing only while it is being saved', () => {
    const saved = { id: play(...two).run!.id, savedAt: Date.now(), bytes: 2_000_000 };
    const { set } = shown({ ...play(...two), saved });
    const said = (): string => words(screen.getByTestId('saved'));
    expect(said()).toMatch(/^Saved \d+ s ago, 2\.0 MB: if the page closes, nothing before that is lost\.$/);
    set({ unprotected: { reason: 'failed', detail: '' } });
    expect(said()).toMatch(/^Last saved \d+ s ago, 2\.0 MB\.$/);
    screen.getByText('This run is not being saved');
  });

  it('does not speak of a lost model where there was none', () => {
    const error = { code: 'binding-too-large', detail: 'dense: kernel' } as const;
    shown(play({ type: 'failed', error, modelKept: false }, status('failed')));
    const alert = within(screen.getByRole('alert'));
    alert.getByText(/^Nothing was lost/);
    expect(alert.queryByText('The model of this run was lost.')).toBeNull();
  });
});

describe('the form', () => {
  const leftOver = (): Element | null => screen.queryByText(/left over/);

  it('says what is left over, and only when something is', () => {
    const { set } = shown({ ...fresh(), experiment: presets.first });
    expect(leftOver()?.textContent).toContain(
      '31 steps per epoch, 93 in total. 16 images are left over in each epoch',
    );
    set({ experiment: fresh().experiment });
    expect(leftOver()).toBeNull();
  });

  it('warns of shuffled labels', () => {
    const { set } = shown({ ...fresh(), experiment: { ...presets.first, labels: 'shuffled' } });
    screen.getByText('Negative control: the next run trains on shuffled labels.');
    set({ experiment: presets.first });
    expect(screen.queryByText(/^Negative control: the next run/)).toBeNull();
  });

  it('tells that edits count from the next run, while there is one', () => {
    const { set } = shown(play(...two));
    screen.getByText(/apply from the next run/);
    set(fresh());
    expect(screen.queryByText(/apply from the next run/)).toBeNull();
  });
});
