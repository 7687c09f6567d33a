/** Explore → Speed: when it can be measured, how far it is, and the report to its figures. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { SpeedCard } from '../../../src/ui/explore/SpeedCard';
import type { LabState } from '../../../src/store/state';
import { buttonsOf, renderDom, words, type Drawn } from '../../helpers/renderDom';
import { cpuEngine, gpu, oneThread, ready, software, speed } from '../../helpers/states';

const shown = (patch: Partial<LabState>, language: 'en' | 'ko' = 'en'): Drawn =>
  renderDom(SpeedCard, { ...ready, ...patch }, { language });

const measure = (): HTMLElement => screen.getByRole('button', { name: 'Measure speed' });

describe('the button', () => {
  it('is on when the device is checked and nothing runs, and says for what', async () => {
    const { container, intents, user } = shown({});
    expect(buttonsOf(container)).toEqual({ on: ['Measure speed'], off: [] });
    expect(words(container)).toContain('To be measured: AlexNet 227, batch 64');
    expect(screen.queryByTestId('speed-report')).toBeNull();
    await user.click(measure());
    expect(intents).toEqual([['measureSpeed']]);
  });

  it.each([
    ['before the check', { selfCheck: null }, 'Wait until the device is checked'],
    ['while it trains', { status: 'training' as const }, 'A run is in progress'],
  ])('is off %s, with the reason', async (_, patch, reason) => {
    const { container, intents, user } = shown(patch);
    expect(buttonsOf(container)).toEqual({ on: [], off: ['Measure speed'] });
    const described = document.getElementById(measure().getAttribute('aria-describedby') ?? '');
    expect(words(described)).toMatch(new RegExp(`^${reason}`));
    await user.click(measure());
    expect(intents).toEqual([]);
  });

  it('warns where no GPU is at work', () => {
    const { container, set } = shown({ backend: software });
    expect(words(container)).toContain('No GPU is in use');
    set({ backend: cpuEngine });
    expect(words(container)).toContain('No GPU is in use');
    set({ backend: gpu });
    expect(words(container)).not.toContain('No GPU is in use');
    set({ backend: null });
    expect(words(container)).not.toContain('No GPU is in use');
  });

  it('ends a measurement, of which the progress is told', async () => {
    const making = { phase: 'compiling', done: 3, total: 40 } as const;
    const { container, intents, set, user } = shown({ status: 'profiling', compiling: making });
    expect(words(container)).toContain('Compiling shaders 3 of 40');
    set({ compiling: null, backend: cpuEngine });
    expect(words(container)).toContain('Building the network');
    set({ backend: gpu, profiling: { done: 7, total: 21, secondsLeft: 12 } });
    expect(words(container)).toContain('Measuring layer by layer 7 of 21, ≈ 12 s left');
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('7');
    expect(buttonsOf(container)).toEqual({ on: ['Stop measuring'], off: [] });
    await user.click(screen.getByRole('button'));
    expect(intents).toEqual([['stop']]);
  });

  it('is there again after a failure, which is told', () => {
    const { container } = shown({
      status: 'failed',
      speedError: { code: 'binding-too-large', detail: 'dense1, 151 MB' },
    });
    expect(words(container)).toContain('A tensor is larger than this device can bind');
    expect(buttonsOf(container)).toEqual({ on: ['Measure speed'], off: [] });
  });
});

describe('the report', () => {
  it('begins with the best rate, the step and images a second', () => {
    const text = words(shown({ speed }).container);
    expect(text).toContain('Best matrix product, 1,024³ 2.00 TFLOP/s');
    expect(text).toContain('A training step, batch 64 50.0 ms');
    expect(text).toContain('Training speed 1,280 images/s');
  });

  it('says what was measured on what, with which kernels', () => {
    const { container, set } = shown({ speed });
    const text = words(container);
    expect(text).toContain(
      'AlexNet 227, batch 64, Adam; webgpu, Some GPU. Training uses TensorFlow.js’s own kernels.',
    );
    expect(text).toContain('timed separately');
    // The legend says what the rows' short names mean.
    expect(text).toContain('dW, weight gradient 40 %');
    expect(text).toContain('“Of best” compares with this device’s best matrix product');
    set({ speed: { ...speed, backend: { ...speed.backend, adapter: '' } } });
    expect(words(container)).toContain('Adam; webgpu. Training uses TensorFlow');
    set({ speed: { ...speed, backend: oneThread } });
    expect(words(container)).toContain('Adam; wasm, CPU, 1 thread.');
    const kernels = [
      { family: 'gemm', status: 'passed', relative: 0, seconds: 1, detail: '' },
      { family: 'lrn', status: 'failed', relative: 1, seconds: 1, detail: '' },
    ] as const;
    set({ speed: { ...speed, backend: { ...speed.backend, kernels } } });
    expect(words(container)).toContain('1 of 2 families');
  });

  it('has a row for each layer and pass, each with its name, figures and bar', () => {
    const { container } = shown({ speed });
    const rows = [...container.querySelectorAll<HTMLTableRowElement>('tr[data-layer]')];
    // A name may break within a cell; the bar's cell has no words.
    const cells = (row: HTMLTableRowElement): string[] =>
      [...row.cells].flatMap(({ textContent }) => textContent || []);
    expect(rows.map((row) => [row.dataset['layer'], row.dataset['pass'], cells(row).join(' ')])).toEqual([
      ['conv2d', 'forward', 'conv2d forward 8.00 ms 20.0 % 1.60 TFLOP/s 80 %'],
      ['conv2d', 'dW', 'dW 16.0 ms 40.0 % 800 GFLOP/s 40 %'],
      ['max_pooling2d', 'forward', 'max_pooling2d forward 2.00 ms 5.0 % – –'],
      ['max_pooling2d', 'backward', 'backward 2.00 ms 5.0 % – –'],
      ['all', 'update', 'all variables update 12.0 ms 30.0 % – –'],
    ]);
    const bar = (row: HTMLTableRowElement): string | undefined =>
      row.querySelector<HTMLElement>('.speed-bar > *')?.style.inlineSize;
    expect(rows.map(bar)).toEqual(['50%', '100%', '12.5%', '12.5%', '75%']);
    expect(words(container)).toContain(
      'Longest: conv2d dW 40 % · all variables update 30 % · conv2d forward 20 %',
    );
  });

  it('keeps wide rows in a box that scrolls by itself, and speaks Korean', () => {
    const { container } = shown({ speed }, 'ko');
    const box = within(container).getByRole('table').parentElement;
    expect(box?.className).toBe('scroll');
    expect(words(container)).toContain('가장 빠른 행렬 곱, 1,024³ 2.00 TFLOP/s');
  });
});
