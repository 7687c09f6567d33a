/** What the page believes of a measurement of speed. */
import { expect, it } from 'vitest';
import type { EngineEvent } from '../../src/protocol/events';
import { speedObstacle } from '../../src/store/selectors';
import { reduce } from '../../src/store/reduce';
import { passed, speed } from '../helpers/states';
import { fresh, play } from './fixtures';

const progress = { done: 2, total: 21, secondsLeft: 4 };
const began: EngineEvent = { type: 'status', status: 'profiling' };
const going: EngineEvent = { type: 'profiling', progress };
const failed: EngineEvent = {
  type: 'failed',
  error: { code: 'binding-too-large', detail: 'dense1' },
  modelKept: true,
};

it('has its programs made first, then its progress, then its report', () => {
  const making = play(began, { type: 'compiling', done: 1, total: 9 });
  expect(making).toMatchObject({ status: 'profiling', compiling: { done: 1 }, profiling: null });
  const measuring = reduce(making, going);
  expect(measuring).toMatchObject({ compiling: null, profiling: progress, speed: null });
  const done = reduce(measuring, { type: 'profiled', report: speed });
  expect(done).toMatchObject({ profiling: null, speed });
  expect(reduce(done, { type: 'status', status: 'idle' }).speed).toBe(speed);
});

it('that is stopped leaves the report before it', () => {
  const again = [began, going, { type: 'status', status: 'idle' }] satisfies EngineEvent[];
  const state = again.reduce(reduce, play(began, { type: 'profiled', report: speed }));
  expect(state).toMatchObject({ status: 'idle', profiling: null, speed });
});

it('that failed says why until the next; the failure of a run is none of it', () => {
  const state = play(began, going, failed, { type: 'status', status: 'failed' });
  expect(state).toMatchObject({ profiling: null, speedError: { code: 'binding-too-large' }, hasModel: true });
  expect(reduce(state, began).speedError).toBeNull();
  expect(play({ type: 'status', status: 'training' }, failed).speedError).toBeNull();
});

it('can begin when the device is checked and nothing runs, with or without images', () => {
  const ready = { ...fresh(), selfCheck: passed };
  expect(speedObstacle(ready)).toBeNull();
  expect(speedObstacle(fresh())).toBe('checking');
  expect(speedObstacle({ ...ready, status: 'paused' })).toBe('busy');
  expect(speedObstacle({ ...ready, status: 'profiling' })).toBe('busy');
  const startError = { error: { code: 'no-backend', detail: '' }, attempts: [] } as const;
  expect(speedObstacle({ ...ready, startError })).toBe('no-backend');
});
