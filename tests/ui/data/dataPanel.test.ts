/** How far the first place's images are: on the way, here, or not to be had. */
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/experiment/schema';
import { dataPhase } from '../../../src/store/selectors';
import { initialState } from '../../../src/store/state';
import { split } from '../../helpers/states';
import { failure, progress } from './progress';

describe('the phase', () => {
  const state = initialState(defaultExperiment, { backend: 'auto', kernels: 'auto', lang: 'en' }, []);
  const all = { ...progress, images: 60_000 };
  const error = { code: 'manifest-failed', detail: '' } as const;

  it.each([
    ['waiting', {}],
    ['loading', { dataProgress: progress }],
    ['checking', { dataProgress: all }],
    ['ready', { dataProgress: all, split }],
    ['failed', { dataProgress: progress, dataFailures: [failure('train-01.png')] }],
    ['failedList', { dataError: error }],
  ] as const)('is %s', (phase, patch) => {
    expect(dataPhase({ ...state, ...patch })).toBe(phase);
  });
});
