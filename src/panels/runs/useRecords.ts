/** What the chosen runs have told: asked of the engine once for each save, the run that goes on taken from the store. Page side. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { bestEpoch, secondsOf } from '../../lib/epochs';
import type { EngineError } from '../../protocol/events';
import type { RunRecord } from '../../protocol/record';
import type { EpochLog } from '../../training/logs';
import { useActions, useLab } from '../lab';
import type { RunOption } from './options';

type Told = RunRecord | EngineError;

const isError = (answer: Told): answer is EngineError => 'code' in answer;

/** What the run at hand has told so far. */
const atHand = (id: string, epochs: readonly EpochLog[]): RunRecord => ({
  id,
  epochs,
  total: epochs.length,
  best: bestEpoch(epochs),
  seconds: secondsOf(epochs),
});

export interface Records {
  readonly records: ReadonlyMap<string, RunRecord>;
  /** Why a run could not be read; the last one. */
  readonly error: EngineError | null;
}

/** The records of the chosen runs, as far as they have come. */
export function useRecords(chosen: readonly RunOption[]): Records {
  const { ask } = useActions();
  const [told, setTold] = useState<ReadonlyMap<string, Told>>(new Map());
  const currentId = useLab((state) => state.run?.id);
  const epochs = useLab((state) => state.run?.epochs);
  // What has to be asked for; a text, so that the same runs ask nothing anew.
  const wanted = JSON.stringify(
    chosen.flatMap(({ id, savedAt }) => (id === currentId || savedAt === null ? [] : [[id, savedAt]])),
  );
  // Which save of a run was asked for last; what comes of an older one is written over.
  const asked = useRef(new Map<string, number>());
  useEffect(() => {
    const read = async (id: string, savedAt: number): Promise<void> => {
      const reply = await ask({ kind: 'runHistory', id });
      if (asked.current.get(id) !== savedAt) return;
      setTold((before) => new Map(before).set(id, reply.ok ? reply.value : reply.error));
    };
    for (const [id, savedAt] of JSON.parse(wanted) as [string, number][]) {
      if (asked.current.get(id) === savedAt) continue;
      asked.current.set(id, savedAt);
      void read(id, savedAt);
    }
  }, [ask, wanted]);
  return useMemo(() => {
    const records = new Map<string, RunRecord>();
    let error: EngineError | null = null;
    for (const { id } of chosen) {
      const answer = told.get(id);
      if (id === currentId && epochs) records.set(id, atHand(id, epochs));
      else if (answer && isError(answer)) error = answer;
      else if (answer) records.set(id, answer);
    }
    return { records, error };
  }, [chosen, told, currentId, epochs]);
}
