/** The sources of the help's statements: papers, books, files of Keras. */
import type { Experiment } from '../../experiment/schema';

export interface Source {
  readonly keras: string;
  readonly from: readonly string[];
}

export const alexnet =
  'A. Krizhevsky, I. Sutskever, G. E. Hinton, ImageNet Classification with Deep Convolutional Neural Networks, 2012';
export const cifar = 'A. Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009';
export const deepLearning = 'I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, 2016';
export const statistics = 'L. Wasserman, All of Statistics, 2004, chapter 6';
export const schedulesFile = 'keras/src/optimizers/schedules/learning_rate_schedule.py';
const polyak = 'B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964';

export const optimizers: Readonly<Record<Experiment['optimizer'], Source>> = {
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

export const exponential = 'keras.optimizers.schedules.ExponentialDecay';

export const schedules: Readonly<Record<Experiment['schedule'], Source>> = {
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
