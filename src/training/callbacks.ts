/** What watches val_loss between epochs: early stopping and reduce-on-plateau, as Keras defines them. Pure state machines. */

/** Counts epochs without a better value. */
export class Plateau {
  private best = Number.POSITIVE_INFINITY;
  private wait = 0;

  /** `patience` epochs without `minDelta` less than the best make `full`. */
  constructor(
    private readonly patience: number,
    private readonly minDelta: number,
  ) {}

  /**
   * Takes an epoch's value. `improved`: it is the best so far. `full`: the patience is used up; counting starts again.
   * Source: keras/src/callbacks/early_stopping.py (min_delta 0), reduce_lr_on_plateau.py (min_delta 1e-4, cooldown 0).
   */
  watch(value: number): { readonly improved: boolean; readonly full: boolean } {
    if (value < this.best - this.minDelta) {
      this.best = value;
      this.wait = 0;
      return { improved: true, full: false };
    }
    this.wait++;
    const full = this.wait >= this.patience;
    if (full) this.wait = 0;
    return { improved: false, full };
  }
}

/** Keras's `EarlyStopping(patience)`; 0 means never. */
export const earlyStopping = (patience: number): Plateau =>
  new Plateau(patience || Number.POSITIVE_INFINITY, 0);

/** Keras's `ReduceLROnPlateau(factor=0.1, patience)`; 0 means never. */
export const reduceOnPlateau = (patience: number): Plateau =>
  new Plateau(patience || Number.POSITIVE_INFINITY, 1e-4);

/** Keras's default factor. */
export const plateauFactor = 0.1;
