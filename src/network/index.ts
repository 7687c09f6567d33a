/** The door of `network/`: what the page and the engine take from it. */
export { networkFor } from './networks';
export { summarize } from './summary';
export { kerasSummaryText } from './kerasText';
export { kerasCode } from './kerasCode';
export { textOfShape, windowOf } from './shapes';
export type { LayerWindow } from './shapes';
export type {
  Activation,
  Formula,
  LayerRow,
  LayerSpec,
  NamedLayer,
  NetworkSpec,
  NetworkSummary,
  Shape,
} from './spec';
