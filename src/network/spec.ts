/**
 * What a network is, as plain data: a list of layers that a person can read. The tfjs model
 * (`model/build`), the Keras summary, the arithmetic of every size, and the Python code all derive
 * from it. Pure: no tfjs, no DOM; imported by both sides. Layer names and kinds are Keras's; sizes
 * are in pixels, channels last.
 */
import type { ModelId } from '../experiment/schema';
import type { Padding } from '../lib/convolution';

export type Activation = 'linear' | 'relu' | 'softmax';

export type LayerSpec =
  | {
      readonly kind: 'conv2d';
      readonly filters: number;
      /** Filter side: square filters only. */
      readonly kernel: number;
      readonly stride: number;
      readonly padding: Padding;
      readonly activation: Activation;
      /** 2: two towers, where each filter sees the maps of its own half (Keras's `groups`). */
      readonly groups: 1 | 2;
    }
  | { readonly kind: 'batch-norm'; readonly momentum: number; readonly epsilon: number }
  /**
   * Normalises across channels, as `tf.nn.local_response_normalization` (alpha is not divided by
   * the window).
   */
  | {
      readonly kind: 'lrn';
      readonly depthRadius: number;
      readonly bias: number;
      readonly alpha: number;
      readonly beta: number;
    }
  | { readonly kind: 'max-pool'; readonly pool: number; readonly stride: number; readonly padding: Padding }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'dense'; readonly units: number; readonly activation: Activation }
  | { readonly kind: 'dropout'; readonly rate: number };

/** A layer with the name that Keras would give it in a fresh session: conv2d, conv2d_1, … */
export type NamedLayer = LayerSpec & { readonly name: string };

export interface NetworkSpec {
  readonly id: ModelId;
  /** The paper or lab that it follows, as a one-line reference. */
  readonly citation: string;
  /** Height, width, channels of the input. Images of 32 × 32 are enlarged to this size. */
  readonly input: readonly [height: number, width: number, channels: number];
  readonly layers: readonly NamedLayer[];
}

/** A shape as Keras prints it, with null for the batch dimension, its `None`. */
export type Shape = readonly (number | null)[];

/** One line of arithmetic: `expression` evaluates to `result`. */
export interface Formula {
  readonly quantity:
    'height' | 'width' | 'params' | 'macs' | 'activation-bytes' | 'receptive-field' | 'padding';
  /** With this layer's numbers filled in: `(227 + 2·0 − 11)/4 + 1`. */
  readonly expression: string;
  readonly result: number;
}

/** One layer of the summary, with everything that its row opens into. */
export interface LayerRow {
  readonly layer: NamedLayer;
  /** Keras's class: Conv2D, BatchNormalization, … */
  readonly type: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly params: number;
  readonly trainable: number;
  readonly nonTrainable: number;
  /**
   * Multiply-accumulates of one image's forward pass (convolutions and dense layers; 0 elsewhere).
   */
  readonly macs: number;
  /** float32 bytes of one image's output. */
  readonly activationBytes: number;
  /**
   * Side in input pixels of what one output position sees, not cut off at the edges; null after
   * flatten (it sees everything).
   */
  readonly receptiveField: number | null;
  readonly formulas: readonly Formula[];
}

export interface NetworkSummary {
  readonly network: NetworkSpec;
  readonly rows: readonly LayerRow[];
  readonly params: number;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly macs: number;
  readonly activationBytes: number;
}
