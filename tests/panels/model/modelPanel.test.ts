/** The second place as HTML: Keras's totals to the digit, and every row's arithmetic with its sentence. */
import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds } from '../../../src/experiment/schema';
import { networkFor, summarize } from '../../../src/network';
import { LayerDetails } from '../../../src/panels/model/LayerDetails';
import { ModelPanel } from '../../../src/panels/model';
import { renderPanel, textOf } from '../../helpers/render';

const inModel = (model: (typeof modelIds)[number]) => ({ experiment: { ...defaultExperiment, model } });

describe('the summary', () => {
  it('is AlexNet to the digit', () => {
    const text = textOf(renderPanel(ModelPanel));
    expect(text).toContain('Total params: 58,324,746 (222.49 MB)');
    expect(text).toContain('Trainable params: 58,323,530 (222.49 MB)');
    expect(text).toContain('Non-trainable params: 1,216 (4.75 KB)');
    expect(text).toContain('conv2d (Conv2D) (None, 55, 55, 96) 34,944 105.4 M 11 px');
  });

  it('follows the form', () => {
    const text = textOf(renderPanel(ModelPanel, inModel('lenet5')));
    expect(text).toContain('Total params: 62,006');
    expect(text).not.toContain('58,324,746');
  });

  it('asks for the side of the input where it matters alone', () => {
    expect(textOf(renderPanel(ModelPanel, inModel('alexnet-small')))).toContain('Side of the input');
    expect(textOf(renderPanel(ModelPanel, inModel('alexnet')))).not.toContain('Side of the input');
  });

  it('is named by its handle, with rows that say whether they are open', () => {
    const html = renderPanel(ModelPanel);
    expect(html).toContain('data-testid="summary"');
    expect(html.match(/aria-expanded="false"/g)?.length).toBeGreaterThanOrEqual(
      summarize(networkFor(defaultExperiment)).rows.length,
    );
  });
});

describe.each(modelIds)('an open row of %s', (model) => {
  const { rows } = summarize(networkFor({ ...defaultExperiment, model }));

  it.each(rows.map((row, index) => [row.layer.name, index] as const))('%s explains each line', (_, index) => {
    const html = renderPanel(() => createElement(LayerDetails, { rows, index }));
    const lines = rows[index]!.formulas;
    expect(html.match(/<dt>/g)).toHaveLength(lines.length);
    for (const { expression } of lines) expect(textOf(html)).toContain(`${expression} =`);
    expect(html).not.toMatch(/explain\.|quantities\./);
  });
});

it('opens the first convolution of AlexNet into the formula of the lab', () => {
  const { rows } = summarize(networkFor(defaultExperiment));
  const text = textOf(renderPanel(() => createElement(LayerDetails, { rows, index: 0 })));
  expect(text).toContain('Height (227 + 2·0 − 11)/4 + 1 = 55');
  expect(text).toContain('11·11·3·96 + 96 = 34,944');
  expect(text).toContain('OH = (H + 2P − FH) / S + 1');
});
