/**
 * Writes `model.weights.h5` as Keras 3 does: a group for each layer, named after its class instead
 * of its own name, with numbered variables; then the optimizer's. Source:
 * keras/src/saving/saving_lib.py, `_save_state`, `_save_container_state` and `H5IOStore` (3.15.1).
 */
import { kerasClass, type NetworkSpec } from '../../network';
import type { OptimizerId } from '../../experiment/schema';
import type { Hdf5Writer } from '../hdf5/writer';
import { slotEntries, valuesOf, weightEntries, type Advance, type ExportedModel } from '../exportedModel';

/** keras/src/utils/naming.py, `to_snake_case`. */
const snakeCase = (name: string): string =>
  name
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** The group of each layer, by the layer's name: `layers/conv2d_1`. */
export function layerGroups({ layers }: NetworkSpec): Map<string, string> {
  const used = new Map<string, number>();
  return new Map(
    layers.map(({ kind, name }) => {
      const base = snakeCase(kerasClass[kind]);
      const before = used.get(base) ?? 0;
      used.set(base, before + 1);
      return [name, `layers/${base}${before === 0 ? '' : `_${before}`}`];
    }),
  );
}

/** Keras's class of each optimizer, in snake case, which is its name in the file. */
const optimizerName: Readonly<Record<OptimizerId, string>> = { sgd: 'sgd', momentum: 'sgd', adam: 'adam' };

async function writeOptimizer(writer: Hdf5Writer, model: ExportedModel, advance: Advance): Promise<void> {
  const { experiment, iterations, learningRate } = model;
  const group = 'optimizer/vars';
  writer.group(group, ['name', optimizerName[experiment.optimizer]]);
  let next = 0;
  const path = (): string => `${group}/${next++}`;
  await writer.dataset(path(), [], Int32Array.of(iterations), advance);
  // With a schedule the rate follows from the iterations, and is not a variable.
  if (experiment.schedule === 'constant')
    await writer.dataset(path(), [], Float32Array.of(learningRate), advance);
  // Without momentum, Keras's SGD has no slots.
  const plain = experiment.optimizer === 'momentum' && experiment.momentum === 0;
  for (const slot of plain ? [] : slotEntries(model))
    await writer.dataset(path(), slot.shape, await valuesOf(model, slot), advance);
}

/** Writes all weights; with `optimizer` also its iterations, learning rate and slots. */
export async function writeKerasWeights(
  writer: Hdf5Writer,
  model: ExportedModel,
  optimizer: boolean,
  advance: Advance,
): Promise<void> {
  writer.group('vars', ['name', 'sequential']);
  const groups = layerGroups(model.network);
  const weights = weightEntries(model);
  for (const [layer, group] of groups) {
    writer.group(`${group}/vars`, ['name', layer]);
    const layerWeights = weights.filter(({ name }) => name.startsWith(`${layer}/`));
    for (const [i, entry] of layerWeights.entries())
      await writer.dataset(`${group}/vars/${i}`, entry.shape, await valuesOf(model, entry), advance);
  }
  if (optimizer) await writeOptimizer(writer, model, advance);
}
