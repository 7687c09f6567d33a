/** What a field is called in Keras, and where it is from. The same in every language. */
import { normOf } from '../../experiment/effect';
import type { Experiment, ExperimentKey } from '../../experiment/schema';

interface Source {
  readonly keras: string;
  readonly from: readonly string[];
}

const alexnet =
  'A. Krizhevsky, I. Sutskever, G. E. Hinton, ImageNet Classification with Deep Convolutional Neural Networks, 2012';
const cifar = 'A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009';
const deepLearning = 'I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, 2016';
const statistics = 'L. Wasserman, All of Statistics, 2004, chapter 6';
const schedulesFile = 'keras/src/optimizers/schedules/learning_rate_schedule.py';
const polyak = 'B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964';

const optimizers: Readonly<Record<Experiment['optimizer'], Source>> = {
  sgd: {
    keras: 'keras.optimizers.SGD(learning_rate=…)',
    from: ['H. Robbins, S. Monro, A Stochastic Approximation Method, 1951', 'keras/src/optimizers/sgd.py'],
  },
  momentum: {
    keras: 'keras.optimizers.SGD(learning_rate=…, momentum=…)',
    from: [polyak, 'keras/src/optimizers/sgd.py'],
  },
  adam: {
    keras: 'keras.optimizers.Adam(learning_rate=…)',
    from: [
      'D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2015',
      'keras/src/optimizers/adam.py',
    ],
  },
};

const exponential = 'keras.optimizers.schedules.ExponentialDecay';

const schedules: Readonly<Record<Experiment['schedule'], Source>> = {
  constant: { keras: 'learning_rate=…', from: ['keras/src/optimizers/base_optimizer.py'] },
  step: { keras: `${exponential}(…, decay_steps=…, decay_rate=…, staircase=True)`, from: [schedulesFile] },
  cosine: {
    keras: 'keras.optimizers.schedules.CosineDecay(…, decay_steps=…)',
    from: [
      'I. Loshchilov, F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017',
      schedulesFile,
    ],
  },
};

const sources: Readonly<Record<ExperimentKey, (experiment: Experiment) => Source>> = {
  model: () => ({
    keras: 'keras.Sequential([…])',
    from: [
      alexnet,
      'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998',
    ],
  }),
  input: () => ({
    keras: 'keras.Input(shape=(…, …, 3))',
    from: ['V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning, 2016'],
  }),
  train: () => ({ keras: 'keras.datasets.cifar10.load_data()', from: [cifar] }),
  val: () => ({ keras: 'model.fit(…, validation_data=…)', from: [cifar, statistics] }),
  test: () => ({ keras: 'model.evaluate(…)', from: [cifar, statistics] }),
  epochs: () => ({ keras: 'model.fit(…, epochs=…)', from: [`${deepLearning}, § 8.1`] }),
  batch: () => ({ keras: 'model.fit(…, batch_size=…)', from: [`${deepLearning}, § 8.1.3`] }),
  optimizer: ({ optimizer }) => optimizers[optimizer],
  lr: ({ optimizer }) => ({
    keras: optimizers[optimizer].keras,
    from: [
      'Y. Bengio, Practical Recommendations for Gradient-Based Training of Deep Architectures, 2012',
      ...optimizers[optimizer].from,
    ],
  }),
  momentum: () => optimizers.momentum,
  schedule: ({ schedule }) => schedules[schedule],
  stepEvery: () => ({ keras: `${exponential}(…, decay_steps=…, staircase=True)`, from: [schedulesFile] }),
  stepFactor: () => ({ keras: `${exponential}(…, decay_rate=…, staircase=True)`, from: [schedulesFile] }),
  flip: () => ({ keras: 'keras.layers.RandomFlip("horizontal")', from: [`${alexnet}, § 4.1`] }),
  shift: () => ({
    keras: 'np.pad(…, mode="reflect")',
    from: ['K. Jordan, 94% on CIFAR-10 in 3.29 Seconds on a Single GPU, 2024'],
  }),
  scale: ({ scale }) => ({
    keras:
      scale === 'unit' ? 'keras.layers.Rescaling(1 / 255)' : 'keras.layers.Normalization(mean=…, variance=…)',
    from: ['Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, 1998'],
  }),
  dropout: () => ({
    keras: 'keras.layers.Dropout(…)',
    from: [
      'N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov, Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014',
    ],
  }),
  norm: (experiment) =>
    normOf(experiment) === 'lrn'
      ? { keras: 'tf.nn.local_response_normalization(…)', from: [`${alexnet}, § 3.3`] }
      : {
          keras: 'keras.layers.BatchNormalization()',
          from: [
            'S. Ioffe, C. Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift, 2015',
            'keras/src/layers/normalization/batch_normalization.py',
          ],
        },
  convs: () => ({ keras: 'keras.layers.Conv2D(…)', from: [`${alexnet}, § 7`] }),
  earlyStopping: () => ({
    keras: 'keras.callbacks.EarlyStopping(patience=…, restore_best_weights=True)',
    from: ['L. Prechelt, Early Stopping – But When?, 1998', 'keras/src/callbacks/early_stopping.py'],
  }),
  reduceLr: () => ({
    keras: 'keras.callbacks.ReduceLROnPlateau(factor=0.1, patience=…)',
    from: ['keras/src/callbacks/reduce_lr_on_plateau.py'],
  }),
  labels: () => ({
    keras: 'np.random.default_rng(…).permutation(labels)',
    from: [
      'C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals, Understanding Deep Learning Requires Rethinking Generalization, 2017',
    ],
  }),
  leak: () => ({
    keras: 'model.fit(…, validation_data=…)',
    from: [
      'S. Kaufman, S. Rosset, C. Perlich, O. Stitelman, Leakage in Data Mining: Formulation, Detection, and Avoidance, 2012',
    ],
  }),
  seed: () => ({ keras: 'keras.utils.set_random_seed(…)', from: ['keras/src/utils/rng_utils.py'] }),
};

export const sourceOf = (field: ExperimentKey, experiment: Experiment): Source => sources[field](experiment);
