/** What trains, and why not something better, in plain words. */
import { createElement } from 'react';
import { Dialog } from 'react-aria-components';
import { describe, expect, it } from 'vitest';
import { DeviceChip } from '../../../src/panels/device';
import { DeviceDetails } from '../../../src/panels/device/DeviceDetails';
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
