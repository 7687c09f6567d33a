/** What trains, and why not something better, in plain words. */
import { createElement } from 'react';
import { Dialog } from 'react-aria-components';
import { describe, expect, it } from 'vitest';
import { DeviceChip } from '../../../src/panels/device';
import { DeviceDetails } from '../../../src/panels/device/DeviceDetails';
import type { BackendReport } from '../../../src/protocol/events';
import type { LabState } from '../../../src/store/state';
import { renderPanel, textOf } from '../../helpers/render';
import { cpuEngine, cpuReport, gpu, oneThread, passed, software } from '../../helpers/states';

const details = () => createElement(Dialog, { 'aria-label': 'Device' }, createElement(DeviceDetails));

const kernels: BackendReport['kernels'] = [
  { family: 'gemm', status: 'passed', relative: 2e-6, seconds: 0.5, detail: '' },
  { family: 'lrn', status: 'failed', relative: 0.25, seconds: 0.5, detail: '' },
  { family: 'loss', status: 'failed', relative: null, seconds: 0, detail: 'no such builtin' },
  { family: 'update', status: 'not-used', relative: 1e-7, seconds: 0, detail: '' },
];

describe('the chip', () => {
  it('warns of software, and does not otherwise', () => {
    const slow = renderPanel(DeviceChip, { backend: software });
    expect(textOf(slow)).toBe('webgl · software: slow');
    expect(slow).toContain('chip-warn');
    const fast = renderPanel(DeviceChip, { backend: gpu });
    expect(textOf(fast)).toBe('webgpu · Some GPU');
    expect(fast).not.toContain('chip-warn');
  });

  it('tells the threads of the CPU engine, without alarm; the plain CPU backend stays slow', () => {
    const two = renderPanel(DeviceChip, { backend: { ...cpuEngine, kernels } });
    expect(textOf(two)).toBe('wasm · CPU, 2 threads');
    expect(two).toContain('chip-ok');
    expect(two).toContain('data-kernels="gemm"');
    expect(two).toContain('aria-label="Device: wasm, CPU, 2 threads. What was tried and why"');
    expect(textOf(renderPanel(DeviceChip, { backend: oneThread }))).toBe('wasm · CPU, 1 thread');
    expect(textOf(renderPanel(DeviceChip, { backend: cpuEngine }, 'ko'))).toBe('wasm · CPU, 스레드 2개');
    const { cpu: _, ...plain } = { ...cpuEngine, backend: 'cpu', adapter: '', software: true } as const;
    expect(textOf(renderPanel(DeviceChip, { backend: plain }))).toBe('cpu · software: slow');
  });

  it('says that there is none', () => {
    const error = { code: 'no-backend', detail: '' } as const;
    expect(textOf(renderPanel(DeviceChip, { startError: { error, attempts: [] } }))).toBe('no device');
  });
});

describe('the kernels', () => {
  it('have a line for each family, with its result', () => {
    const html = renderPanel(details, { backend: { ...gpu, kernels }, selfCheck: passed });
    const text = textOf(html);
    expect(text).toContain('The lab’s own kernels train: 1 of 4 families.');
    expect(text).toMatch(/Convolution and dense layers ✓ passed, in use 2\.0000e-06/);
    expect(text).toMatch(/Local response normalization ✕ failed: TensorFlow.js’s instead 0\.2500/);
    expect(text).toMatch(/Loss and accuracy ✕ failed: TensorFlow.js’s instead no such builtin –/);
    expect(text).toContain('Weight update – passed alone, not with the whole network: not used');
    expect(html).toContain('data-family="lrn" data-status="failed"');
    const plain = [{ ...kernels[0]!, withSubgroups: { relative: 0.25 } }];
    expect(
      textOf(renderPanel(details, { backend: { ...gpu, kernels: plain }, selfCheck: passed })),
    ).toContain('passed without subgroups, in use (with them the relative error was 0.2500)');
  });

  it('are TensorFlow.js’s where none of ours is in use, and are not spoken of where there are none', () => {
    const none = kernels.map((report) => ({ ...report, status: 'not-used', relative: null }) as const);
    const stock = renderPanel(details, { backend: { ...gpu, kernels: none } });
    expect(textOf(stock)).toContain('TensorFlow.js’s own kernels train.');
    expect(renderPanel(details, { backend: software })).not.toContain('data-testid="kernels"');
  });

  it('are told to scripts by the chip', () => {
    expect(renderPanel(DeviceChip, { backend: { ...gpu, kernels } })).toContain('data-kernels="gemm"');
    expect(renderPanel(DeviceChip, { backend: software })).toContain('data-kernels="stock"');
  });
});

describe('the details', () => {
  it('list what was tried and why it was refused', () => {
    const text = textOf(renderPanel(details, { backend: software, selfCheck: passed }));
    expect(text).toContain('webgpu the browser offers no adapter requestAdapter() gave null');
    expect(text).toContain('webgl in use');
    expect(text).toContain('No GPU is at work here');
    expect(text).toContain('no such limit');
    expect(text).toContain('loss 1.0000e-07');
  });

  it('tell a check that failed from one that passed', () => {
    const failed = textOf(renderPanel(details, { backend: gpu, selfCheck: { ...passed, passed: false } }));
    expect(failed).toContain('does not agree with TensorFlow.js’s own CPU backend');
    const fine = textOf(renderPanel(details, { backend: gpu, selfCheck: passed }));
    expect(fine).toContain('agrees with TensorFlow.js’s own CPU backend');
    expect(fine).not.toContain('No GPU is at work here');
  });
});

describe('the details of the CPU engine', () => {
  const of = (backend: BackendReport, patch: Partial<LabState> = {}) =>
    renderPanel(details, { backend, selfCheck: passed, ...patch });

  it('say why no GPU is at work, and what is known of the processor, without alarm', () => {
    const html = of({ ...cpuEngine, kernels });
    const text = textOf(html);
    expect(text).toContain('webgpu the browser offers no adapter requestAdapter() gave null');
    expect(text).toContain('webgl a software adapter: used only where it is asked for SwiftShader');
    expect(text).toContain('The processor trains. A browser with access to a GPU would be faster.');
    for (const fact of [
      'Threads, of logical cores 2 of 2',
      'Fused multiply-add yes What follows from it One instruction multiplies and adds',
      'rounds once, which is faster',
      'Isolated from other origins yes',
      'Fastest tile at start 6×8, 52.3 GFLOP/s on one thread',
      'Memory, at most 4.3 GB',
      'Largest tensor 2.1 GB',
    ])
      expect(text).toContain(fact);
    expect(text).toContain('Each family was tested alone against TensorFlow.js’s own CPU backend');
    for (const alarm of ['Not the fastest backend', 'No GPU is at work here', 'isolated pages'])
      expect(text).not.toContain(alarm);
    expect(html).not.toContain('notice-warn');
  });

  it('say what brings more threads, as far as the page can tell', () => {
    const why = 'More threads need shared memory, and browsers give that to isolated pages alone.';
    expect(textOf(of(oneThread, { offline: 'ready' }))).toContain(
      `${why} The page is installed for offline use`,
    );
    expect(textOf(of(oneThread, { offline: 'installing' }))).toContain('When the page is installed');
    for (const offline of ['unavailable', null] as const)
      expect(textOf(of(oneThread, { offline }))).toContain(`${why} The page’s host has to send two headers`);
    expect(textOf(of(oneThread))).toContain('Isolated from other origins no');
    // More threads would bring nothing to one core.
    expect(
      textOf(of({ ...oneThread, cpu: { ...cpuReport, cores: 1, threads: 1, isolated: false } })),
    ).not.toContain(why);
    const without = of({ ...cpuEngine, cpu: { ...cpuReport, fma: false } }, {});
    expect(textOf(without)).toContain('Fused multiply-add no');
  });

  it('leave WebGL on a GPU what is said of it', () => {
    const webgl = { ...software, software: false, adapter: 'Some GPU' };
    expect(textOf(of(webgl))).toContain('Not the fastest backend');
    expect(textOf(of(gpu))).not.toContain('Not the fastest backend');
  });
});
