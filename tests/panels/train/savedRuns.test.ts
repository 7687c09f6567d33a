/** What the list of saved runs shows, and how it tells of a file that goes out or comes in. */
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/app/catalogues/en';
import { presets } from '../../../src/experiment/presets';
import { SavedRuns } from '../../../src/panels/train/SavedRuns';
import type { SavedRunReport } from '../../../src/protocol/events';
import type { TransferEnd } from '../../../src/protocol/transfers';
import type { LabState } from '../../../src/store/state';
import { ready, run as training } from '../../helpers/states';
import { fresh } from '../../store/fixtures';
import { handle, render } from '../render';

const run: SavedRunReport = {
  id: 'a-saved-run', name: '', experiment: presets.first, startedAt: 1, savedAt: 2, finished: false, epochs: 1, lastEpoch: 3,
  stepInEpoch: 4, stepsPerEpoch: 31, bestValAcc: 0.5, bytes: 754_000, adapter: '',
}; // prettier-ignore

const shown = (run_: SavedRunReport, more: Partial<LabState> = {}): string =>
  render(SavedRuns, {
    ...fresh(),
    ...ready,
    runs: { type: 'runs', runs: [run_], damaged: 0, space: null, elsewhere: null },
    ...more,
  });
const ended = (kind: 'import' | 'export' | 'model', end: TransferEnd | null) => ({
  transfer: { kind, place: 'runs' as const, done: 25e6, total: 100e6, end },
});
const refused = (reason: Extract<TransferEnd, { type: 'refused' }>['refusal']['reason']): TransferEnd => ({
  type: 'refused',
  refusal: { reason, detail: 'its own words', need: 1.4e9, free: 38e9 },
});

describe('a saved run', () => {
  it('is called by its name, and by its network until it has one', () => {
    expect(shown(run)).toContain('aria-label="Rename LeNet-5, saved');
    const named = shown({ ...run, name: 'First <b>try</b>' });
    expect(named).toContain('First &lt;b&gt;try&lt;/b&gt;');
    expect(named).toContain('aria-label="Export First &lt;b&gt;try&lt;/b&gt;, saved');
    expect(named).toContain('LeNet-5');
  });

  it('says of one that learnt from validation images so, beside its best figure', () => {
    expect(shown({ ...run, experiment: { ...run.experiment, leak: true } })).toContain(en.leak.mark);
    expect(shown(run)).not.toContain(en.leak.mark);
  });

  it('says of a model that came in without epochs where it is from, and of a run how many epochs it has', () => {
    const [words, none] = ['from a file, no epoch here yet', { epochs: 0, stepInEpoch: 0 }];
    const imported = shown({ ...run, ...none, finished: true });
    expect(imported).toContain(words);
    expect(imported).not.toContain('0 of 3');
    // Stopped in its first epoch.
    const stopped = shown({ ...run, ...none, stepInEpoch: 4 });
    expect(stopped).toContain('0 of 3');
    expect(stopped).not.toContain(words);
    expect(shown({ ...run, epochs: 3, stepInEpoch: 0, finished: true })).toContain('3 of 3');
  });

  it('is given out and opened only while nothing goes on, and deleted unless it is what goes on', () => {
    const disabled = (html: string): number => html.match(/disabled=""/g)?.length ?? 0;
    expect(disabled(shown(run))).toBe(0);
    // Continue, Open, Download, Export, Import: a name can be given at any time.
    expect(disabled(shown(run, { status: 'training' }))).toBe(5);
    // And Delete.
    const current = { status: 'training', run: { ...training, id: run.id } } as const;
    expect(disabled(shown(run, current))).toBe(6);
    expect(disabled(shown(run, ended('import', null)))).toBe(6);
  });
});

describe('a transfer', () => {
  it('tells how far it is, and can be cancelled', () => {
    const html = shown(run, ended('import', null));
    expect(html).toContain('25 MB of 100 MB');
    expect(html).toContain('Cancel');
    expect(handle(html, 'transfer')).toBeNull();
  });

  it('tells how it ended: what happened, what was kept, why', () => {
    expect(shown(run, ended('import', { type: 'imported', model: null, id: run.id }))).toContain(
      'The run was imported',
    );
    expect(shown(run, ended('export', { type: 'exported', fileName: 'x.alexlab' }))).toContain('x.alexlab');
    const html = shown(run, ended('import', refused('no-space')));
    for (const words of [
      'The file was not imported',
      'There is no space left for it',
      'It needs 1.4 GB; 38 GB are free.',
      'The model at hand and the saved runs are as they were.',
      'its own words',
    ])
      expect(html).toContain(words);
    expect(shown(run, ended('export', refused('damaged')))).toContain('The saved run was left as it is.');
    // What Model has asked for is told there.
    const { transfer } = ended('import', refused('damaged'));
    expect(shown(run, { transfer: { ...transfer, place: 'model' } })).not.toContain(
      'The file was not imported',
    );
  });

  it('tells of a model from elsewhere what came along, or what differs, layer by layer', () => {
    const report = {
      format: 'keras',
      writer: 'Keras 3.15.1',
      model: 'lenet5',
      iterations: 1250,
      slots: true,
      recorded: true,
    } as const;
    const notes = [{ kind: 'ignored-setting', layer: 'dense', setting: 'kernel_regularizer' }] as const;
    const taken = shown(run, ended('import', { type: 'imported', id: run.id, model: { ...report, notes } }));
    for (const words of [
      'LeNet-5, written by Keras 3.15.1, was opened',
      '1,250 updates',
      'dense: kernel_regularizer',
    ])
      expect(taken).toContain(words);
    const differences = [
      { kind: 'setting', layer: 'conv2d', setting: 'filters', found: '8', wanted: '6' },
      ...Array.from(
        { length: 14 },
        (_, i) => ({ kind: 'foreign-layer', layer: `lstm_${i}`, type: 'LSTM' }) as const,
      ),
    ] as const;
    const refusal = { reason: 'not-offered', detail: '', need: null, free: null } as const;
    const html = shown(
      run,
      ended('import', { type: 'refused', refusal: { ...refusal, differences, closest: 'lenet5' } }),
    );
    for (const words of [
      'layers that this lab does not offer',
      'conv2d: filters is 8, not 6',
      'lstm_10: the lab has no layer LSTM',
      'And 3 more.',
    ])
      expect(html).toContain(words);
    expect(html).not.toContain('lstm_11');
  });
});
