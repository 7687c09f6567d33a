/** The section Model: Keras's totals to the digit, and every row's arithmetic with its sentence. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds } from '../../../src/experiment/schema';
import { networkFor, summarize, type LayerRow } from '../../../src/network';
import { LayerDetails } from '../../../src/ui/model/LayerDetails';
import { ModelPanel } from '../../../src/ui/model/ModelPanel';
import { renderDom, words } from '../../helpers/renderDom';

const inModel = (model: (typeof modelIds)[number]) => ({ experiment: { ...defaultExperiment, model } });
const details = (rows: readonly LayerRow[], index: number): HTMLElement =>
  renderDom(() => <LayerDetails rows={rows} index={index} />).container;

describe('the summary', () => {
  it('is AlexNet to the digit', () => {
    const text = words(renderDom(ModelPanel).container);
    expect(text).toContain('Total params: 58,324,746 (222.49 MB)');
    expect(text).toContain('Trainable params: 58,323,530 (222.49 MB)');
    expect(text).toContain('Non-trainable params: 1,216 (4.75 KB)');
    expect(text).toContain('conv2d (Conv2D) (None, 55, 55, 96) 34,944 105.4 M 11 px');
  });

  it('follows the form', () => {
    const { container, set } = renderDom(ModelPanel);
    set(inModel('lenet5'));
    const text = words(container);
    expect(text).toContain('Total params: 62,006');
    expect(text).not.toContain('58,324,746');
  });

  it('tries out a window of the network that is chosen, not of the one before', async () => {
    const { user, set } = renderDom(ModelPanel, inModel('alexnet'));
    const open = within(screen.getByTestId('summary')).getAllByRole('button', { expanded: false })[0]!;
    await user.click(open);
    const filter = (): string => screen.getByRole<HTMLInputElement>('textbox', { name: 'Filter' }).value;
    expect(filter()).toBe('11');
    set(inModel('lenet5'));
    expect(filter()).toBe('5');
    expect(words(screen.getByTestId('summary'))).not.toContain('✕');
  });

  it('asks for the side of the input where it matters alone', () => {
    const { container, set } = renderDom(ModelPanel, inModel('alexnet-small'));
    expect(words(container)).toContain('Side of the input');
    set(inModel('alexnet'));
    expect(words(container)).not.toContain('Side of the input');
  });

  it('is named by its handle, with rows that say whether they are open', async () => {
    const { user } = renderDom(ModelPanel);
    const closed = within(screen.getByTestId('summary')).getAllByRole('button', { expanded: false });
    expect(closed).toHaveLength(summarize(networkFor(defaultExperiment)).rows.length);
    await user.click(closed[0]!);
    expect(closed.filter((row) => row.getAttribute('aria-expanded') === 'true')).toEqual([closed[0]]);
    expect(words(screen.getByTestId('summary'))).toContain('(227 + 2·0 − 11)/4 + 1 = 55');
  });
});

describe.each(modelIds)('an open row of %s', (model) => {
  const { rows } = summarize(networkFor({ ...defaultExperiment, model }));

  it.each(rows.map((row, index) => [row.layer.name, index] as const))('%s explains each line', (_, index) => {
    const container = details(rows, index);
    const lines = rows[index]!.formulas;
    expect(container.querySelectorAll('dt')).toHaveLength(lines.length);
    const text = words(container);
    for (const { expression } of lines) expect(text).toContain(`${expression} =`);
    // A name that only a screen reader tells would be in an attribute.
    expect(container.innerHTML).not.toMatch(/explain\.|quantities\./);
  });
});

it('opens the first convolution of AlexNet into the formula of the lab', () => {
  const { rows } = summarize(networkFor(defaultExperiment));
  const text = words(details(rows, 0));
  expect(text).toContain('Height (227 + 2·0 − 11)/4 + 1 = 55');
  expect(text).toContain('11·11·3·96 + 96 = 34,944');
  expect(text).toContain('OH = (H + 2P − FH) / S + 1');
});
