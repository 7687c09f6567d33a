/** What each event of the engine does to what the page believes. */
import { describe, expect, it } from 'vitest';
import { presets } from '../../src/experiment/presets';
import type { Prediction } from '../../src/protocol/evaluation';
import type { EngineEvent } from '../../src/protocol/events';
import { reduce } from '../../src/store/reduce';
import { batchEvent, epochLog, fresh, play, runStarted, splitReport } from './fixtures';

const progress = {
  sheets: 1,
  sheetsTotal: 2,
  images: 1_000,
  imagesTotal: 2_000,
  bytes: 5,
  bytesTotal: 10,
  cached: 0,
  secondsLeft: null,
};
const prediction: Prediction = { pixels: new Uint8Array(3_072), label: 3, index: 7, probabilities: [1] };
const error = { code: 'gpu-error', detail: 'out of memory' } as const;
const start = runStarted(presets.first);

describe('reduce', () => {
  it('never changes the state that it is given', () => {
    const before = play(start, batchEvent({ step: 1, seconds: 1, secondsPerStep: 1 }), epochLog());
    const copy = structuredClone(before);
    reduce(before, batchEvent({ step: 2, seconds: 2, secondsPerStep: 1 }));
    reduce(before, epochLog({ epoch: 2 }));
    reduce(before, { type: 'note', note: 'reduced-lr', epoch: 1, value: 1e-4 });
    expect(before).toEqual(copy);
  });

  it('leaves the state alone at a reply', () => {
    const state = fresh();
    expect(reduce(state, { type: 'reply', id: 1, result: { ok: true, value: null } })).toBe(state);
  });

  it.each([
    batchEvent({ step: 1, seconds: 1, secondsPerStep: 1 }),
    epochLog(),
    { type: 'validating', images: 1, imagesTotal: 2 },
    { type: 'note', note: 'early-stopped', epoch: 1, value: 1 },
  ] satisfies EngineEvent[])('makes no run out of a stray $type', (event) => {
    expect(play(event).run).toBeNull();
  });

  it('keeps per-step metrics of all read-backs, in order', () => {
    const { run, memory } = play(
      start,
      batchEvent({ step: 2, seconds: 1, secondsPerStep: 1, losses: [3, 2.5] }),
      batchEvent({ step: 3, seconds: 1, secondsPerStep: 1, losses: [2] }),
    );
    expect(run?.loss.buckets.map(({ sum }) => sum)).toEqual([3, 2.5, 2]);
    expect(run?.acc.buckets.map(({ sum }) => sum)).toEqual([0.3, 0.25, 0.2]);
    expect(run?.live?.stepInEpoch).toBe(3);
    expect(memory).toEqual({ tensors: 10, bytes: 1_000 });
  });

  it('ends the live line and the validation with the epoch', () => {
    const running = play(start, batchEvent({ step: 31, seconds: 1, secondsPerStep: 1 }), {
      type: 'validating',
      images: 100,
      imagesTotal: 500,
    });
    expect(running.run?.validating?.images).toBe(100);
    const { run } = reduce(running, epochLog({ loss: 1.5 }));
    expect(run).toMatchObject({ live: null, validating: null, epochs: [{ loss: 1.5 }] });
  });

  it('starts a new run with an empty history, and continues with the old one', () => {
    const first = [
      start,
      batchEvent({ step: 1, seconds: 1, secondsPerStep: 1 }),
      epochLog(),
      { type: 'gallery', epoch: 1, split: 'val', predictions: [prediction] },
    ] satisfies EngineEvent[];
    const anew = play(...first, start);
    expect(anew.run).toMatchObject({ epochs: [], loss: { length: 0 } });
    expect(anew.gallery).toBeNull();
    expect(anew.seesNow).toBeNull();
    const { epochs, loss, acc, notes } = play(...first).run!;
    const history = { epochs, loss, acc, notes };
    const on = play(
      ...first,
      runStarted(presets.first, { continued: true, firstEpoch: 2, lastEpoch: 4, history }),
    );
    expect(on.run).toMatchObject({ epochs: [{ epoch: 1 }], loss: { length: 1 }, live: null, firstEpoch: 2 });
    expect(on.gallery?.predictions).toHaveLength(1);
    expect(on.seesNow).toEqual(on.gallery);
  });

  it('forgets the evaluation and the failure when a run begins', () => {
    const report = { images: 1, loss: 1, acc: 1, confusion: [[1]], calibration: [], seconds: 1 };
    const evaluated = play(
      { type: 'evaluated', split: 'val', report },
      { type: 'failed', error, modelKept: true },
    );
    expect(evaluated).toMatchObject({ evaluation: report, failure: { modelKept: true }, hasModel: true });
    expect(reduce(evaluated, start)).toMatchObject({ evaluation: null, failure: null, hasModel: true });
  });

  it('keeps the epochs of a run that failed, and the model only if the engine has it', () => {
    const failed = play(start, epochLog(), { type: 'failed', error, modelKept: false });
    expect(failed).toMatchObject({ hasModel: false, failure: { error }, run: { epochs: [{ epoch: 1 }] } });
  });

  it('believes in a split only while all of its images are here', () => {
    const ready: EngineEvent = { type: 'data-ready', split: splitReport, progress };
    expect(play(ready).split).toBe(splitReport);
    expect(play(ready, { type: 'data-progress', progress }).split).toBeNull();
  });

  it('keeps the sheets that failed until they are fetched again', () => {
    const failures = [{ file: 'a.png', reason: 'altered', detail: '' }] as const;
    const failed = play({ type: 'data-failed', failures, error: null });
    expect(failed.dataFailures).toEqual(failures);
    expect(reduce(failed, { type: 'data-progress', progress }).dataFailures).toEqual([]);
  });

  it('knows how far compilation is only while it goes on', () => {
    const compiling = play({ type: 'status', status: 'compiling' }, { type: 'compiling', done: 2, total: 9 });
    expect(compiling.compiling).toEqual({ phase: 'compiling', done: 2, total: 9 });
    expect(reduce(compiling, { type: 'tuning', done: 0, total: 3 }).compiling).toEqual({
      phase: 'tuning',
      done: 0,
      total: 3,
    });
    expect(reduce(compiling, { type: 'status', status: 'training' }).compiling).toBeNull();
  });

  it('takes progress and result of an evaluation', () => {
    const going = play({ type: 'evaluating', images: 10, imagesTotal: 20, secondsLeft: 3 });
    expect(going.evaluating).toEqual({ images: 10, imagesTotal: 20, secondsLeft: 3 });
    const report = { images: 20, loss: 1.2, acc: 0.5, confusion: [], calibration: [], seconds: 6 };
    expect(reduce(going, { type: 'evaluated', split: 'val', report })).toMatchObject({
      evaluating: null,
      evaluation: { split: 'val', ...report },
    });
  });
});
