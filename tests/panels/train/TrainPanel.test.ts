/** What the Train place shows for what the page believes. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/experiment/presets';
import { TrainPanel } from '../../../src/panels/train';
import { notebookLog } from '../../../src/panels/train/notebookLog';
import type { LabState } from '../../../src/store/state';
import { cpuEngine } from '../../helpers/states';
import { batchEvent, epochLog, fresh, play, runStarted } from '../../store/fixtures';
import { handle, render } from '../render';

const start = runStarted(presets.first);
const status = (to: LabState['status']) => ({ type: 'status', status: to }) as const;
const two = [
  start,
  status('training'),
  epochLog({ epoch: 1, loss: 2.25 }),
  epochLog({ epoch: 2, loss: 1.75 }),
  batchEvent({ epoch: 3, step: 17, seconds: 9, secondsPerStep: 0.5 }),
] as const;

describe('the epoch log', () => {
  it('has one line for each finished epoch, in Keras’s format, and the running epoch outside of it', () => {
    const html = render(TrainPanel, play(...two));
    const lines = handle(html, 'epoch-log')?.split('\n') ?? [];
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^31\/31 ━{20} 40s 1s\/step - acc: 0\.2500 - loss: 2\.2500 - val_acc: 0\.3000 - val_loss: 1\.9000$/,
    );
    expect(lines[1]).toContain('loss: 1.7500');
    expect(html).toMatch(/<pre class="log-live" aria-live="off">17\/31 ━{20} 7s 500ms\/step/);
  });

  it('is there, and empty, before the first epoch', () => {
    expect(handle(render(TrainPanel, fresh()), 'epoch-log')).toBe('');
  });

  it('is copied as a notebook shows it', () => {
    expect(notebookLog([epochLog().log])).toMatch(/^Epoch 1\/3\n31\/31 ━{20} 40s .*\n$/);
  });
});

describe('what the run does', () => {
  it('says where it is and how long it will take', () => {
    const html = render(TrainPanel, play(...two));
    expect(html).toContain('Epoch 3 of 3, step 17 of 31');
    expect(html).toContain('128 images/s');
  });

  it('says that it compiles, pauses, validates', () => {
    expect(render(TrainPanel, play(start, status('compiling')))).toContain('Compiling shaders, 0 s');
    const onCpu = render(TrainPanel, { ...play(start, status('compiling')), backend: cpuEngine });
    expect(onCpu).toContain('Building the network, 0 s');
    expect(onCpu).not.toMatch(/shaders|The device’s programs/);
    const compiling = play(start, status('compiling'), { type: 'compiling', done: 3, total: 40 });
    expect(render(TrainPanel, compiling)).toContain('3 of 40 programs');
    const tuning = play(start, status('compiling'), { type: 'tuning', done: 1, total: 12 });
    expect(render(TrainPanel, tuning)).toContain('1 of 12 shapes');
    expect(render(TrainPanel, play(...two, status('paused')))).toContain(
      'Paused in epoch 3, after step 17 of 31',
    );
    const validating = play(...two, { type: 'validating', images: 128, imagesTotal: 500 });
    expect(render(TrainPanel, validating)).toContain('Validating: 128 of 500 images');
  });

  it('says how it ended', () => {
    const report = {
      end: 'early-stopped',
      epochs: [epochLog().log],
      steps: 31,
      seconds: 40,
      restoredEpoch: 1,
    } as const;
    const html = render(TrainPanel, play(...two, { type: 'run-finished', report }, status('finished')));
    expect(html).toContain('Stopped early by EarlyStopping. Epochs: 1, time: 40 s');
    expect(html).toContain('The model holds the weights of epoch 1');
  });

  it('says what happened, what was kept, what to do, and the library’s own words', () => {
    const error = { code: 'not-finite', detail: 'loss is NaN at step 12' } as const;
    const failed = play(...two, { type: 'failed', error, modelKept: false }, status('failed'));
    const html = render(TrainPanel, failed);
    expect(html).toContain('The run diverged');
    expect(html).toContain('The model of this run was lost.');
    expect(html).toContain('Finished epochs: 2.');
    expect(html).toContain('Mostly the learning rate is too high');
    expect(html).toMatch(/<details><summary>[^<]*<\/summary><p[^>]*>loss is NaN at step 12/);
    expect(render(TrainPanel, play(...two))).not.toContain('role="alert"');
  });

  it('does not speak of a lost model where there was none', () => {
    const error = { code: 'binding-too-large', detail: 'dense: kernel' } as const;
    const html = render(TrainPanel, play({ type: 'failed', error, modelKept: false }, status('failed')));
    expect(html).toContain('Nothing was lost');
    expect(html).not.toContain('The model of this run was lost.');
  });
});

describe('the form', () => {
  it('says what is left over, and only when something is', () => {
    expect(render(TrainPanel, { ...fresh(), experiment: presets.first })).toContain(
      '31 steps an epoch, 93 in all. Images left over in each epoch: 16.',
    );
    expect(render(TrainPanel, fresh())).not.toContain('left over');
  });

  it('warns of shuffled labels', () => {
    const shuffled = { ...fresh(), experiment: { ...presets.first, labels: 'shuffled' as const } };
    expect(render(TrainPanel, shuffled)).toContain('Negative control');
    expect(render(TrainPanel, fresh())).not.toContain('Negative control: the next run');
  });

  it('tells that edits count from the next run, while there is one', () => {
    expect(render(TrainPanel, play(...two))).toContain('count from the next run');
    expect(render(TrainPanel, fresh())).not.toContain('count from the next run');
  });
});
