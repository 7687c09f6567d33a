/**
 * Time and waiting: the clock of a browser or of Node, which tests replace with their own, and
 * promises that can be aborted.
 */

export interface Clock {
  /** Milliseconds since an arbitrary moment; never decreases. */
  readonly now: () => number;
  /** Calls back once after that many milliseconds; returns a function that cancels it. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms` milliseconds. */
export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Settles like the promise, or rejects with the signal's reason as soon as it is aborted: some
 * streams do not notice an abort by themselves.
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
