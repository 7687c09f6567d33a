/**
 * A network's summary: one row per layer, with shapes, costs and their arithmetic, and the totals.
 * Pure.
 */
import { activationBytesOf, firstReach, macsOf, parametersOf, reachAfter, type Reach } from './cost';
import { formulasOf, type PlainRow } from './formulas';
import { kerasClass } from './layers';
import { outputShape } from './shapes';
import type { LayerRow, NamedLayer, NetworkSpec, NetworkSummary, Shape } from './spec';

function plainRow(layer: NamedLayer, inputShape: Shape, reach: Reach | null): PlainRow {
  const output = outputShape(layer, inputShape);
  const { trainable, nonTrainable } = parametersOf(layer, inputShape);
  return {
    layer,
    type: kerasClass[layer.kind],
    inputShape,
    outputShape: output,
    params: trainable + nonTrainable,
    trainable,
    nonTrainable,
    macs: macsOf(layer, inputShape, output),
    activationBytes: activationBytesOf(output),
    receptiveField: reach?.field ?? null,
  };
}

/**
 * Summarises a network.
 * Throws a RangeError that names the layer whose input does not fit.
 */
export function summarize(network: NetworkSpec): NetworkSummary {
  const rows: LayerRow[] = [];
  let shape: Shape = [null, ...network.input];
  let reach: Reach | null = firstReach;
  for (const layer of network.layers) {
    const after = reachAfter(layer, reach);
    const row = plainRow(layer, shape, after);
    rows.push({ ...row, formulas: formulasOf(row, reach) });
    shape = row.outputShape;
    reach = after;
  }
  const total = (key: 'params' | 'trainable' | 'nonTrainable' | 'macs' | 'activationBytes'): number =>
    rows.reduce((sum, row) => sum + row[key], 0);
  return {
    network,
    rows,
    params: total('params'),
    trainable: total('trainable'),
    nonTrainable: total('nonTrainable'),
    macs: total('macs'),
    activationBytes: total('activationBytes'),
  };
}
