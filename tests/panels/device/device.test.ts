/** What trains, and why not something better, in plain words. */
import { createElement } from 'react';
import { Dialog } from 'react-aria-components';
import { describe, expect, it } from 'vitest';
import { DeviceChip } from '../../../src/panels/device';
import { DeviceDetails } from '../../../src/panels/device/DeviceDetails';
import type { BackendReport } from '../../../src/protocol/events';
import { renderPanel, textOf } from '../../helpers/render';
import { gpu, passed, software } from '../../helpers/states';

const details = () => createElement(Dialog, { 'aria-label': 'Device' }, createElement(DeviceDetails));

describe('the chip', () => {
  it('warns of software, and does not otherwise', () => {
    const slow = renderPanel(DeviceChip, { backend: software });
    expect(textOf(slow)).toBe('webgl · software: slow');
    expect(slow).toContain('chip-warn');
    const fast = renderPanel(DeviceChip, { backend: gpu });
    expect(textOf(fast)).toBe('webgpu · Some GPU');
    expect(fast).not.toContain('chip-warn');
  });

  it('says that there is none', () => {
    const error = { code: 'no-backend', detail: '' } as const;
    expect(textOf(renderPanel(DeviceChip, { startError: { error, attempts: [] } }))).toBe('no device');
  });
});

const kernels: BackendReport['kernels'] = [
  { family: 'gemm', status: 'passed', relative: 2e-6, seconds: 0.5, detail: '' },
  { family: 'lrn', status: 'failed', relative: 0.25, seconds: 0.5, detail: '' },
  { family: 'loss', status: 'failed', relative: null, seconds: 0, detail: 'no such builtin' },
  { family: 'update', status: 'not-used', relative: 1e-7, seconds: 0, detail: '' },
];

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
    expect(failed).toContain('does not agree with the CPU backend');
    const fine = textOf(renderPanel(details, { backend: gpu, selfCheck: passed }));
    expect(fine).toContain('agrees with the CPU backend');
    expect(fine).not.toContain('No GPU is at work here');
  });
});
