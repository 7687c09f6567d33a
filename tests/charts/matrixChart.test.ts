/** The bars of the classes as Vega lays them out. The drawing itself needs a browser. */
import { vega, vegaLite, type VisualizationSpec } from 'vega-embed';
import { expect, it } from 'vitest';
import { classSpec } from '../../src/charts/matrixChart';

const korean = ['비행기', '자동차', '새', '고양이'];
const spec = classSpec(
  { name: 'x', labels: korean, fractions: [0.5, null, 0.25, 1], xLabel: '클래스', yLabel: '재현율' },
  { width: 300, height: 200 },
);

/** The labels of the x axis from left to right. */
async function laidOut(chart: VisualizationSpec): Promise<string[]> {
  const { spec: compiled } = vegaLite.compile(chart as Parameters<typeof vegaLite.compile>[0]);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  await view.runAsync();
  const scale = view.scale('x') as { domain: () => string[] };
  return scale.domain();
}

it('stand in the order of the classes in every language, also where one has no bar', async () => {
  expect(await laidOut(spec)).toEqual(korean);
});

it('would stand in alphabetical order if Vega chose it (negative control)', async () => {
  const x = { field: 'label', type: 'ordinal' } as const;
  const sorted = {
    ...spec,
    encoding: { x, y: { field: 'value', type: 'quantitative' } },
  } as VisualizationSpec;
  expect(await laidOut(sorted)).toEqual(['고양이', '비행기', '새']);
});
