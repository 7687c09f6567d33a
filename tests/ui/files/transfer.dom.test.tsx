/** How the list of saved runs tells of a file that goes out or comes in. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ImportReport } from '../../../src/network';
import { SavedRuns } from '../../../src/ui/train/SavedRuns';
import type { TransferEnd } from '../../../src/protocol/files';
import type { Transfer } from '../../../src/store/slices/files';
import { renderDom, words, type Drawn } from '../../helpers/renderDom';
import { ready } from '../../helpers/states';
import { savedRunReport } from '../../store/fixtures';

const run = savedRunReport({ finished: false });
const transferOf = (kind: 'import' | 'export' | 'model', end: TransferEnd | null): Transfer => ({
  kind,
  origin: 'runs',
  done: 25e6,
  total: 100e6,
  end,
});
const shown = (transfer: Transfer): Drawn =>
  renderDom(SavedRuns, {
    ...ready,
    runs: { type: 'runs', runs: [run], damaged: 0, space: null, elsewhere: null },
    transfer,
  });
type Reason = Extract<TransferEnd, { type: 'refused' }>['refusal']['reason'];
const refused = (reason: Reason): TransferEnd => ({
  type: 'refused',
  refusal: { reason, detail: 'its own words', need: 1.4e9, free: 38e9 },
});

describe('a transfer', () => {
  it('tells how far it is, and can be cancelled', async () => {
    const { user, intents, set } = shown(transferOf('import', null));
    const bar = screen.getByRole('progressbar', { name: 'Checking and copying the file' });
    expect(bar.getAttribute('aria-valuetext')).toBe('25 MB of 100 MB');
    expect(screen.queryByTestId('transfer')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(intents).toEqual([['cancelTransfer']]);
    set({ transfer: transferOf('import', refused('cancelled')) });
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
    screen.getByText('It was cancelled.');
    expect(screen.getByRole('alert').className).toContain('notice-info');
  });

  it('tells how it ended: what happened, what was kept, why; until it was read', async () => {
    const { user, intents, set } = shown(transferOf('import', { type: 'imported', model: null, id: run.id }));
    const notice = (): HTMLElement => screen.getByTestId('transfer');
    expect(notice().dataset['end']).toBe('imported');
    within(notice()).getByText('The run was imported: it is in the list');
    await user.click(within(notice()).getByRole('button', { name: 'Close' }));
    expect(intents).toEqual([['dismissTransfer']]);
    set({ transfer: transferOf('export', { type: 'exported', fileName: 'x.alexlab' }) });
    within(notice()).getByText('The run is being downloaded as x.alexlab');
    set({ transfer: transferOf('import', refused('no-space')) });
    expect(notice().dataset['end']).toBe('refused');
    // Read out at once.
    const alert = within(screen.getByRole('alert'));
    expect(screen.getByRole('alert').className).toContain('notice-bad');
    for (const text of [
      'The file was not imported',
      'There is no space left for it. Delete older runs to make room.',
      'It needs 1.4 GB; 38 GB is free.',
      'The open model and the saved runs were not changed.',
      'its own words',
    ])
      alert.getByText(text);
    set({ transfer: transferOf('export', refused('damaged')) });
    within(notice()).getByText('The saved run was not changed.');
    // What Model has asked for is told there.
    set({ transfer: { ...transferOf('import', refused('damaged')), origin: 'model' } });
    expect(screen.queryByTestId('transfer')).toBeNull();
  });

  it.each([
    ['damaged', 'It is damaged'],
    ['truncated', 'Its end is missing'],
    ['not-a-snapshot', 'It is not a run exported from this page'],
  ] as const)('says of a file that it is %s', (reason, said) => {
    shown(transferOf('import', refused(reason)));
    const text = words(screen.getByRole('alert'));
    expect(text).toContain(said);
    expect(text).toContain('the saved runs were not changed');
  });
});

describe('a model from elsewhere', () => {
  const report = {
    format: 'keras',
    writer: 'Keras 3.15.1',
    model: 'lenet5',
    iterations: 1250,
    slots: true,
    recorded: true,
    notes: [],
  } as const;
  const taken = (model: ImportReport): TransferEnd => ({ type: 'imported', id: run.id, model });

  it('tells what came along, and what was left out', () => {
    const notes = [{ kind: 'ignored-setting', layer: 'dense', setting: 'kernel_regularizer' }] as const;
    const { set } = shown(transferOf('import', taken({ ...report, notes })));
    const notice = within(screen.getByTestId('transfer'));
    notice.getByText('LeNet-5, trained in this lab, was opened');
    notice.getByText('The optimizer’s state came with it: 1,250 updates so far.');
    expect(words(notice.getByRole('listitem'))).toMatch(/^dense: kernel_regularizer /);
    expect(notice.queryByText(/taken from the form/)).toBeNull();
    set({ transfer: transferOf('import', taken({ ...report, slots: false, recorded: false })) });
    notice.getByText('LeNet-5, written by Keras 3.15.1, was opened');
    notice.getByText(/taken from the form/);
    notice.getByText(/It has no optimizer state/);
    expect(notice.queryByRole('listitem')).toBeNull();
  });

  it('tells what differs, layer by layer, and no more of it than is read', () => {
    const differences = [
      { kind: 'setting', layer: 'conv2d', setting: 'filters', actual: '8', expected: '6' },
      ...Array.from(
        { length: 14 },
        (_, i) => ({ kind: 'foreign-layer', layer: `lstm_${i}`, type: 'LSTM' }) as const,
      ),
    ] as const;
    const refusal = { reason: 'not-offered', detail: '', need: null, free: null } as const;
    shown(transferOf('import', { type: 'refused', refusal: { ...refusal, differences, closest: 'lenet5' } }));
    const alert = within(screen.getByRole('alert'));
    alert.getByText('It has layers that this lab does not support.');
    const items = within(screen.getByTestId('differences')).getAllByRole('listitem').map(words);
    expect(items).toEqual([
      'conv2d: filters is 8, not 6',
      ...Array.from({ length: 11 }, (_, i) => `lstm_${i}: the lab has no LSTM layer`),
    ]);
    alert.getByText('And 3 more.');
  });
});
