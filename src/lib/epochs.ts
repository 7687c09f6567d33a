/** Figures over a run's epochs, for both the engine and the page. Pure; imports nothing. */

interface Losses {
  readonly loss: number;
  readonly val_loss: number;
}

/**
 * The epoch with the lowest validation loss, or training loss (the earliest in a tie); null before
 * the first, and NaN never wins.
 */
export function bestEpoch<Epoch extends Losses>(
  epochs: readonly Epoch[],
  of: keyof Losses = 'val_loss',
): Epoch | null {
  let best: Epoch | null = null;
  for (const log of epochs) if (log[of] < (best?.[of] ?? Infinity)) best = log;
  return best;
}

/** Total seconds of all epochs. */
export const secondsOf = (epochs: readonly { readonly seconds: number }[]): number =>
  epochs.reduce((sum, { seconds }) => sum + seconds, 0);
