/** What a first Train waits for, and what of the five places is done. */
import { describe, expect, it } from 'vitest';
import { isDone, sectionIds } from '../../src/app/sections';
import { waitingFor } from '../../src/app/RunFacts';
import { initialState } from '../../src/store/state';
import { gpu, passed, ready, run } from '../helpers/states';

describe('what a first Train waits for', () => {
  const nothing = initialState(run.experiment, { backend: 'auto', kernels: 'auto', lang: 'en' }, []);
  const error = { code: 'no-backend', detail: '' } as const;

  it.each([
    ['backend', {}],
    ['check', { backend: gpu }],
    ['data', { backend: gpu, selfCheck: passed }],
    ['ready', ready],
    ['failedData', { ...ready, split: null, dataError: { code: 'manifest-failed', detail: '' } }],
    ['refused', { ...ready, startError: { error, attempts: [] } }],
  ] as const)('%s', (reason, patch) => {
    expect(waitingFor({ ...nothing, ...patch })).toBe(reason);
  });

  it('ticks off what was done, and nothing before', () => {
    expect(sectionIds.filter((id) => isDone[id](nothing))).toEqual([]);
    expect(sectionIds.filter((id) => isDone[id]({ ...nothing, ...ready, hasModel: true }))).toEqual([
      'data',
      'model',
    ]);
  });
});
