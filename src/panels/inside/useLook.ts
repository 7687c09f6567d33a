/** An answer of the engine that is asked for anew when the choice or the model changes, and again and again while it trains. Page side. */
import { useCallback, useEffect, useState, type RefObject } from 'react';
import type { Result } from '../../lib/result';
import type { EngineError } from '../../protocol/events';
import { useLab } from '../lab';
import { useLooker } from './useLooker';

/** Changes where the model is another one, or rests after steps; empty while one is made. */
export const useModelVersion = (): string =>
  useLab(({ run, status }) => {
    if (status === 'loading' || status === 'compiling') return '';
    return status === 'training' ? `${run?.id} trains` : `${run?.id} ${run?.epochs.length} rests`;
  });

const useTraining = (): boolean => useLab(({ status }) => status === 'training');

interface Look<T> {
  /** Goes on the element that must be in sight. */
  readonly place: RefObject<HTMLDivElement | null>;
  /** The latest answer to this very choice; null before it comes. */
  readonly shown: Result<T, EngineError> | null;
}

/** `subject`: what `ask` asks for, as a text. `share`: of the time, for looks by itself while it trains. */
export function useLook<T>(subject: string, ask: () => Promise<Result<T, EngineError>>, share: number): Look<T> {
  const run = useLab((state) => state.run?.id ?? '');
  // Of another run's model it would be another answer.
  const choice = `${run} ${subject}`;
  const [seen, setSeen] = useState<{ choice: string; result: Result<T, EngineError> } | null>(null);
  const look = useCallback(async () => {
    const result = await ask();
    setSeen({ choice, result });
  }, [choice, ask]);
  const version = useModelVersion();
  const training = useTraining();
  const { place, looker } = useLooker(look, share, version && `${choice} ${version}`);
  useEffect(() => looker.current?.setLive(training), [looker, training]);
  return { place, shown: seen?.choice === choice ? seen.result : null };
} // prettier-ignore
