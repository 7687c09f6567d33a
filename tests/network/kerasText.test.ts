import { describe, expect, it } from 'vitest';
import { defaultExperiment, modelIds, type ModelId } from '../../src/experiment/schema';
import { kerasSummaryText, networkFor, summarize } from '../../src/network';

const textOf = (model: ModelId) => kerasSummaryText(summarize(networkFor({ ...defaultExperiment, model })));

/** The tests in tests/keras hold the whole text against Keras itself. */
describe('kerasSummaryText', () => {
  it('prints LeNet-5 as Keras 3.15 does', () => {
    expect(textOf('lenet5')).toMatchInlineSnapshot(`
      "Model: "sequential"
      ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
      ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
      ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
      │ conv2d (Conv2D)                      │ (None, 28, 28, 6)           │             456 │
      ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
      │ max_pooling2d (MaxPooling2D)         │ (None, 14, 14, 6)           │               0 │
      ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
      │ conv2d_1 (Conv2D)                    │ (None, 10, 10, 16)          │           2,416 │
      ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
      │ max_pooling2d_1 (MaxPooling2D)       │ (None, 5, 5, 16)            │               0 │
      ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
      │ flatten (Flatten)                    │ (None, 400)                 │               0 │
      ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
      │ dense (Dense)                        │ (None, 120)                 │          48,120 │
      ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
      │ dense_1 (Dense)                      │ (None, 84)                  │          10,164 │
      ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
      │ dense_2 (Dense)                      │ (None, 10)                  │             850 │
      └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
       Total params: 62,006 (242.21 KB)
       Trainable params: 62,006 (242.21 KB)
       Non-trainable params: 0 (0.00 B)
      "
    `);
  });

  it('wraps a name that is too long, and prints the totals of the reference', () => {
    const lines = textOf('alexnet').split('\n');
    expect(lines).toContain(
      '│ batch_normalization                  │ (None, 55, 55, 96)          │             384 │',
    );
    expect(lines).toContain(
      '│ (BatchNormalization)                 │                             │                 │',
    );
    expect(lines.slice(-4)).toEqual([
      ' Total params: 58,324,746 (222.49 MB)',
      ' Trainable params: 58,323,530 (222.49 MB)',
      ' Non-trainable params: 1,216 (4.75 KB)',
      '',
    ]);
  });

  it('keeps every line of the table at 88 columns', () => {
    for (const model of modelIds)
      for (const line of textOf(model).split('\n').slice(1, -4)) expect(line).toHaveLength(88);
  });
});
