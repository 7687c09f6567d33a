/** What the dialog with the comparison shows, in both languages. */
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Compare } from '../../../../src/ui/evaluate/compare/Compare';
import comparison from '../../../../src/ui/evaluate/compare/comparison.json';
import Comparison from '../../../../src/ui/evaluate/compare/Comparison';
import type { CaseFigures } from '../../../../src/ui/evaluate/compare/figures';
import { metric } from '../../../../src/lib/units';
import { buttonsOf, renderDom, words } from '../../../helpers/renderDom';

const cases: readonly CaseFigures[] = comparison.cases;
const count = (element: Element, selector: string): number => element.querySelectorAll(selector).length;

describe('the comparison with Keras', () => {
  it('is opened by a button', async () => {
    const { container, user } = renderDom(Compare);
    expect(buttonsOf(container)).toEqual({ on: ['Compared with Keras'], off: [] });
    expect(count(document.body, 'table')).toBe(0);
    await user.click(screen.getByRole('button'));
    const dialog = screen.getByRole('dialog', { name: 'Compared with Keras' });
    await waitFor(() => expect(count(dialog, 'table')).toBe(cases.length));
  });

  it.each(['en', 'ko'] as const)('has a table with heads for each experiment (%s)', (language) => {
    const { container } = renderDom(Comparison, {}, { language });
    expect(count(container, 'table')).toBe(cases.length);
    expect(count(container, 'th[scope="col"]')).toBe(cases.reduce((n, { runs }) => n + runs.length + 1, 0));
    const rows = count(container, 'th[scope="row"]');
    expect(rows).toBeGreaterThan(0);
    expect(rows % cases.length).toBe(0);
    const text = words(container);
    for (const { runs } of cases)
      for (const { program, test } of runs)
        for (const said of [program, metric(test.loss)]) expect(text).toContain(said);
  });

  it('says in words what each picture shows, and that an adapter of software is no graphics card', () => {
    const { container } = renderDom(Comparison);
    const texts = [...container.querySelectorAll('img')].map(({ alt }) => alt);
    expect(texts).toHaveLength(2 * cases.length);
    for (const text of texts) expect(text).toMatch(/the loss at each of [\d,]+ steps, in Keras and in/);
    expect(words(container)).toContain('These times say nothing about a real one.');
    // Names of tables and pictures are in attributes.
    expect(container.innerHTML).not.toMatch(/undefined|NaN|compare\.|rows\./);
  });
});
