/** What trains, and why not something better, in plain words. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { DeviceChip } from '../../../src/ui/device/DeviceChip';
import type { BackendReport } from '../../../src/protocol/device';
import type { LabState } from '../../../src/store/state';
import { buttonsOf, expectFocus, formTakes, renderDom, words, type Drawn } from '../../helpers/renderDom';
import { cpuEngine, cpuReport, gpu, oneThread, passed, run, software } from '../../helpers/states';

const kernels: BackendReport['kernels'] = [
  { family: 'gemm', status: 'passed', relative: 2e-6, seconds: 0.5, detail: '' },
  { family: 'lrn', status: 'failed', relative: 0.25, seconds: 0.5, detail: '' },
  { family: 'loss', status: 'failed', relative: null, seconds: 0, detail: 'no such builtin' },
  { family: 'update', status: 'not-used', relative: 1e-7, seconds: 0, detail: '' },
];
const chip = (): HTMLElement => screen.getByTestId('backend');
const dialog = (): HTMLElement => screen.getByRole('dialog', { name: 'Device' });

/** With the chip pressed: what it opens into. */
async function opened(patch: Partial<LabState>): Promise<Drawn> {
  const drawn = renderDom(DeviceChip, patch, { answers: formTakes });
  await drawn.user.click(screen.getByRole('button', { name: /^Device: / }));
  return drawn;
}

describe('the chip', () => {
  it('warns of software, and does not otherwise', () => {
    const { set } = renderDom(DeviceChip, { backend: software });
    const appearances = (): string => screen.getByRole('button').className;
    expect(chip().textContent).toBe('webgl · software: slow');
    expect(appearances()).toContain('chip-warn');
    set({ backend: gpu });
    expect(chip().textContent).toBe('webgpu · Some GPU');
    expect(appearances()).not.toContain('chip-warn');
  });

  it('tells the threads of the CPU engine, without alarm; the plain CPU backend stays slow', () => {
    const { set } = renderDom(DeviceChip, { backend: { ...cpuEngine, kernels } });
    expect(chip().textContent).toBe('wasm · CPU, 2 threads');
    expect(chip().dataset['kernels']).toBe('gemm');
    const name = 'Device: wasm, CPU, 2 threads. What was tried and why';
    expect(screen.getByRole('button', { name }).className).toContain('chip-ok');
    set({ backend: oneThread });
    expect(chip().textContent).toBe('wasm · CPU, 1 thread');
    const { cpu: _, ...plain } = { ...cpuEngine, backend: 'cpu', adapter: '', software: true } as const;
    set({ backend: plain });
    expect(chip().textContent).toBe('cpu · software: slow');
  });

  it('speaks Korean', () => {
    renderDom(DeviceChip, { backend: cpuEngine }, { language: 'ko' });
    expect(chip().textContent).toBe('wasm · CPU, 스레드 2개');
  });

  it('says that there is none', () => {
    const { set } = renderDom(DeviceChip, {});
    expect(chip().textContent).toBe('looking for a device …');
    set({ startError: { error: { code: 'no-backend', detail: '' }, attempts: [] } });
    expect(chip().textContent).toBe('no device');
  });

  it('opens by keyboard into all that is known, and has the focus again after Escape', async () => {
    const { user } = renderDom(DeviceChip, { backend: gpu });
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.tab();
    await user.keyboard('{Enter}');
    expect(dialog().contains(document.activeElement)).toBe(true);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await expectFocus(() => screen.getByRole('button', { name: /^Device: / }));
  });
});

describe('the kernels', () => {
  const row = (name: string): HTMLElement => within(dialog()).getByRole('rowheader', { name }).closest('tr')!;

  it('have a line for each family, with its result', async () => {
    const { set } = await opened({ backend: { ...gpu, kernels }, selfCheck: passed });
    expect(words(dialog())).toContain('Training uses the lab’s own kernels: 1 of 4 families.');
    expect(words(row('Convolution and dense layers'))).toMatch(/ ✓ passed, in use 2\.0000e-06$/);
    const lrn = row('Local response normalisation');
    expect(words(lrn)).toMatch(/ ✕ failed: TensorFlow.js’s instead 0\.2500$/);
    expect([lrn.dataset['family'], lrn.dataset['status']]).toEqual(['lrn', 'failed']);
    expect(words(row('Loss and accuracy'))).toMatch(/ ✕ failed: TensorFlow.js’s instead no such builtin –$/);
    expect(words(row('Weight update'))).toContain('– passed alone, not with the whole network: not used');
    const plain = [{ ...kernels[0]!, withSubgroups: { relative: 0.25 } }];
    set({ backend: { ...gpu, kernels: plain } });
    expect(words(row('Convolution and dense layers'))).toContain(
      'passed without subgroups, in use (with them the relative error was 0.2500)',
    );
  });

  it('are TensorFlow.js’s where none of ours is in use, and are not spoken of where there are none', async () => {
    const none = kernels.map((report) => ({ ...report, status: 'not-used', relative: null }) as const);
    const { set } = await opened({ backend: { ...gpu, kernels: none } });
    expect(words(screen.getByTestId('kernels'))).toContain('Training uses TensorFlow.js’s own kernels.');
    set({ backend: software });
    expect(screen.queryByTestId('kernels')).toBeNull();
  });

  it('are told to scripts by the chip', () => {
    const { set } = renderDom(DeviceChip, { backend: { ...gpu, kernels } });
    expect(chip().dataset['kernels']).toBe('gemm');
    set({ backend: software });
    expect(chip().dataset['kernels']).toBe('stock');
  });
});

describe('another choice', () => {
  it('of backend or kernels is one press, and not offered while a run would be lost', async () => {
    const { user, intents, set } = await opened({ backend: { ...gpu, kernels }, selfCheck: passed });
    const radio = (name: string): HTMLButtonElement =>
      within(dialog()).getByRole<HTMLButtonElement>('radio', { name });
    expect(radio('best').getAttribute('aria-checked')).toBe('true');
    await user.click(radio('webgl'));
    await user.click(radio('TensorFlow.js’s'));
    expect(intents).toEqual([
      ['setSettings', { backend: 'webgl' }],
      ['setSettings', { kernels: 'stock' }],
    ]);
    expect(radio('webgl').getAttribute('aria-checked')).toBe('true');
    expect(radio('best').getAttribute('aria-checked')).toBe('false');
    set({ status: 'training', run });
    for (const name of ['best', 'the lab’s own']) {
      expect(radio(name).disabled).toBe(true);
      await user.click(radio(name));
    }
    expect(intents).toHaveLength(2);
    expect(words(dialog())).toContain('Stop the run to choose another backend.');
  });

  it('is reached by arrows', async () => {
    const { user, intents } = await opened({ backend: software });
    within(dialog()).getByRole('radio', { name: 'best' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(intents).toEqual([]);
    await user.keyboard(' ');
    expect(intents).toEqual([['setSettings', { backend: 'webgpu' }]]);
  });
});

describe('the details', () => {
  const attempts = (): string[] => within(dialog()).getAllByRole('listitem').map(words);

  it('list what was tried and why it was refused', async () => {
    await opened({ backend: software, selfCheck: passed });
    expect(attempts()).toEqual([
      '✕ webgpu the browser offers no adapter requestAdapter() gave null',
      '✓ webgl in use',
    ]);
    expect(within(dialog()).getByText('No GPU is in use')).toBeTruthy();
    expect(words(dialog())).toContain('no such limit');
    expect(within(dialog()).getByRole('row', { name: 'loss 1.0000e-07' })).toBeTruthy();
  });

  it('tell a check that failed from one that passed', async () => {
    const { set } = await opened({ backend: gpu, selfCheck: { ...passed, passed: false } });
    expect(words(dialog())).toContain('does not agree with TensorFlow.js’s own CPU backend');
    set({ selfCheck: passed });
    expect(words(dialog())).toContain('agrees with TensorFlow.js’s own CPU backend');
    expect(words(dialog())).not.toContain('does not agree');
    expect(words(dialog())).not.toContain('No GPU is in use');
  });

  it('leave WebGL on a GPU what is said of it', async () => {
    const { set } = await opened({ backend: { ...software, software: false, adapter: 'Some GPU' } });
    expect(words(dialog())).toContain('Not the fastest backend');
    set({ backend: gpu });
    expect(words(dialog())).not.toContain('Not the fastest backend');
    expect(buttonsOf(dialog()).off).toEqual([]);
  });
});

describe('the details of the CPU engine', () => {
  it('say why no GPU is at work, and what is known of the processor, without alarm', async () => {
    await opened({ backend: { ...cpuEngine, kernels }, selfCheck: passed });
    const text = words(dialog());
    expect(text).toContain('webgpu the browser offers no adapter requestAdapter() gave null');
    expect(text).toContain('webgl a software adapter: used only on request SwiftShader');
    expect(text).toContain('Training runs on the CPU. A browser with access to a GPU would be faster.');
    for (const fact of [
      'Threads, of logical cores 2 of 2',
      'Fused multiply-add yes What follows from it One instruction multiplies and adds',
      'rounding only once, which is faster',
      'Isolated from other origins yes',
      'Fastest tile at startup 6×8, 52.3 GFLOP/s on one thread',
      'Maximum memory 4.3 GB',
      'Largest tensor 2.1 GB',
    ])
      expect(text).toContain(fact);
    expect(text).toContain('Each family was tested separately against TensorFlow.js’s own CPU backend');
    for (const alarm of ['Not the fastest backend', 'No GPU is in use', 'isolated pages'])
      expect(text).not.toContain(alarm);
    expect(dialog().querySelector('.notice-warn')).toBeNull();
  });

  it('say what brings more threads, as far as the page can tell', async () => {
    const why = 'More threads need shared memory, which browsers give only to isolated pages.';
    const { set } = await opened({ backend: oneThread, offline: 'ready', selfCheck: passed });
    expect(words(dialog())).toContain(`${why} The page is now installed for offline use`);
    set({ offline: 'installing' });
    expect(words(dialog())).toContain('Once the page is installed');
    for (const offline of ['unavailable', null] as const) {
      set({ offline });
      expect(words(dialog())).toContain(`${why} The page’s host has to send two headers`);
    }
    expect(words(dialog())).toContain('Isolated from other origins no');
    // More threads would bring nothing to one core.
    set({ backend: { ...oneThread, cpu: { ...cpuReport, cores: 1, threads: 1, isolated: false } } });
    expect(words(dialog())).not.toContain(why);
    set({ backend: { ...cpuEngine, cpu: { ...cpuReport, fma: false } } });
    expect(words(dialog())).toContain('Fused multiply-add no');
  });
});
