/** What the list of saved runs shows, and which of its buttons can be pressed when. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en';
import { maxNameLength } from '../../../src/experiment/schema';
import { presets } from '../../../src/experiment/presets';
import { SavedRuns } from '../../../src/ui/train/SavedRuns';
import type { SavedRunReport } from '../../../src/protocol/run';
import type { LabState } from '../../../src/store/state';
import { expectFocus, buttonsOf, renderDom, words, type Drawn } from '../../helpers/renderDom';
import { ready, run as training } from '../../helpers/states';
import { savedRunReport } from '../../store/fixtures';

const run: SavedRunReport = savedRunReport({
  experiment: presets.first,
  startedAt: 1,
  savedAt: 2,
  finished: false,
  epochs: 1,
  lastEpoch: 3,
  stepInEpoch: 4,
  stepsPerEpoch: 31,
  bestValAcc: 0.5,
  bytes: 754_000,
  adapter: '',
});
const listOf = (...runs: readonly SavedRunReport[]): Pick<LabState, 'runs'> => ({
  runs: { type: 'runs', runs, damaged: 0, space: null, elsewhere: null },
});
const shown = (run_: SavedRunReport, more: Partial<LabState> = {}): Drawn =>
  renderDom(SavedRuns, { ...ready, ...listOf(run_), ...more });

/** The row of a run, without the head of the table. */
const row = (at = 0): HTMLElement => within(screen.getByTestId('saved-runs')).getAllByRole('row')[at + 1]!;
const button = (action: string, at = 0): HTMLElement =>
  within(row(at)).getByRole('button', { name: new RegExp(`^${action} `) });
/** What its buttons do, without what the run is called. */
const actions = (names: readonly string[]): string[] => names.map((name) => name.split(' ')[0]!);

describe('a saved run', () => {
  it('is called by its name, and by its network until it has one', () => {
    const { set, container } = shown(run);
    expect(words(within(row()).getByRole('rowheader'))).toBe('LeNet-5 seed 42');
    expect(button('Rename').getAttribute('aria-label')).toMatch(/^Rename LeNet-5, saved \S/);
    set(listOf({ ...run, name: 'First <b>try</b>' }));
    expect(words(within(row()).getByRole('rowheader'))).toBe('First <b>try</b> LeNet-5 seed 42');
    // Nothing of a name becomes markup.
    expect(container.querySelector('[data-testid="saved-runs"] b')).toBeNull();
    expect(button('Export').getAttribute('aria-label')).toMatch(/^Export First <b>try<\/b>, saved \S/);
  });

  it('says of one that learnt from validation images so, beside its best figure', () => {
    const { set } = shown(run);
    expect(within(row()).queryByText(en.leak.mark)).toBeNull();
    set(listOf({ ...run, experiment: { ...run.experiment, leak: true } }));
    within(within(row()).getByRole('rowheader')).getByText(en.leak.mark);
    within(row()).getByRole('cell', { name: '50.00 %' });
  });

  it('says of a model that came in without epochs where it is from, and of a run how many epochs it has', () => {
    const progress = (): string => words(within(row()).getAllByRole('cell')[0]!);
    const none = { epochs: 0, stepInEpoch: 0 };
    const { set } = shown({ ...run, ...none, finished: true });
    expect(progress()).toBe('from a file, no epochs here yet');
    // Stopped in its first epoch.
    set(listOf({ ...run, ...none, stepInEpoch: 4 }));
    expect(progress()).toBe('0 of 3 + 4 / 31 steps');
    set(listOf({ ...run, epochs: 3, stepInEpoch: 0, finished: true }));
    expect(progress()).toBe('3 of 3');
  });

  it('is gone on with, looked at, given out and deleted by its own buttons', async () => {
    const other = { ...run, id: 'another-run', finished: true };
    const { user, intents } = renderDom(SavedRuns, { ...ready, ...listOf(run, other) });
    for (const name of ['Continue', 'Open', 'Export', 'Delete']) await user.click(button(name));
    await user.click(button('Open', 1));
    expect(intents).toEqual([
      ['openRun', run, 'train'],
      ['openRun', run, 'inspect'],
      ['exportRun', run.id],
      ['deleteRun', run.id],
      ['openRun', other, 'inspect'],
    ]);
    // What has come to its end is not gone on with.
    expect(within(row(1)).queryByRole('button', { name: /^Continue/ })).toBeNull();
  });

  it('is given out and opened only while nothing goes on, and deleted unless it is what goes on', async () => {
    const { user, intents, set, container } = shown(run);
    const all = ['Continue', 'Open', 'Rename', 'Download', 'Export', 'Delete'];
    expect(actions(buttonsOf(row()).on)).toEqual(all);
    expect(buttonsOf(container).off).toEqual([]);
    set({ status: 'training' });
    // A name can be given at any time.
    expect(actions(buttonsOf(row()).on)).toEqual(['Rename', 'Delete']);
    const off = ['Import', 'Continue', 'Open', 'Download', 'Export'];
    expect(actions(buttonsOf(container).off)).toEqual(off);
    set({ run: { ...training, id: run.id } });
    expect(actions(buttonsOf(container).off)).toEqual([...off, 'Delete']);
    await user.click(button('Delete'));
    await user.click(button('Open'));
    expect(intents).toEqual([]);
    const transfer = { kind: 'import', origin: 'runs', done: 25e6, total: 100e6, end: null } as const;
    set({ status: 'idle', run: null, transfer });
    expect(actions(buttonsOf(container).off)).toEqual([...off, 'Delete']);
  });

  it('can be deleted while another goes on, which makes room for its saves; the running one cannot, nor is one opened', () => {
    const finished = { ...run, finished: true };
    const runs = listOf({ ...finished, id: 'the-running-one' }, { ...finished, id: 'an-older-one' });
    const { set } = renderDom(SavedRuns, {
      ...ready,
      ...runs,
      run: { ...training, id: 'the-running-one' },
      status: 'training',
    });
    const off = (name: string): boolean[] =>
      [0, 1].map((at) => (button(name, at) as HTMLButtonElement).disabled);
    expect(off('Delete')).toEqual([true, false]);
    expect(off('Open')).toEqual([true, true]);
    set({ status: 'finished' });
    expect(off('Delete')).toEqual([false, false]);
    expect(off('Open')).toEqual([false, false]);
  });

  it('takes files by the button over the list, as many as were picked', async () => {
    const { user, intents, container } = shown(run);
    const input = container.querySelector<HTMLInputElement>('input[type="file"]')!;
    const files = [new File(['{}'], 'model.json'), new File(['1'], 'weights.bin')];
    await user.upload(input, files);
    expect(intents).toEqual([['importRun', files, 'runs']]);
  });
});

describe('the name of a saved run', () => {
  const field = (): HTMLElement => screen.getByRole('textbox', { name: 'Name of the run' });

  it('is typed in its row: Enter takes it, and the focus is where it came from', async () => {
    const { user, intents } = shown({ ...run, name: 'old' });
    await user.click(button('Rename'));
    await expectFocus(() => field());
    // What is there is selected: typing takes its place.
    await user.keyboard('My <b>first</b> run{Enter}');
    expect(intents).toEqual([['renameRun', run.id, 'My <b>first</b> run']]);
    expect(screen.queryByRole('textbox')).toBeNull();
    await expectFocus(() => button('Rename'));
  });

  it('stays as it was after Escape, which brings the focus back too', async () => {
    const { user, intents } = shown({ ...run, name: 'old' });
    await user.click(button('Rename'));
    await user.keyboard('another{Escape}');
    expect(intents).toEqual([]);
    expect(screen.queryByRole('textbox')).toBeNull();
    await expectFocus(() => button('Rename'));
    // And what was typed is forgotten.
    await user.keyboard('{Enter}');
    expect((field() as HTMLInputElement).value).toBe('old');
  });

  it('is taken where the field is left, once, and only if it is another', async () => {
    const { user, intents } = shown({ ...run, name: 'old' });
    await user.click(button('Rename'));
    await user.tab();
    expect(intents).toEqual([]);
    expect(document.activeElement).not.toBe(button('Rename'));
    await user.click(button('Rename'));
    await user.keyboard('new');
    await user.tab();
    expect(intents).toEqual([['renameRun', run.id, 'new']]);
  });

  it('is not taken by the Enter that ends a syllable', async () => {
    const { user, intents } = shown(run);
    await user.click(button('Rename'));
    await user.keyboard('가');
    const composing = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
    field().dispatchEvent(composing);
    expect(intents).toEqual([]);
    field();
    await user.keyboard('나{Enter}');
    expect(intents).toEqual([['renameRun', run.id, '가나']]);
  });

  it('is no longer than is kept', async () => {
    const { user, intents } = shown(run);
    await user.click(button('Rename'));
    await user.paste('x'.repeat(maxNameLength + 5));
    await user.keyboard('{Enter}');
    expect(intents).toEqual([['renameRun', run.id, 'x'.repeat(maxNameLength)]]);
  });
});
