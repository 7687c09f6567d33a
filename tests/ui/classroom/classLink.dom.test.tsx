/**
 * The dialog that makes a link for a class: what is chosen, ticked and typed stands in its address,
 * and changes nothing here.
 */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { parseUrl, toUrl } from '../../../src/experiment/url';
import { experimentKeys } from '../../../src/experiment/schema';
import { fieldGroups } from '../../../src/experiment/schema';
import { ClassLink } from '../../../src/ui/classroom/ClassLink';
import { expectFocus, renderDom, words, type Drawn } from '../../helpers/renderDom';

const dialog = (): HTMLElement => screen.getByRole('dialog', { name: 'Make a link for a class' });
const button = (name: string): HTMLElement => within(dialog()).getByRole('button', { name });
const tick = (name: string): HTMLInputElement => within(dialog()).getByRole('checkbox', { name });
const text = (name: string): HTMLElement => within(dialog()).getByRole('textbox', { name });
const address = (): string => screen.getByTestId('class-link').textContent;
/** What the page would make of the address. */
const classroom = () => parseUrl(new URL(address()).search).classroom;

async function opened(): Promise<Drawn> {
  const drawn = renderDom(
    ClassLink,
    {},
    {
      answers: (store) => ({
        link: (of = {}) => {
          const { experiment, settings, classroom: own } = store.getState();
          return `https://lab.example/${toUrl(of.experiment ?? experiment, settings, of.classroom ?? own)}`;
        },
      }),
    },
  );
  await drawn.user.click(screen.getByRole('button', { name: 'Make a link for a class' }));
  return drawn;
}

it('says place, locks and texts, and is copied as it is shown', async () => {
  const { user, intents } = await opened();
  expect(classroom()).toMatchObject({ section: null, lock: [], hide: [], say: {} });
  await user.click(button('the top of the page Opens at'));
  await user.click(screen.getByRole('option', { name: 'Model' }));
  tick('Seed').focus();
  await user.keyboard(' ');
  await user.click(tick('Keras code'));
  await user.type(text('Model'), 'Why 11 × 11?');
  expect(classroom()).toEqual({
    section: 'model',
    lock: ['seed'],
    hide: ['code'],
    say: { model: 'Why 11 × 11?' },
  });
  await user.click(button('Copy this link'));
  await within(dialog()).findByText('Copied');
  expect(await navigator.clipboard.readText()).toBe(address());
  expect(intents).toEqual([]);
});

it('locks by groups or all at once, and tells what is ticked in part', async () => {
  const { user } = await opened();
  await user.click(tick('All fields'));
  expect(classroom().lock).toEqual(experimentKeys);
  expect(address()).toContain('lock=all');
  await user.click(tick('Seed'));
  expect(classroom().lock).toEqual(experimentKeys.filter((field) => field !== 'seed'));
  expect(tick('All fields').indeterminate).toBe(true);
  await user.click(tick('All fields'));
  await user.click(tick('All fields'));
  expect(classroom().lock).toEqual([]);
  const group = within(dialog()).getByRole('group', { name: 'Callbacks and seed' });
  for (const box of within(group).getAllByRole('checkbox')) await user.click(box);
  expect(address()).toMatch(/lock=run(&|$)/);
  expect(new Set(classroom().lock)).toEqual(new Set(fieldGroups.run));
});

it('warns where the address is too long for some programs, and then for many servers', async () => {
  const { user } = await opened();
  const length = (): string => screen.getByTestId('class-link-length').textContent;
  expect(length()).toMatch(/^Characters: \d+\.$/);
  // Nine characters of the address each.
  await user.click(text('Data'));
  await user.paste('가'.repeat(700));
  expect(text('Data')).toHaveProperty('value', '가'.repeat(600));
  expect(length()).toMatch(/^Characters: \d,\d{3}\. From 2,000 characters, some mail/);
  await user.click(text('Train'));
  await user.paste('가'.repeat(600));
  expect(length()).toMatch(/From 8,000 characters, many servers refuse/);
  await user.clear(text('Data'));
  await user.clear(text('Train'));
  expect(length()).toMatch(/^Characters: \d+\.$/);
});

it('is closed by Escape, gives the focus back, and has what was chosen when it is opened again', async () => {
  const { user } = await opened();
  await user.click(tick('Seed'));
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  const opener = screen.getByRole('button', { name: 'Make a link for a class' });
  await expectFocus(() => opener);
  expect(words(opener)).toBe('Make a link for a class');
  await user.keyboard('{Enter}');
  expect(tick('Seed').checked).toBe(true);
});
