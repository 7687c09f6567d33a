/** What the Train place shows before a run, and what its buttons do. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/experiment/presets';
import { Preflight } from '../../../src/ui/train/Preflight';
import type { SavedRunReport } from '../../../src/protocol/run';
import { noClassroom } from '../../../src/experiment/classroom';
import type { LabState } from '../../../src/store/state';
import { expectFocus, buttonsOf, formTakes, renderDom, words } from '../../helpers/renderDom';
import { cpuEngine, gpu, ready, software } from '../../helpers/states';
import { play, savedRunReport } from '../../store/fixtures';

const { reference, lenet } = presets;
const estimated = (step: number): Partial<LabState> => ({
  ...ready,
  speeds: play(
    { type: 'backend', report: gpu },
    { type: 'estimated', experiment: reference, times: { step, validation: step / 4 } },
  ).speeds,
});
const space = (quota: number, runs: readonly SavedRunReport[] = []): Pick<LabState, 'runs'> => ({
  runs: { type: 'runs', runs, damaged: 0, space: { used: 0, quota }, elsewhere: null },
});
const kernels = [{ family: 'gemm', status: 'passed', relative: 0, seconds: 0, detail: '' }] as const;

/** One of the rows of what a run needs, by its heading: what is said of it. */
const need = (heading: string): string => {
  const row = screen.getByText(heading).closest('.need');
  return words(row).slice(heading.length + 1);
};

describe('what a run needs', () => {
  it('says what a step needs, at least where tfjs’s kernels work, and what is not known', () => {
    const { set, container } = renderDom(Preflight, ready);
    expect(need('Memory for a step')).toMatch(/^at least 1\.7 GB weights 233 MB, their gradients 233 MB/);
    expect(need('Memory for a step')).toContain('WebGPU does not report how much is free.');
    set({ backend: { ...gpu, kernels } });
    expect(need('Memory for a step')).toMatch(/^≈ 1\.7 GB /);
    set({ backend: software });
    expect(words(container)).not.toContain('WebGPU does not report');
  });

  it('holds a step against the memory of the CPU engine, before the run is refused', () => {
    const { set, container } = renderDom(Preflight, { ...ready, backend: { ...cpuEngine, kernels } });
    expect(need('Memory for a step')).toMatch(/^≈ 1\.7 GB .*The CPU engine uses up to 4\.3 GB\./);
    expect(words(container)).not.toContain('would be refused');
    set({ experiment: { ...reference, batch: 512 } });
    const refused = /^The CPU engine uses no more than 4\.3 GB, so the run would be refused\./;
    expect(screen.getByText(refused).className).toBe('need-bad');
    expect(words(container)).not.toContain('uses up to 4.3 GB');
    set({ backend: gpu });
    expect(words(container)).not.toContain('The CPU engine');
  });

  it('names the largest tensor and what the device takes, before the run is refused', () => {
    const { set } = renderDom(Preflight, { ...ready, experiment: { ...reference, batch: 8 } });
    expect(need('Largest tensor')).toBe('dense: kernel, 151 MB This device allows up to 1.1 GB.');
    set({ experiment: reference, backend: { ...gpu, maxBindingBytes: 2 ** 27, maxBufferBytes: 2 ** 27 } });
    expect(screen.getByText(/allows no more than 134 MB, so the run would be refused/).className).toBe(
      'need-bad',
    );
    set({ backend: software });
    expect(screen.queryByText('Largest tensor')).toBeNull();
  });

  it('says how much of the free space the saves need, and whether the browser keeps them', () => {
    const { set } = renderDom(Preflight, { ...ready, ...space(38e9), persistence: 'granted' });
    expect(need('Saving the run')).toMatch(
      /^1\.4 GB of 38 GB free, according to the browser Two saves of 700 MB/,
    );
    expect(need('Saving the run')).toContain('has agreed not to delete them');
    expect(screen.queryByText('This run would not be protected')).toBeNull();
    set({ persistence: 'denied' });
    expect(need('Saving the run')).toContain('has not agreed to keep them');
    set({ runs: null });
    expect(need('Saving the run')).toMatch(/^1\.4 GB Two saves/);
  });

  it('says before the run that it would not be protected, and where room can be made', () => {
    const { set } = renderDom(Preflight, { ...ready, ...space(1e9) });
    screen.getByText('This run would not be protected');
    expect(screen.getByTestId('no-room').textContent).toMatch(
      /^Its saves need 1\.4 GB; 1\.0 GB is free\. It would still train/,
    );
    expect(screen.queryByText(/can delete runs you no longer need below/)).toBeNull();
    set(space(1e9, [savedRunReport()]));
    screen.getByText(/can delete runs you no longer need below/);
    set({ experiment: lenet });
    expect(screen.queryByTestId('no-room')).toBeNull();
  });
});

describe('the estimate', () => {
  it('is asked for and stopped by the same button, which keeps the focus', async () => {
    const { user, intents, set } = renderDom(Preflight, {});
    expect(buttonsOf(document.body)).toEqual({ on: [], off: ['Estimate the time'] });
    await user.click(screen.getByRole('button', { name: 'Estimate the time' }));
    expect(intents).toEqual([]);
    set(ready);
    await user.tab();
    await expectFocus(() => screen.getByRole('button', { name: 'Estimate the time' }));
    await user.keyboard('{Enter}');
    expect(intents).toEqual([['estimate']]);
    set({ status: 'estimating' });
    await expectFocus(() => screen.getByRole('button', { name: 'Stop the estimate' }));
    await user.keyboard('{Enter}');
    expect(intents).toEqual([['estimate'], ['stop']]);
    // Stopped before its end, it says nothing.
    set({ status: 'idle' });
    expect(buttonsOf(document.body)).toEqual({ on: ['Estimate the time'], off: [] });
    expect(screen.queryByTestId('estimate')).toBeNull();
  });

  it('shows how far it is', () => {
    const { set } = renderDom(Preflight, { ...ready, status: 'estimating' });
    const bar = (): HTMLElement => screen.getByRole('progressbar');
    set({ estimating: { done: 2, total: 6 } });
    expect(bar().getAttribute('aria-valuetext')).toBe('2 of 6');
    expect(words(bar())).toBe('Measuring steps 2 of 6');
    set({ estimating: null, backend: cpuEngine });
    expect(words(bar())).toBe('Building the network');
    set({ backend: gpu, compiling: { phase: 'tuning', done: 1, total: 9 } });
    expect(words(bar())).toContain('1 of 9');
  });

  it('tells the time, and shorter plans where it is hours', () => {
    // 10 · (625 + 157 / 4) steps of 0.4 s are 2,657 s; of 4 s, 26,570.
    const { set, container } = renderDom(Preflight, estimated(0.4));
    expect(screen.getByTestId('estimate').textContent).toBe('10 epochs, ≈ 44 min here');
    expect(words(container)).toContain('10 × 625 steps of 400 ms, as measured');
    expect(screen.queryByText(/That would take hours/)).toBeNull();
    set(estimated(4));
    expect(screen.getByTestId('estimate').textContent).toBe('10 epochs, ≈ 7 h 23 min here');
    const plans = buttonsOf(screen.getByTestId('smaller-plans')).on;
    expect(plans).toEqual([
      expect.stringMatching(/^Images of 67 × 67 px about \d+ min$/),
      '5,000 images, 1,000 to validate ≈ 55 min',
      'Epochs: 1 ≈ 44 min',
      expect.stringMatching(/^LeNet-5 at least \d+ s$/),
    ]);
    set({ experiment: lenet });
    expect(screen.getByTestId('estimate').textContent).toMatch(/ here$/);
    expect(words(container)).toContain('here Estimated from another network’s steps');
  });

  it('takes a shorter plan by one press, which changes the form and nothing else, and is told anew', async () => {
    const { user, intents, store } = renderDom(Preflight, estimated(4), { answers: formTakes });
    await user.click(screen.getByRole('button', { name: '5,000 images, 1,000 to validate ≈ 55 min' }));
    expect(intents).toEqual([['edit', { train: 5_000, val: 1_000 }]]);
    expect(store.getState().experiment).toEqual({ ...reference, train: 5_000, val: 1_000 });
    // Without measuring again.
    expect(screen.getByTestId('estimate').textContent).toBe('10 epochs, ≈ 55 min here');
    screen.getByText(/^10 × 78 steps of /);
  });

  it('offers no plan that would change what a link has locked', () => {
    const { set } = renderDom(Preflight, estimated(4));
    expect(buttonsOf(screen.getByTestId('smaller-plans')).on).toHaveLength(4);
    set({ classroom: { ...noClassroom, lock: ['epochs'] } });
    const plans = within(screen.getByTestId('smaller-plans'));
    expect(plans.queryByRole('button', { name: /^Epochs/ })).toBeNull();
    expect(plans.getAllByRole('button')).toHaveLength(3);
  });
});

it('is not in the way of a run, and says nothing where there is no device', () => {
  const { set, container } = renderDom(Preflight, ready);
  expect(container.textContent).not.toBe('');
  for (const status of ['training', 'paused', 'compiling', 'evaluating', 'profiling'] as const) {
    set({ status });
    expect(container.textContent).toBe('');
  }
  set({ status: 'idle', startError: { error: { code: 'no-backend', detail: '' }, attempts: [] } });
  expect(container.textContent).toBe('');
});

it('speaks Korean', () => {
  const { container } = renderDom(Preflight, { ...estimated(4), ...space(1e9) }, { language: 'ko' });
  expect(screen.getByTestId('estimate').textContent).toBe('이 장치에서 10에포크에 약 7시간 23분');
  screen.getByText('이 실행은 보호되지 않습니다');
  expect(words(container)).not.toMatch(/[a-z]+\.[a-z]+\b(?!\d)/);
});
