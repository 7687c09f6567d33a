/** The public interface of `network/`: what the page and the engine import from it. */
export { networkFor, type NetworkChoice } from './networks';
export { summarize } from './summary';
export { floatBytes } from './cost';
export { bindingProblem, largestBindings, type LimitedBinding } from './bindings';
export { cpuSpareBytes, fitsMemory, needsOf, type Needs } from './needs';
export {
  exportBytes,
  exportFormats,
  fileExtensions,
  foreignToTfjs,
  withOptimizer,
  type ExportFormat,
} from './exports';
export { kerasSummaryText } from './kerasText';
export { kerasCode, ownLayersCode } from './kerasCode';
export { float } from './python';
export { textOfShape, windowOf } from './shapes';
export { kerasClass } from './layers';
export type { ImportFormat, ImportNote, ImportReport } from './imports';
export { layerArguments } from './kerasArguments';
export {
  ignoredSettings,
  recogniseLayers,
  recogniseTensors,
  tensorDifferences,
  type ForeignLayer,
  type ForeignTensor,
  type IgnoredSetting,
  type ModelDifference,
} from './recognise';
export { convolutions, spatialLayers, towersOf } from './spatial';
export { optimizerState, weightsOf, type WeightSpec } from './weights';
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
