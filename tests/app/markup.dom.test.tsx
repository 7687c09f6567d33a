/**
 * Text of an address stays text on the page: nothing in it becomes markup, or is read as a
 * placeholder.
 */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { parseUrl } from '../../src/experiment/url';
import { words } from '../helpers/renderDom';
import { renderPage } from './page';

it('shows markup of the address as the characters that it is made of', () => {
  const markup = '<img src=x onerror=alert(1)>';
  const query = new URLSearchParams({
    model: markup,
    lr: '$t(shell:title)',
    seed: '{{key}}',
    [markup]: markup,
  });
  const { problems } = parseUrl(`?${query}`);
  expect(problems).toHaveLength(4);
  renderPage({ urlProblems: problems });
  const items = within(screen.getByRole('alert')).getAllByRole('listitem');
  expect(document.querySelector('img')).toBeNull();
  expect(items.flatMap((item) => [...item.children])).toEqual([]);
  const said = items.map(words);
  expect(said.join('\n').split(markup)).toHaveLength(4);
  // Nor are they read as one of the catalogue's own placeholders.
  expect(said).toContainEqual(expect.stringMatching(/^lr=\$t\(shell:title\): not allowed/));
  expect(said).toContainEqual(expect.stringMatching(/^seed=\{\{key\}\}: not allowed/));
});
