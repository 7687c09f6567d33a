/**
 * The card of the runs: what it offers, what it says while there is nothing, and what a choice asks
 * for.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../../../../src/experiment/schema';
import { RunsCard } from '../../../../src/ui/explore/runs/RunsCard';
import { maxShown } from '../../../../src/ui/explore/runs/overlayData';
import { recordOf } from '../../../../src/engine/runs/runHistory';
import type { LabActions } from '../../../../src/store/actions';
import type { LabState } from '../../../../src/store/state';
import { renderDom, words, type Drawn } from '../../../helpers/renderDom';
import { run } from '../../../helpers/states';
import { epochLog, savedRunReport } from '../../../store/fixtures';

/** The last of them is not saved: it is at hand. */
const saved = Array.from({ length: maxShown + 1 }, (_, i) =>
  savedRunReport({
    id: `saved-run-${i}`,
    name: i === 0 ? 'Mine' : '',
    experiment: { ...defaultExperiment, seed: i },
    savedAt: 5,
  }),
);
const state: Partial<LabState> = {
  runs: { type: 'runs', runs: saved, damaged: 0, space: null, elsewhere: null },
};
/** Answers each question for a run with two epochs of it. */
const ask = (async (query: { readonly id: string }) => ({
  ok: true,
  value: recordOf(query.id, [epochLog().log, epochLog({ epoch: 2, val_loss: 1 }).log]),
})) as unknown as LabActions['ask'];
const shown = (patch = state): Drawn => renderDom(RunsCard, patch, { answers: () => ({ ask }) });

const boxes = (): HTMLInputElement[] => screen.queryAllByRole<HTMLInputElement>('checkbox');
const box = (name: RegExp): HTMLInputElement => screen.getByRole<HTMLInputElement>('checkbox', { name });
const asked = ({ queries }: Drawn): unknown[] =>
  queries.map((query) => (query.type === 'runHistory' ? query.id : query.type));

it('says that there is no run, and offers the one at hand as soon as there is one', () => {
  const { set } = shown({});
  expect(screen.getByText(/^There are no runs yet/)).toBeTruthy();
  expect(boxes()).toEqual([]);
  set({ run: { ...run, id: 'a-saved-run' } });
  expect(screen.queryByText(/^There are no runs yet/)).toBeNull();
  expect(boxes().map((one) => words(one.closest('label')))).toEqual(['AlexNet 227 seed 42, not saved']);
});

it('numbers those that are chosen in the order of the choice, and asks for each once', async () => {
  const card = shown();
  const { user } = card;
  expect(screen.queryByTestId('runs-overlay')).toBeNull();
  await user.click(box(/^Mine/));
  await user.click(box(/seed 2,/));
  const names = (): string[] => [box(/seed 0,/), box(/seed 2,/)].map((one) => words(one.closest('label')));
  expect(names()[0]).toMatch(/^1 · Mine AlexNet 227, seed 0, /);
  expect(names()[1]).toMatch(/^2 · AlexNet 227 seed 2, /);
  expect(asked(card)).toEqual(['saved-run-0', 'saved-run-2']);
  // What the engine tells of them is held against the first.
  const overlay = within(await screen.findByTestId('runs-overlay'));
  await waitFor(() => expect(overlay.getAllByRole('row')).toHaveLength(3));
  expect(overlay.getAllByRole('row').map(words)[2]).toMatch(/^2 · AlexNet 227 .*seed/);
  // The second becomes the first, without a question more.
  await user.click(box(/seed 0,/));
  expect(names()[1]).toMatch(/^1 · AlexNet 227 seed 2, /);
  expect(names()[0]).toMatch(/^Mine /);
  expect(asked(card)).toHaveLength(2);
});

it('offers no more than there are colours, and others again when one is given up', async () => {
  const { user } = shown();
  for (const one of boxes().slice(0, maxShown)) await user.click(one);
  const off = (): HTMLInputElement[] => boxes().filter((one) => one.disabled);
  expect(off()).toEqual([boxes()[maxShown]]);
  await user.click(boxes()[maxShown]!);
  expect(boxes()[maxShown]!.checked).toBe(false);
  await user.click(boxes()[0]!);
  expect(off()).toEqual([]);
});

it('is chosen from by keyboard', async () => {
  const { user } = shown();
  await user.tab();
  expect(document.activeElement).toBe(boxes()[0]);
  await user.tab();
  await user.keyboard(' ');
  expect(boxes().map((one) => one.checked)).toEqual(boxes().map((_, i) => i === 1));
});
