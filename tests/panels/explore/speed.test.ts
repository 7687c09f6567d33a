/** Explore → Speed: when it can be measured, how far it is, and the report to its figures. */
import { describe, expect, it } from 'vitest';
import { SpeedCard } from '../../../src/panels/explore/SpeedCard';
import { byLayer, byPass, longestParts, speedRows } from '../../../src/panels/explore/speedData';
import type { LabState } from '../../../src/store/state';
import { buttonsNamed, renderPanel, textOf } from '../../helpers/render';
import { cpuEngine, oneThread, ready, software, speed } from '../../helpers/states';

const shown = (patch: Partial<LabState>, language: 'en' | 'ko' = 'en'): string =>
  renderPanel(SpeedCard, { ...ready, ...patch }, language);

const isOff = (html: string, button: string): boolean | null => {
  const [attributes] = buttonsNamed(html, button);
  return attributes === undefined ? null : / disabled=""/.test(attributes);
};

describe('the shares', () => {
  const rows = speedRows(speed);

  it('sum to the whole, and are of the best product', () => {
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(rows.map(({ length }) => length)).toEqual([0.5, 1, 0.125, 0.125, 0.75]);
    expect(rows.map(({ ofBest }) => ofBest)).toEqual([0.8, 0.4, null, null, null]);
  });

  it('go by layer in the network’s order, and by pass in the order of a step', () => {
    expect(byLayer(rows).map(({ layer, rows: own }) => [layer, own.length])).toEqual([
      ['conv2d', 2],
      ['max_pooling2d', 2],
      [null, 1],
    ]);
    expect(byPass(rows)).toEqual([
      { pass: 'forward', share: 0.25 },
      { pass: 'dW', share: 0.4 },
      { pass: 'backward', share: 0.05 },
      { pass: 'update', share: 0.3 },
    ]);
    expect(longestParts(rows, 2).map(({ layer, pass }) => [layer, pass])).toEqual([
      ['conv2d', 'dW'],
      [null, 'update'],
    ]);
  });
});

describe('the button', () => {
  it('is on when the device is checked and nothing runs, and says for what', () => {
    const html = shown({});
    expect(isOff(html, 'Measure speed')).toBe(false);
    expect(textOf(html)).toContain('To be measured: AlexNet 227, batch 64');
    expect(html).not.toContain('speed-report');
  });

  it.each([
    ['before the check', { selfCheck: null }, 'Wait until the device is checked'],
    ['while it trains', { status: 'training' as const }, 'A run goes on'],
  ])('is off %s, with the reason', (_, patch, reason) => {
    const html = shown(patch);
    expect(isOff(html, 'Measure speed')).toBe(true);
    const id = /aria-describedby="([^"]+)"/.exec(html)?.[1] ?? 'none';
    expect(html).toContain(`<p id="${id}">${reason}`);
  });

  it('warns where no GPU is at work', () => {
    expect(textOf(shown({ backend: software }))).toContain('No GPU is at work here');
    expect(textOf(shown({ backend: cpuEngine }))).toContain('No GPU is at work here');
    expect(textOf(shown({}))).not.toContain('No GPU is at work here');
    expect(textOf(shown({ backend: null }))).not.toContain('No GPU is at work here');
  });

  it('ends a measurement, of which the progress is told', () => {
    const making = shown({ status: 'profiling', compiling: { phase: 'compiling', done: 3, total: 40 } });
    expect(textOf(making)).toContain('Compiling shaders 3 of 40');
    const built = shown({ status: 'profiling', backend: cpuEngine });
    expect(textOf(built)).toContain('Building the network');
    const html = shown({ status: 'profiling', profiling: { done: 7, total: 21, secondsLeft: 12 } });
    expect(textOf(html)).toContain('Measuring layer by layer 7 of 21, ≈ 12 s left');
    expect(html).toContain('aria-valuenow="7"');
    expect([isOff(html, 'Stop measuring'), isOff(html, 'Measure speed')]).toEqual([false, null]);
  });

  it('is there again after a failure, which is told', () => {
    const html = shown({
      status: 'failed',
      speedError: { code: 'binding-too-large', detail: 'dense1, 151 MB' },
    });
    expect(textOf(html)).toContain('A tensor is larger than this device can bind');
    expect(isOff(html, 'Measure speed')).toBe(false);
  });
});

describe('the report', () => {
  const html = shown({ speed });
  const text = textOf(html);

  it('begins with the best rate, the step and images a second', () => {
    expect(text).toContain('Best matrix product, 1,024³ 2.00 TFLOP/s');
    expect(text).toContain('A training step, batch 64 50.0 ms');
    expect(text).toContain('Training speed 1,280 images/s');
  });

  it('says what was measured on what, with which kernels', () => {
    expect(text).toContain(
      'AlexNet 227, batch 64, Adam; webgpu, Some GPU. TensorFlow.js’s own kernels train.',
    );
    expect(text).toContain('timed alone');
    // The legend says what the rows' short names mean.
    expect(text).toContain('dW, weight gradient 40 %');
    const nameless = { ...speed, backend: { ...speed.backend, adapter: '' } };
    expect(textOf(shown({ speed: nameless }))).toContain('Adam; webgpu. TensorFlow');
    expect(textOf(shown({ speed: { ...speed, backend: oneThread } }))).toContain(
      'Adam; wasm, CPU, 1 thread.',
    );
    expect(text).toContain('“of best” compares with this device’s best matrix product');
    const kernels = [
      { family: 'gemm', status: 'passed', relative: 0, seconds: 1, detail: '' },
      { family: 'lrn', status: 'failed', relative: 1, seconds: 1, detail: '' },
    ] as const;
    expect(textOf(shown({ speed: { ...speed, backend: { ...speed.backend, kernels } } }))).toContain(
      '1 of 2 families',
    );
  });

  it('has a row for each layer and pass, each with its name, figures and bar', () => {
    const rows = [...html.matchAll(/<tr data-layer="(\w+)" data-pass="(\w+)">(.*?)<\/tr>/g)];
    expect(
      rows.map(([, layer, pass, inside]) => [layer, pass, textOf((inside ?? '').replaceAll('<wbr/>', ''))]),
    ).toEqual([
      ['conv2d', 'forward', 'conv2d forward 8.00 ms 20.0 % 1.60 TFLOP/s 80 %'],
      ['conv2d', 'dW', 'dW 16.0 ms 40.0 % 800 GFLOP/s 40 %'],
      ['max_pooling2d', 'forward', 'max_pooling2d forward 2.00 ms 5.0 % – –'],
      ['max_pooling2d', 'backward', 'backward 2.00 ms 5.0 % – –'],
      ['all', 'update', 'all variables update 12.0 ms 30.0 % – –'],
    ]);
    expect(rows.map(([row]) => /inline-size:([\d.]+)%/.exec(row)?.[1])).toEqual([
      '50',
      '100',
      '12.5',
      '12.5',
      '75',
    ]);
    expect(text).toContain('Longest: conv2d dW 40 % · all variables update 30 % · conv2d forward 20 %');
  });

  it('keeps wide rows in a box that scrolls by itself, and speaks Korean', () => {
    expect(html).toMatch(/class="scroll"[^>]*>\s*<table/);
    expect(textOf(shown({ speed }, 'ko'))).toContain('가장 빠른 행렬 곱, 1,024³ 2.00 TFLOP/s');
  });
});
