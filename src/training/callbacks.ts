/**
 * The callbacks that watch val_loss between epochs: early stopping and reduce-on-plateau, as Keras
 * defines them. Pure state machines.
 */

/** A plateau's state: the best value, and the number of epochs since. */
export interface PlateauState {
  best: number;
  wait: number;
}

export const freshPlateau = (): PlateauState => ({ best: Number.POSITIVE_INFINITY, wait: 0 });

/** Counts epochs without a better value. */
export class Plateau {
  /**
   * `full` after `patience` epochs that are not at least `minDelta` below the best. `watch` changes
   * `state`.
   */
  constructor(
    private readonly patience: number,
    private readonly minDelta: number,
    readonly state: PlateauState,
  ) {}

  /**
   * Adds an epoch's value. `improved`: it is the best so far. `full`: the patience is used up, and
   * counting starts again.
   * Source: keras/src/callbacks/early_stopping.py (min_delta 0), reduce_lr_on_plateau.py (min_delta
   * 1e-4, cooldown 0).
   */
  watch(value: number): { readonly improved: boolean; readonly full: boolean } {
    const { state } = this;
    if (value < state.best - this.minDelta) {
      state.best = value;
      state.wait = 0;
      return { improved: true, full: false };
    }
    state.wait++;
    const full = state.wait >= this.patience;
    if (full) state.wait = 0;
    return { improved: false, full };
  }
}

/** Keras's `EarlyStopping(patience)`; 0 means never. */
export const earlyStopping = (patience: number, state = freshPlateau()): Plateau =>
  new Plateau(patience || Number.POSITIVE_INFINITY, 0, state);

/** Keras's `ReduceLROnPlateau(factor=0.1, patience)`; 0 means never. */
export const reduceOnPlateau = (patience: number, state = freshPlateau()): Plateau =>
  new Plateau(patience || Number.POSITIVE_INFINITY, 1e-4, state);

/** Keras's default factor. */
export const plateauFactor = 0.1;
