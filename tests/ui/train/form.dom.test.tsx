/**
 * The fields of the experiment under a person's hands: typed, chosen, switched; by pointer and by
 * keyboard.
 */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/experiment/presets';
import { defaultExperiment } from '../../../src/experiment/schema';
import { ExperimentForm } from '../../../src/ui/train/ExperimentForm';
import type { LabState } from '../../../src/store/state';
import { expectFocus, formTakes, renderDom, words, type Drawn } from '../../helpers/renderDom';

const shown = (patch: Partial<LabState> = {}): Drawn =>
  renderDom(ExperimentForm, patch, { answers: formTakes });
const field = (name: RegExp): HTMLInputElement => screen.getByRole('textbox', { name });
/** What is said of a field where it is described. */
const saidOf = (element: HTMLElement): string =>
  (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => words(document.getElementById(id)))
    .join(' ')
    .trim();

describe('a number', () => {
  it('is taken by Enter, over what stood there, and the field keeps the focus', async () => {
    const { user, intents } = shown();
    await user.click(field(/^Epochs/));
    await user.clear(field(/^Epochs/));
    await user.keyboard('1000');
    // Not at each key: that could begin a download.
    expect(intents).toEqual([]);
    await user.keyboard('{Enter}');
    expect(intents).toEqual([['edit', { epochs: 1_000 }]]);
    await expectFocus(() => field(/^Epochs/));
    expect(field(/^Epochs/).value).toBe('1000');
    // Once: leaving the field does not take it again.
    await user.tab();
    expect(intents).toHaveLength(1);
  });

  it('is selected by Tab, so that typing takes its place, and taken where the field is left', async () => {
    const { user, intents } = shown();
    screen.getByRole('button', { name: 'About learning rate' }).focus();
    await user.tab({ shift: true });
    await expectFocus(() => field(/^Learning rate/));
    await user.keyboard('1e-3');
    await user.tab();
    expect(intents).toEqual([['edit', { lr: 0.001 }]]);
    await expectFocus(() => screen.getByRole('button', { name: 'About learning rate' }));
    expect(field(/^Learning rate/).value).toBe('0.001');
  });

  it('that is not valid is named, read out with the field, and not applied; Escape brings the old one back', async () => {
    const { user, intents } = shown();
    const batch = field(/^Batch size/);
    await user.clear(batch);
    await user.type(batch, '1025{Enter}');
    const problem = 'Batch size must be in the range 1 … 1024. Not applied.';
    screen.getByText(problem);
    expect(batch.getAttribute('aria-invalid')).toBe('true');
    expect(saidOf(batch)).toBe(problem);
    await user.tab();
    expect(intents).toEqual([]);
    expect(batch.value).toBe('1025');
    await user.type(batch, '{Escape}');
    expect(batch.value).toBe(String(defaultExperiment.batch));
    expect(batch.getAttribute('aria-invalid')).toBeNull();
    expect(screen.queryByText(problem)).toBeNull();
    expect(intents).toEqual([]);
  });

  it('that was begun gives way to one from elsewhere', async () => {
    const { user, set } = shown();
    await user.clear(field(/^Epochs/));
    await user.type(field(/^Epochs/), '77');
    set({ experiment: { ...defaultExperiment, lr: 0.5 } });
    // Of another field: what is typed stays.
    expect(field(/^Epochs/).value).toBe('77');
    set({ experiment: { ...defaultExperiment, epochs: 5 } });
    expect(field(/^Epochs/).value).toBe('5');
  });
});

describe('a choice', () => {
  it('is made from its list by keyboard, and other fields follow', async () => {
    const { user, intents } = shown();
    expect(screen.queryByRole('textbox', { name: /^Momentum/ })).toBeNull();
    const optimizer = screen.getByRole('button', { name: 'Adam Optimizer' });
    optimizer.focus();
    await user.keyboard('{Enter}');
    expect(screen.getAllByRole('option').map(words)).toEqual(['SGD', 'SGD with momentum', 'Adam']);
    await expectFocus(() => screen.getByRole('option', { name: 'Adam', selected: true }));
    await user.keyboard('{ArrowUp}{Enter}');
    expect(intents).toEqual([['edit', { optimizer: 'momentum' }]]);
    expect(screen.queryByRole('listbox')).toBeNull();
    await expectFocus(() => optimizer);
    expect(words(optimizer)).toContain('SGD with momentum');
    field(/^Momentum/);
  });

  it('stays as it was after Escape', async () => {
    const { user, intents } = shown();
    const optimizer = screen.getByRole('button', { name: 'Adam Optimizer' });
    await user.click(optimizer);
    await user.keyboard('{ArrowUp}{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(intents).toEqual([]);
    expect(words(optimizer)).toContain('Adam');
  });

  it('of a preset fills the whole form; own values are no preset', async () => {
    const { user, intents, store } = shown({ experiment: { ...defaultExperiment, seed: 1 } });
    await user.click(screen.getByRole('button', { name: 'Own values Start from' }));
    await user.click(screen.getByRole('option', { name: 'A first look' }));
    expect(intents).toEqual([['edit', presets.first]]);
    expect(store.getState().experiment).toEqual(presets.first);
    const preset = screen.getByRole('button', { name: 'A first look Start from' });
    expect(field(/^Epochs/).value).toBe('3');
    await user.click(preset);
    expect(screen.queryByRole('option', { name: 'Own values' })).toBeNull();
  });
});

it('keeps images, callbacks and seed folded until they are asked for', async () => {
  const { user, intents } = shown();
  expect(screen.queryByRole('switch', { name: 'Random flip' })).toBeNull();
  const group = screen.getByRole('button', { name: 'Images' });
  expect(group.getAttribute('aria-expanded')).toBe('false');
  await user.click(group);
  expect(group.getAttribute('aria-expanded')).toBe('true');
  const flip = screen.getByRole<HTMLInputElement>('switch', { name: 'Random flip' });
  expect(saidOf(flip)).toMatch(/^Mirrors half of the training images/);
  await user.click(flip);
  expect(intents).toEqual([['edit', { flip: !defaultExperiment.flip }]]);
  expect(flip.checked).toBe(!defaultExperiment.flip);
  await user.click(group);
  expect(screen.queryByRole('switch', { name: 'Random flip' })).toBeNull();
});

it('copies its address', async () => {
  const { user } = shown();
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
  await within(document.body).findByText('Copied');
  expect(await navigator.clipboard.readText()).toBe('https://lab.example/?seed=7');
});
