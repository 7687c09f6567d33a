import { expect, it } from 'vitest';
import { hottest } from '../../../../src/ui/explore/inspect/HeatPicture';
import { coloured, grey, heatColour, rescale } from '../../../../src/ui/explore/inspect/pixels';
import { middles } from '../../../../src/charts/histogram';

it('heat goes from dark blue to light yellow, ever lighter', () => {
  expect([heatColour(0), heatColour(0.5), heatColour(1)]).toEqual([
    [0, 34, 78],
    [125, 124, 120],
    [254, 232, 56],
  ]);
  expect([heatColour(-3), heatColour(7)]).toEqual([heatColour(0), heatColour(1)]);
  const luminance = Array.from({ length: 101 }, (_, i) => {
    const [r, g, b] = heatColour(i / 100);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  luminance.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(luminance[i] ?? 0));
});

it('values become opaque pixels', () => {
  expect([...coloured([0, 255], grey)]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
});

it('a map on a scale of its own is put on one for all', () => {
  const own = { low: 0, high: 1 };
  expect([...rescale(Uint8Array.of(0, 255), own, { low: 0, high: 2 })]).toEqual([0, 128]);
  expect([...rescale(Uint8Array.of(0, 255), own, { low: -1, high: 1 })]).toEqual([128, 255]);
  expect([...rescale(Uint8Array.of(0, 255), own, own)]).toEqual([0, 255]);
  expect([...rescale(Uint8Array.of(7), { low: 0, high: 0 }, { low: 0, high: 0 })]).toEqual([0]);
});

it('the hottest place is told by row and column from 1', () => {
  const heat = { layer: '', classId: 0, height: 2, width: 3, probabilities: [] };
  expect(hottest({ ...heat, values: Float32Array.of(0, 0, 0.5, 0, 1, 0) })).toEqual({ row: 2, column: 2 });
});

it('bins are named by their middles', () => {
  expect(middles({ low: 0, high: 4, counts: [1, 2, 3, 4] })).toEqual([0.5, 1.5, 2.5, 3.5]);
});
