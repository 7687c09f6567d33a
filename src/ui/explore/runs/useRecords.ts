/**
 * Records of the selected runs: requested from the engine once for each save; the current run's
 * comes from the store. Page side.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { bestEpoch, secondsOf } from '../../../lib/epochs';
import type { EngineError } from '../../../protocol/errors';
import type { EpochLog, RunRecord } from '../../../protocol/run';
import { useActions, useLab } from '../../lab';
import type { RunOption } from './options';

type RecordAt = RunRecord | EngineError;

const isError = (answer: RecordAt): answer is EngineError => 'code' in answer;

/** The record of the current run so far. */
const atHand = (id: string, epochs: readonly EpochLog[]): RunRecord => ({
  id,
  epochs,
  total: epochs.length,
  best: bestEpoch(epochs),
  seconds: secondsOf(epochs),
});

export interface Records {
  readonly records: ReadonlyMap<string, RunRecord>;
  /** Why the last run that failed could not be read. */
  readonly error: EngineError | null;
}

/** The records of the selected runs, as far as they have arrived. */
export function useRecords(chosen: readonly RunOption[]): Records {
  const { ask } = useActions();
  const [answers, setAnswers] = useState<ReadonlyMap<string, RecordAt>>(new Map());
  const currentId = useLab((state) => state.run?.id);
  const epochs = useLab((state) => state.run?.epochs);
  // What has to be requested, as a text, so that the same runs cause no new request.
  const requestKey = JSON.stringify(
    chosen.flatMap(({ id, savedAt }) => (id === currentId || savedAt === null ? [] : [[id, savedAt]])),
  );
  // Which save of a run was requested last; an answer for an older one gets overwritten.
  const requestedAt = useRef(new Map<string, number>());
  useEffect(() => {
    const read = async (id: string, savedAt: number): Promise<void> => {
      const reply = await ask({ type: 'runHistory', id });
      if (requestedAt.current.get(id) !== savedAt) return;
      setAnswers((before) => new Map(before).set(id, reply.ok ? reply.value : reply.error));
    };
    for (const [id, savedAt] of JSON.parse(requestKey) as [string, number][]) {
      if (requestedAt.current.get(id) === savedAt) continue;
      requestedAt.current.set(id, savedAt);
      void read(id, savedAt);
    }
  }, [ask, requestKey]);
  return useMemo(() => {
    const records = new Map<string, RunRecord>();
    let error: EngineError | null = null;
    for (const { id } of chosen) {
      const answer = answers.get(id);
      if (id === currentId && epochs) records.set(id, atHand(id, epochs));
      else if (answer && isError(answer)) error = answer;
      else if (answer) records.set(id, answer);
    }
    return { records, error };
  }, [chosen, answers, currentId, epochs]);
}
