/**
 * What the comparison makes of what it has measured, and that what is published is what was
 * written.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseUrl } from '../../src/experiment/url';
import comparison from '../../src/ui/evaluate/compare/comparison.json';
import { isPage, slower, type CaseFigures } from '../../src/ui/evaluate/compare/figures';
import type { EngineEvent } from '../../src/protocol/events';
import { parseOptions } from './args';
import { caseIds, cases } from './cases';
import { apart, secondsPerStep, type Measured } from './measured';
import { measuredFrom, programOf } from './page';
import { caseFigures, caseText, withComparison } from './publish';

const root = fileURLToPath(new URL('../..', import.meta.url));
const published: readonly CaseFigures[] = comparison.cases;

const keras: Measured = {
  program: 'Keras 3',
  oneDnn: true,
  backend: 'keras',
  device: '2 × CPU',
  driver: '',
  threads: 2,
  losses: [2.5, 2, 1.5, 1],
  marks: [
    { epoch: 1, step: 1, seconds: 5 },
    { epoch: 1, step: 2, seconds: 6 },
    { epoch: 2, step: 1, seconds: 2 },
    { epoch: 2, step: 2, seconds: 4 },
  ],
  epochs: [
    { loss: 2.25, val_loss: 2, val_acc: 0.2, seconds: 7 },
    { loss: 1.25, val_loss: 1.5, val_acc: 0.3, seconds: 5 },
  ],
  test: { loss: 1.75, acc: 0.25 },
};

describe('a run', () => {
  it('has a time of a step without validation and without the first of each epoch', () => {
    expect(secondsPerStep(keras.marks)).toBe(1.5);
    expect(secondsPerStep(keras.marks.slice(0, 1))).toBeNaN();
  });

  it('is as far from another as at its furthest step', () => {
    expect(apart([1, 2, 3], [1, 2.5, 2.75])).toBe(0.5);
    expect(() => apart([1], [1, 2])).toThrow(RangeError);
  });

  it('is put together from what the page told', () => {
    const step = { step: 1, loss: 2.5, acc: 0, lr: 1 };
    const log = { ...keras.epochs[0]!, epoch: 1, epochs: 1, steps: 1, acc: 0, lr: 1, secondsPerStep: 1 };
    const heard = [
      { type: 'backend', report: { backend: 'webgpu', adapter: 'A GPU' } },
      { type: 'batch', logs: { epoch: 1, stepInEpoch: 2, steps: [step, { ...step, loss: 2 }], seconds: 3 } },
      { type: 'epoch', log },
      { type: 'evaluated', report: { loss: 1.75, acc: 0.25 } },
    ] as unknown as EngineEvent[];
    expect(measuredFrom(heard, 'Firefox 153', 'lavapipe')).toEqual({
      program: 'Firefox 153',
      oneDnn: true,
      backend: 'webgpu',
      device: 'A GPU',
      driver: 'lavapipe',
      threads: null,
      losses: [2.5, 2],
      marks: [{ epoch: 1, step: 2, seconds: 3 }],
      epochs: [keras.epochs[0]],
      test: keras.test,
    });
    expect(() => measuredFrom(heard.slice(0, 3), '', '')).toThrow('evaluated');
    const report = { backend: 'wasm', adapter: 'WebAssembly SIMD', cpu: { threads: 3 } };
    const onEngine = [{ type: 'backend', report }, ...heard.slice(1)] as unknown as EngineEvent[];
    expect(measuredFrom(onEngine, 'Firefox 153', '')).toMatchObject({ backend: 'wasm', threads: 3 });
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153'],
    [
      'Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'Chromium 156',
    ],
  ])('names the browser of %s', (agent, name) => {
    expect(programOf(agent)).toBe(name);
  });
});

describe('a case', () => {
  it('is told against Keras, the first of its runs', () => {
    const page = {
      ...keras,
      backend: 'webgpu',
      losses: [2.5, 2, 1.25, 1],
      marks: keras.marks.map((m) => ({ ...m, seconds: 2 * m.seconds })),
    };
    const measured = { experiment: cases.lenet5.experiment, measured: '2026-11-25', runs: [keras, page] };
    const figures = caseFigures('lenet5', measured);
    expect(figures.runs[0]!.apart).toBeNull();
    expect(figures.runs[1]!.apart).toEqual({ one: 0, ten: 0.25, all: 0.25 });
    expect(slower(figures, figures.runs[1]!)).toBe(2);
    expect(parseUrl(figures.query)).toMatchObject({ experiment: cases.lenet5.experiment, problems: [] });
  });
});

describe('a table', () => {
  it('names the backend and the threads of each run', () => {
    const page = { ...keras, program: 'Firefox 153', backend: 'wasm', threads: 3 };
    const adapter = { ...page, backend: 'webgpu', threads: null };
    const text = caseText(
      caseFigures('lenet5', {
        experiment: cases.lenet5.experiment,
        measured: '2026-11-25',
        runs: [keras, page, adapter],
      }),
    );
    expect(text).toContain('| Keras 3 | Firefox 153, WebAssembly | Firefox 153, WebGPU |');
    expect(text).toContain('| Threads | 2 | 3 | – |');
  });
});

describe('the cases', () => {
  it('are all trained on the CPU engine in both browsers, and LeNet-5 alone on software adapters', () => {
    for (const { places } of Object.values(cases)) {
      const engine = places.filter(({ backend }) => backend === 'wasm').map(({ browser }) => browser);
      expect(engine).toEqual(['firefox', 'chromium']);
    }
    expect(cases.lenet5.places.length).toBe(5);
    expect(cases.alexnet227.places.length).toBe(2);
  });
});

describe('the command line', () => {
  it('measures all unless told, and says what is wrong', () => {
    expect(parseOptions([])).toEqual({ only: caseIds, quick: false, redraw: false });
    expect(parseOptions(['--only', 'lenet5', '--quick'])).toMatchObject({ only: ['lenet5'], quick: true });
    expect(parseOptions(['--redraw'])).toMatchObject({ only: [], redraw: true });
    expect(() => parseOptions(['--only', 'vgg'])).toThrow(RangeError);
    expect(() => parseOptions(['--fast'])).toThrow(TypeError);
  });
});

describe('what is published', () => {
  it('is of the cases as they are, with a picture for each theme', () => {
    expect(published.map(({ id }) => id)).toEqual([...caseIds]);
    for (const { id, query } of published) {
      expect(parseUrl(query).experiment).toEqual(cases[id as keyof typeof cases].experiment);
      for (const theme of ['light', 'dark'])
        expect(existsSync(`${root}public/compared-${id}-${theme}.svg`)).toBe(true);
    }
  });

  it('stands in the README', async () => {
    const readme = readFileSync(`${root}tests/compare/README.md`, 'utf8');
    expect(await withComparison(readme, published)).toBe(readme);
    const other = published.map((figures) => ({ ...figures, measured: '1998-11-01' }));
    expect(await withComparison(readme, other)).not.toBe(readme);
    await expect(withComparison('', published)).rejects.toThrow(RangeError);
  });

  it('is what the README says of it: the first step agrees, and who is faster', () => {
    for (const figures of published) {
      const [, withoutOneDnn] = figures.runs.filter((run) => !isPage(run));
      for (const run of figures.runs.filter(isPage)) {
        // Rounding of a loss of a few units.
        expect(run.apart!.one).toBeLessThan(1e-5);
        const isEngine = run.backend === 'wasm';
        expect(slower(figures, run) < slower(figures, withoutOneDnn!)).toBe(isEngine);
        expect(slower(figures, run) < 1).toBe(isEngine && figures.id === 'alexnet227');
      }
    }
  });
});
