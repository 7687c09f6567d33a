import { expect, it } from 'vitest';
import { leftOut, reasonIn, slowest } from './endReporter';

it('names the ten slowest files, the slowest first', () => {
  const files = Array.from({ length: 12 }, (_, i) => ({ name: `unit  ${i}.test.ts`, ms: i * 1_500 }));
  const lines = slowest(files);
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('   16.5 s  unit  11.test.ts');
});

it('tells each reason once, with its number of tests', () => {
  const names = [
    'Chromium, WebGL — skipped: no Chromium found > trains',
    'Chromium, WebGL — skipped: no Chromium found > pauses > at once',
    'products on webgpu — skipped: Dawn finds no adapter > 1 × 1',
  ];
  const reasons = names.map(reasonIn).filter((reason) => reason !== null);
  expect(leftOut(reasons)).toEqual(['  2 tests: no Chromium found', '  1 test: Dawn finds no adapter']);
  expect(reasonIn('by hand')).toBeNull();
});
