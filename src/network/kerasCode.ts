/**
 * The same network as Python code that runs in Keras 3 on each of its backends. Pure text; runs
 * nothing.
 */
import { defaultExperiment, stepsPerEpoch, type Experiment } from '../experiment/schema';
import { never } from '../lib/result';
import { dataCode } from './kerasDataCode';
import { call, float, indent, number, quoted } from './python';
import { outputShape, textOfShape } from './shapes';
import type { LayerSpec, NamedLayer, NetworkSpec, Shape } from './spec';

/** Keras has no such layer. Across channels, as tf.nn.local_response_normalization. */
const lrnClass = `
@keras.saving.register_keras_serializable(package="alexnet_lab")
class LocalResponseNormalization(keras.layers.Layer):
    """x / (bias + alpha * sum of squares over the neighbouring channels) ** beta"""

    def __init__(self, depth_radius, bias, alpha, beta, **kwargs):
        super().__init__(**kwargs)
        self.depth_radius, self.bias, self.alpha, self.beta = depth_radius, bias, alpha, beta

    def call(self, x):
        radius, channels = self.depth_radius, x.shape[-1]
        squares = keras.ops.pad(keras.ops.square(x), ((0, 0), (0, 0), (0, 0), (radius, radius)))
        near = sum(squares[..., i : i + channels] for i in range(2 * radius + 1))
        return x / (self.bias + self.alpha * near) ** self.beta

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        own = {"depth_radius": self.depth_radius, "bias": self.bias, "alpha": self.alpha, "beta": self.beta}
        return {**super().get_config(), **own}

`.split('\n');

/** A Python module with the layers that Keras does not have; null for a network without them. */
export const ownLayersCode = ({ layers }: NetworkSpec): string | null =>
  layers.some(({ kind }) => kind === 'lrn')
    ? ['import keras', '', ...lrnClass].join('\n').trimEnd() + '\n'
    : null;

type Activated = Extract<LayerSpec, { activation: unknown }>;

const activation = (layer: Activated): string | null =>
  layer.activation === 'linear' ? null : `activation=${quoted(layer.activation)}`;

function layerCode(layer: NamedLayer): string {
  switch (layer.kind) {
    case 'conv2d':
      return call(
        'keras.layers.Conv2D',
        number(layer.filters),
        number(layer.kernel),
        layer.stride === 1 ? null : `strides=${number(layer.stride)}`,
        `padding=${quoted(layer.padding)}`,
        layer.groups === 1 ? null : `groups=${number(layer.groups)}`,
        activation(layer),
      );
    case 'batch-norm':
      return call(
        'keras.layers.BatchNormalization',
        `momentum=${number(layer.momentum)}`,
        `epsilon=${number(layer.epsilon)}`,
      );
    case 'lrn':
      return call(
        'LocalResponseNormalization',
        ...[layer.depthRadius, layer.bias, layer.alpha, layer.beta].map(number),
        `name=${quoted(layer.name)}`,
      );
    case 'max-pool':
      return call(
        'keras.layers.MaxPooling2D',
        number(layer.pool),
        `strides=${number(layer.stride)}`,
        `padding=${quoted(layer.padding)}`,
      );
    case 'flatten':
      return call('keras.layers.Flatten');
    case 'dense':
      return call('keras.layers.Dense', number(layer.units), activation(layer));
    case 'dropout':
      return call('keras.layers.Dropout', number(layer.rate));
    default:
      return never(layer);
  }
}

function modelCode({ input, layers }: NetworkSpec): string[] {
  let shape: Shape = [null, ...input];
  const calls = layers.map((layer) => {
    shape = outputShape(layer, shape);
    return `${layerCode(layer)},  # ${textOfShape(shape)}`;
  });
  const first = `${call('keras.Input', `shape=(${input.map(number).join(', ')})`)},`;
  return ['model = keras.Sequential(', '    [', ...indent([first, ...calls], 2), '    ]', ')'];
}

/** The learning rate: a number, or one of Keras's schedules with the run's steps. */
function learningRate(experiment: Experiment): string {
  const { lr, schedule, stepEvery, stepFactor, epochs } = experiment;
  const steps = stepsPerEpoch(experiment);
  switch (schedule) {
    case 'constant':
      return float(lr);
    case 'step':
      return call(
        'keras.optimizers.schedules.ExponentialDecay',
        float(lr),
        `decay_steps=${number(steps * stepEvery)}`,
        `decay_rate=${float(stepFactor)}`,
        'staircase=True',
      );
    case 'cosine':
      return call(
        'keras.optimizers.schedules.CosineDecay',
        float(lr),
        `decay_steps=${number(steps * epochs)}`,
      );
    default:
      return never(schedule);
  }
}

function optimizer(experiment: Experiment): string {
  const rate = `learning_rate=${learningRate(experiment)}`;
  switch (experiment.optimizer) {
    case 'sgd':
      return call('keras.optimizers.SGD', rate);
    case 'momentum':
      return call('keras.optimizers.SGD', rate, `momentum=${float(experiment.momentum)}`);
    case 'adam':
      return call('keras.optimizers.Adam', rate);
    default:
      return never(experiment.optimizer);
  }
}

/**
 * A Python program: the network, compiled as the experiment says, and under `__main__` its data,
 * training and evaluation. Importing it builds the model and downloads nothing. Throws on numbers
 * that are not finite and on layers that do not fit.
 */
export function kerasCode(network: NetworkSpec, experiment: Experiment = defaultExperiment): string {
  const normalizes = network.layers.some((layer) => layer.kind === 'lrn');
  return [
    `# ${network.citation.replaceAll(/\s+/g, ' ')}`,
    '# Keras 3, on TensorFlow, JAX or PyTorch.',
    'import keras',
    'import numpy as np',
    '',
    `keras.utils.set_random_seed(${number(experiment.seed)})`,
    '',
    ...(normalizes ? lrnClass : []),
    ...modelCode(network),
    'model.compile(',
    `    optimizer=${optimizer(experiment)},`,
    '    loss="sparse_categorical_crossentropy",',
    '    metrics=["acc"],',
    ')',
    '',
    '',
    ...dataCode(network, experiment),
    '',
  ].join('\n');
}
