/**
 * Writes `config.json` and `metadata.json` of a `.keras` file. They contain only what differs from
 * Keras's defaults, so that versions of Keras 3 with other arguments read them too. Pure.
 * Source: keras/src/saving/serialization_lib.py, `serialize_keras_object`; `get_config` of the
 * classes (3.15.1).
 */
import { stepsPerEpoch, type Experiment } from '../../experiment/schema';
import { never } from '../../lib/result';
import { float, kerasClass, layerArguments, type NamedLayer, type NetworkSpec } from '../../network';
import type { ExportedModel } from '../exportedModel';
import { recordKey, type LabRecord } from './record';

/** The version whose layout is written, and with which the tests read it. */
export const kerasVersion = '3.15.1';

/** JSON of an object that Keras deserializes. */
interface Serialized {
  readonly module: string | null;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: string | null;
}

const serialized = (module: string, className: string, config: Serialized['config']): Serialized => ({
  module,
  class_name: className,
  config,
  registered_name: null,
});

function layerConfig(layer: NamedLayer): Serialized {
  const className = kerasClass[layer.kind];
  const config = { name: layer.name, trainable: true, dtype: 'float32', ...layerArguments(layer) };
  // The class is in the generated Keras code (network/kerasCode.ts), which has to be run before the
  // file is opened.
  if (layer.kind === 'lrn')
    return { module: null, class_name: className, config, registered_name: `alexnet_lab>${className}` };
  return serialized('keras.layers', className, config);
}

/**
 * JavaScript's JSON has no 1.0, which Keras wants for a learning rate of 1: this puts a mark in its
 * place, which `text` removes.
 */
const marked = (x: number): string => `float:${float(x)}`;
const text = (value: object): string => JSON.stringify(value).replaceAll(/"float:([\d.e+-]+)"/g, '$1');

function learningRate({ experiment, learningRate: lr }: ExportedModel): string | Serialized {
  const rate = marked(lr);
  const { schedule, stepEvery, stepFactor, epochs } = experiment;
  const steps = stepsPerEpoch(experiment);
  const scheduled = (className: string, config: Serialized['config']): Serialized =>
    serialized('keras.optimizers.schedules', className, { initial_learning_rate: rate, ...config });
  switch (schedule) {
    case 'constant':
      return rate;
    case 'step':
      return scheduled('ExponentialDecay', {
        decay_steps: steps * stepEvery,
        decay_rate: marked(stepFactor),
        staircase: true,
      });
    case 'cosine':
      return scheduled('CosineDecay', { decay_steps: steps * epochs });
    default:
      return never(schedule);
  }
}

function optimizerConfig({ optimizer, momentum }: Experiment, rate: string | Serialized): Serialized {
  switch (optimizer) {
    case 'sgd':
      return serialized('keras.optimizers', 'SGD', { name: 'sgd', learning_rate: rate });
    case 'momentum':
      return serialized('keras.optimizers', 'SGD', {
        name: 'sgd',
        learning_rate: rate,
        momentum: marked(momentum),
      });
    case 'adam':
      return serialized('keras.optimizers', 'Adam', { name: 'adam', learning_rate: rate });
    default:
      return never(optimizer);
  }
}

const inputLayer = ({ input }: NetworkSpec): Serialized =>
  serialized('keras.layers', 'InputLayer', {
    batch_shape: [null, ...input],
    dtype: 'float32',
    name: 'input_layer',
  });

/**
 * The text of `config.json`. `optimizer`: the model is compiled as the experiment says, so that its
 * optimizer's state can be loaded; otherwise it is not compiled.
 */
export function kerasConfig(model: ExportedModel, optimizer: boolean): string {
  const { network, experiment } = model;
  const shape = [null, ...network.input];
  const compiled = {
    optimizer: optimizerConfig(experiment, learningRate(model)),
    loss: 'sparse_categorical_crossentropy',
    loss_weights: null,
    metrics: ['acc'],
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: 'auto',
  };
  return text({
    ...serialized('keras', 'Sequential', {
      name: 'sequential',
      trainable: true,
      dtype: 'float32',
      layers: [inputLayer(network), ...network.layers.map(layerConfig)],
      build_input_shape: shape,
    }),
    build_config: { input_shape: shape },
    ...(optimizer ? { compile_config: compiled } : {}),
  });
}

/**
 * The text of `metadata.json`. `savedAt`: milliseconds since 1970; written in UTC, as
 * `2026-11-24@22:44:35`.
 */
export const kerasMetadata = (savedAt: number, record: LabRecord): string =>
  JSON.stringify({
    keras_version: kerasVersion,
    date_saved: new Date(savedAt).toISOString().slice(0, 19).replace('T', '@'),
    [recordKey]: record,
  });
