/** What training says about itself: types with units, nothing else. Crosses the protocol, so plain data only. */
import type { Distribution } from '../lib/distribution';

/** One optimizer step, as measured on the device. */
export interface StepLog {
  /** Steps since the model was made, from 1: runs that continue each other count on. */
  readonly step: number;
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** Share of the batch that was classified rightly, dropout on. */
  readonly acc: number;
  /** Learning rate that was applied. */
  readonly lr: number;
}

/** Several steps read back at once. */
export interface BatchLogs {
  /** Running epoch, from 1. */
  readonly epoch: number;
  /** Steps done in this epoch. */
  readonly stepInEpoch: number;
  readonly steps: readonly StepLog[];
  /** Means over this epoch's steps so far, as Keras's progress bar shows them. */
  readonly meanLoss: number;
  readonly meanAcc: number;
  /** Seconds of this epoch's steps so far, those before a stop included, pauses excluded. */
  readonly seconds: number;
  /** Seconds of one step, over the last read-back interval. */
  readonly secondsPerStep: number;
}

/** One finished epoch, Keras's History with times. */
export interface EpochLog {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly loss: number;
  readonly acc: number;
  readonly val_loss: number;
  readonly val_acc: number;
  /** Learning rate of the epoch's last step. */
  readonly lr: number;
  /** Whole epoch with validation, the part before a stop included, pauses excluded. */
  readonly seconds: number;
  /** As Keras prints it: the epoch's seconds, validation included, but for its first step, over the other steps. */
  readonly secondsPerStep: number;
}

/**
 * What a callback, or a person after a failure, did to a run; `lowered-lr`: went back to a snapshot with a lower learning rate; `resumed`:
 * was broken off, and went on from a snapshot after so many steps of the epoch; `other-device`: goes on, after so many steps of the epoch,
 * on another device than before, and agrees to rounding from there on.
 */
export type RunNoteId =
  'reduced-lr' | 'early-stopped' | 'restored-best' | 'lowered-lr' | 'resumed' | 'other-device' | 'imported';

/** A tensor with values that are not finite: the first in the order of the forward pass. */
export interface NotFinitePlace {
  /** Keras's name of the layer. */
  readonly layer: string;
  /** `moving`: a moving statistic; `slot`: the optimizer's state of a weight; `output`: of the layer, for the batch of that step. */
  readonly kind: 'weight' | 'moving' | 'slot' | 'output';
  /** As `conv2d/kernel`, `conv2d/kernel/m`; the layer's name for an output. */
  readonly tensor: string;
  /** Its values, and those of them that are NaN or infinite. */
  readonly values: number;
  readonly nan: number;
  readonly infinite: number;
}

/** A run whose numbers are not finite any more. */
export interface Divergence {
  /** Since the model was made, from 1: whose loss it was; the last one where a weight was found when a snapshot was to be written. */
  readonly step: number;
  /** NaN or infinite; null where the losses were finite, and a weight was not. */
  readonly loss: number | null;
  /** Null where nothing was found: other batches have changed the weights since. */
  readonly place: NotFinitePlace | null;
}

/** Why a run came to its end. `opened`: it was only looked at, no step was taken. */
export type RunEnd = 'completed' | 'early-stopped' | 'stopped' | 'opened';

/** What a run leaves behind. */
export interface RunReport {
  readonly end: RunEnd;
  readonly epochs: readonly EpochLog[];
  /** Steps of the run's epochs; those of a half epoch that it went on with are included. */
  readonly steps: number;
  readonly seconds: number;
  /** Epoch whose weights the model holds, if early stopping went back to the best; else null. */
  readonly restoredEpoch: number | null;
}

/** Loss and accuracy of so many images. */
export interface ModeFigures {
  readonly images: number;
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share classified rightly. */
  readonly acc: number;
}

/** Images of which the model was about equally sure. */
export interface CalibrationBin {
  readonly images: number;
  /** Mean probability of the predicted class; null without images. */
  readonly confidence: number | null;
  /** Share of them that was classified rightly; null without images. */
  readonly accuracy: number | null;
}

/** What a pass over a split found. */
export interface EvaluationReport extends ModeFigures {
  /** Row: actual class; column: predicted class; counts. 10 × 10. */
  readonly confusion: readonly (readonly number[])[];
  /** Ten bins of confidence, of equal width, from 0 to 1. */
  readonly calibration: readonly CalibrationBin[];
  readonly seconds: number;
}

/** The same weights on the same images in two modes, and on images that they were not made by. */
export interface ModesReport {
  /** Training images as training takes them: dropout, the batch's statistics, augmentation. */
  readonly training: ModeFigures;
  /** The same images as they are: no dropout, moving averages. */
  readonly inference: ModeFigures;
  /** Validation images, in inference mode. */
  readonly val: ModeFigures;
}

/** A time of a part of the step. */
export interface LayerTime {
  /** Keras's name of the layer; null for the update of all variables. */
  readonly layer: string | null;
  /** `dX`, `dW`: gradients of a layer's input and of its weights; `backward`: both, of a layer without multiply-accumulates. */
  readonly pass: 'forward' | 'dX' | 'dW' | 'backward' | 'update';
  /** Milliseconds of one run. */
  readonly ms: number;
  /** 2 · multiply-accumulates / time; null where the part is not made of multiply-accumulates. */
  readonly gflops: number | null;
}

/** Every layer and pass of a training step, each timed alone, in the network's order, the update last. */
export interface Profile {
  /** Of a product of two matrices, GFLOP/s: the rate that the others are a share of. */
  readonly gemmGflops: number;
  /** Side of those matrices. */
  readonly gemmSide: number;
  readonly times: readonly LayerTime[];
}

/** Some of a layer's output channels for one image. */
export interface FeatureMaps {
  readonly layer: string;
  /** Of the layer's output. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** In the order of their numbers. */
  readonly maps: readonly FeatureMap[];
}

export interface FeatureMap {
  /** From 0. */
  readonly channel: number;
  readonly low: number;
  readonly high: number;
  /** height × width, row-major: 0 is `low`, 255 is `high`; all 0 where both are the same. */
  readonly pixels: Uint8Array;
}

/** Grad-CAM of one image: where the layer's maps speak for a class. */
export interface Heat {
  readonly layer: string;
  readonly classId: number;
  readonly height: number;
  readonly width: number;
  /** height × width, row-major, 0–1, 1 the greatest; all 0 where nothing speaks for the class. */
  readonly values: Float32Array;
  /** Of the image: 10, summing to 1. */
  readonly probabilities: readonly number[];
}

/** What a layer's numbers are like on a few images, in inference mode. */
export interface LayerDistributions {
  readonly layer: string;
  /** The layer's kernel, or BatchNorm's gamma; null where it has no weights. */
  readonly weights: Distribution | null;
  /** The layer's output. */
  readonly activations: Distribution;
  /** Of the mean loss by `weights`. */
  readonly gradients: Distribution | null;
  /** Of a layer with relu: channels or units that are 0 everywhere on every image, of how many; null elsewhere. */
  readonly dead: { readonly count: number; readonly of: number } | null;
}
