/** A chart's numbers as a table: bounded, and its rows keep their own. */
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { DataTable } from '../../../../src/ui/shared/charts/DataTable';
import { renderDom, words } from '../../../helpers/renderDom';

const tableOf = (rows: number, open: (row: number) => void) => () => (
  <DataTable
    label="Loss"
    data={{
      columns: ['epoch', 'loss'],
      rows: Array.from({ length: rows }, (_, i) => [String(i + 1), `${i}.5`]),
    }}
    rows={{ open, label: (row) => `Open ${row + 1}` }}
  />
);

it('lays out the last thousand rows, says where the others are, and opens the row that was pressed', async () => {
  const open = vi.fn<(row: number) => void>();
  const { container, user } = renderDom(tableOf(50_000, open), {});
  expect(container.querySelectorAll('tbody tr')).toHaveLength(1_000);
  expect(words(container)).toContain('49,000 rows before them are in the CSV file');
  expect(words(container.querySelector('tbody tr'))).toContain('49001');
  await user.click(screen.getByRole('button', { name: 'Open 50000' }));
  expect(open).toHaveBeenCalledWith(49_999);
});

it('has all rows of a shorter one, and says nothing', () => {
  const { container } = renderDom(
    tableOf(1_000, () => undefined),
    {},
  );
  expect(container.querySelectorAll('tbody tr')).toHaveLength(1_000);
  expect(words(container)).not.toContain('CSV');
});
