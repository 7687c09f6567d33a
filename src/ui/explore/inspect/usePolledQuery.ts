/**
 * An answer of the engine that is requested again when the choice or the model changes, and
 * repeatedly while it trains. Page side.
 */
import { useCallback, useEffect, useState, type RefObject } from 'react';
import type { Result } from '../../../lib/result';
import type { EngineError } from '../../../protocol/errors';
import { useLab } from '../../lab';
import { usePollScheduler } from './usePollScheduler';

/** Changes with the model, and when training rests after steps; empty while a model is prepared. */
export const useModelVersion = (): string =>
  useLab(({ run, status }) => {
    if (status === 'loading' || status === 'compiling') return '';
    return status === 'training' ? `${run?.id} trains` : `${run?.id} ${run?.epochs.length} rests`;
  });

const useTraining = (): boolean => useLab(({ status }) => status === 'training');

interface PolledQuery<T> {
  /** For the element that must be on screen. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The latest answer to the current choice; null before it arrives. */
  readonly answer: Result<T, EngineError> | null;
}

/**
 * `queryKey`: identifies what `ask` requests. `timeFraction`: of the time, for unrequested polls
 * during training.
 */
export function usePolledQuery<T>(
  queryKey: string,
  ask: () => Promise<Result<T, EngineError>>,
  timeFraction: number,
): PolledQuery<T> {
  const run = useLab((state) => state.run?.id ?? '');
  // An answer about another run's model does not count.
  const choice = `${run} ${queryKey}`;
  const [latest, setLatest] = useState<{ choice: string; result: Result<T, EngineError> } | null>(null);
  const poll = useCallback(async () => {
    const result = await ask();
    setLatest({ choice, result });
  }, [choice, ask]);
  const version = useModelVersion();
  const training = useTraining();
  const { ref, scheduler } = usePollScheduler(poll, timeFraction, version && `${choice} ${version}`);
  useEffect(() => scheduler.current?.setLive(training), [scheduler, training]);
  return { ref, answer: latest?.choice === choice ? latest.result : null };
}
