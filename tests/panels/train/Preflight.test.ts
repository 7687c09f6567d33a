/** What the Train place shows before a run. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/experiment/presets';
import { Preflight } from '../../../src/panels/train/Preflight';
import type { LabState } from '../../../src/store/state';
import { cpuEngine, gpu, ready, software } from '../../helpers/states';
import { buttonsNamed, renderPanel, textOf } from '../../helpers/render';
import { play } from '../../store/fixtures';

const { reference, lenet } = presets;
const estimated = (step: number): Partial<LabState> => ({
  ...ready,
  speeds: play(
    { type: 'backend', report: gpu },
    { type: 'estimated', experiment: reference, times: { step, validation: step / 4 } },
  ).speeds,
});
const shown = (patch: Partial<LabState>): string => textOf(renderPanel(Preflight, patch));
const space = (quota: number): Pick<LabState, 'runs'> => ({
  runs: { type: 'runs', runs: [], damaged: 0, space: { used: 0, quota }, elsewhere: null },
});

describe('before a run', () => {
  it('says what a step needs, at least where tfjs’s kernels work, and what is not known', () => {
    const kernels = [{ family: 'gemm', status: 'passed', relative: 0, seconds: 0, detail: '' }] as const;
    expect(shown({ ...ready, backend: { ...gpu, kernels } })).toContain('Memory of a step ≈ 1.7 GB');
    expect(shown(ready)).toContain('Memory of a step at least 1.7 GB weights 233 MB, their gradients 233 MB');
    expect(shown(ready)).toContain('WebGPU does not tell how much is free.');
    expect(shown({ ...ready, backend: software })).not.toContain('WebGPU does not tell');
  });

  it('holds a step against the memory of the CPU engine, before the run is refused', () => {
    const kernels = [{ family: 'gemm', status: 'passed', relative: 0, seconds: 0, detail: '' }] as const;
    const backend = { ...cpuEngine, kernels };
    const fits = shown({ ...ready, backend });
    expect(fits).toContain('Memory of a step ≈ 1.7 GB');
    expect(fits).toContain('The CPU engine takes up to 4.3 GB.');
    expect(fits).not.toContain('would be refused');
    const large = { ...reference, batch: 512 };
    const refused = renderPanel(Preflight, { ...ready, backend, experiment: large });
    expect(textOf(refused)).toContain('The CPU engine takes no more than 4.3 GB: the run would be refused.');
    expect(textOf(refused)).not.toContain('takes up to 4.3 GB');
    expect(refused).toContain('need-bad');
    expect(shown({ ...ready, experiment: large })).not.toContain('The CPU engine');
  });

  it('names the largest tensor and what the device takes, before the run is refused', () => {
    expect(shown({ ...ready, experiment: { ...reference, batch: 8 } })).toContain(
      'dense: kernel, 151 MB This device takes up to 1.1 GB.',
    );
    const narrow = { ...gpu, maxBindingBytes: 2 ** 27, maxBufferBytes: 2 ** 27 };
    expect(shown({ ...ready, backend: narrow })).toContain(
      'takes no more than 134 MB: the run would be refused',
    );
    expect(shown({ ...ready, backend: software })).not.toContain('Largest tensor');
  });

  it('says how much of the free space the saves need, and whether the browser keeps them', () => {
    const text = shown({ ...ready, ...space(38e9), persistence: 'granted' });
    expect(text).toContain(
      'Saving the run 1.4 GB of 38 GB free, as the browser tells it Two saves of 700 MB',
    );
    expect(text).toContain('has promised not to clear them');
    expect(text).not.toContain('would not be protected');
    expect(shown({ ...ready, ...space(38e9), persistence: 'denied' })).toContain('has not promised');
    expect(shown(ready)).toContain('Saving the run 1.4 GB Two saves');
  });

  it('says before the run that it would not be protected, and where room can be made', () => {
    const text = shown({ ...ready, ...space(1e9) });
    expect(text).toContain('This run would not be protected Its saves need 1.4 GB; 1.0 GB are free.');
    expect(text).not.toContain('can be deleted below');
    const run = {
      id: 'a-saved-run', name: '', experiment: lenet, startedAt: 1, savedAt: 2, finished: true, epochs: 1, lastEpoch: 1, stepInEpoch: 0,
      stepsPerEpoch: 1, bestValAcc: null, bytes: 10, adapter: '',
    }; // prettier-ignore
    const { runs } = space(1e9);
    expect(shown({ ...ready, runs: runs && { ...runs, runs: [run] } })).toContain('can be deleted below');
    expect(shown({ ...ready, ...space(1e9), experiment: lenet })).not.toContain('would not be protected');
  });

  it('offers an estimate, shows how far it is, and can be stopped', () => {
    expect(buttonsNamed(renderPanel(Preflight, ready), 'Estimate the time')[0]).not.toContain('disabled');
    expect(buttonsNamed(renderPanel(Preflight, {}), 'Estimate the time')[0]).toContain('disabled');
    const going: Partial<LabState> = { ...ready, status: 'estimating' };
    expect(buttonsNamed(renderPanel(Preflight, going), 'Stop the estimate')).toHaveLength(1);
    expect(shown({ ...going, estimating: { done: 2, total: 6 } })).toContain('Measuring steps 2 of 6');
    expect(shown({ ...going, backend: cpuEngine })).toContain('Building the network');
    expect(shown({ ...going, compiling: { phase: 'tuning', done: 1, total: 9 } })).toContain('1 of 9');
  });

  it('tells the time, and shorter plans where it is hours', () => {
    // 10 · (625 + 157 / 4) steps of 0.4 s are 2,657 s; of 4 s, 26,570.
    const short = shown(estimated(0.4));
    expect(short).toContain('Epochs: 10, ≈ 44 min here 10 × 625 steps of 400 ms, as measured');
    expect(short).not.toContain('That is hours');
    const long = renderPanel(Preflight, estimated(4));
    expect(textOf(long)).toContain('Epochs: 10, ≈ 7 h 23 min here');
    expect(buttonsNamed(long, 'Epochs: 1 ≈ 44 min')).toHaveLength(1);
    expect(buttonsNamed(long, '5,000 images, 1,000 to validate ≈ 55 min')).toHaveLength(1);
    expect(textOf(long)).toMatch(/Images of 67 × 67 px about \d+ min/);
    expect(textOf(long)).toMatch(/LeNet-5 at least \d+ s/);
    const scaled = shown({ ...estimated(4), experiment: lenet });
    expect(scaled).toContain('here From another network’s steps');
  });

  it('is not in the way of a run, and says nothing where there is no device', () => {
    for (const status of ['training', 'paused', 'compiling', 'evaluating', 'profiling'] as const)
      expect(shown({ ...ready, status })).toBe('');
    const startError = { error: { code: 'no-backend', detail: '' }, attempts: [] } as const;
    expect(shown({ ...ready, startError })).toBe('');
  });

  it('speaks Korean', () => {
    const text = textOf(renderPanel(Preflight, { ...estimated(4), ...space(1e9) }, 'ko'));
    expect(text).toContain('에포크 10회, 여기서 ≈ 7 h 23 min');
    expect(text).toContain('이 실행은 보호되지 않습니다');
    expect(text).not.toMatch(/[a-z]+\.[a-z]+\b(?!\d)/);
  });
});
