/**
 * The half of the Python program that handles data: batches, augmentation, split, callbacks, fit
 * and evaluate. Pure text.
 */
import { imageSide } from '../lib/cifar10';
import { leakedImages, type Experiment } from '../experiment/schema';
import { indent, number } from './python';
import type { NetworkSpec } from './spec';

const unless = (condition: boolean, ...lines: readonly string[]): readonly string[] =>
  condition ? [] : lines;

function augmentCode({ flip, shift }: Experiment): string[] {
  return [
    ...unless(!flip, 'mirrored = self.random.random(len(x)) < 0.5', 'x[mirrored] = x[mirrored, :, ::-1]'),
    ...unless(
      shift === 0,
      `padded = np.pad(x, ((0, 0), (${shift}, ${shift}), (${shift}, ${shift}), (0, 0)), mode="reflect")`,
      `moves = self.random.integers(0, ${2 * shift + 1}, size=(len(x), 2))`,
      `x = np.stack([image[r : r + ${imageSide}, c : c + ${imageSide}] for image, (r, c) in zip(padded, moves)])`,
    ),
  ];
}

function batchesCode({ input: [height, width] }: NetworkSpec, experiment: Experiment): string[] {
  const augments = augmentCode(experiment);
  const standard = experiment.scale === 'standard';
  const size = `(${number(height)}, ${number(width)})`;
  const item = [
    'picked = self.order[index * self.batch : (index + 1) * self.batch]',
    'x = self.images[picked].astype("float32") / 255',
    ...unless(!standard, 'x = (x - self.mean) / self.deviation'),
    ...unless(augments.length === 0, 'if self.train:', ...indent(augments, 1)),
    ...unless(
      height === imageSide && width === imageSide,
      `x = keras.ops.convert_to_numpy(keras.ops.image.resize(x, ${size}, interpolation="bilinear"))`,
    ),
    'return x, self.labels[picked]',
  ];
  return [
    'class Batches(keras.utils.PyDataset):',
    '    """Makes one batch at a time: all images at the network\'s size would not fit into memory."""',
    '',
    `    def __init__(self, images, labels, ${standard ? 'mean, deviation, ' : ''}train=False):`,
    '        super().__init__()',
    `        self.images, self.labels, self.train, self.batch = images, labels, train, ${number(experiment.batch)}`,
    ...unless(!standard, '        self.mean, self.deviation = mean, deviation'),
    `        self.random = np.random.default_rng(${number(experiment.seed)})`,
    '        self.order = np.arange(len(images))',
    '        self.on_epoch_end()',
    '',
    '    def __len__(self):',
    '        # Training drops what is left over of an epoch, so that every step has the same size.',
    '        whole, rest = divmod(len(self.images), self.batch)',
    '        return whole if self.train or rest == 0 else whole + 1',
    '',
    '    def __getitem__(self, index):',
    ...indent(item, 2),
    '',
    '    def on_epoch_end(self):',
    '        if self.train:',
    '            self.random.shuffle(self.order)',
  ];
}

function callbacksCode({ earlyStopping, reduceLr, schedule }: Experiment): string[] {
  const stopping = `keras.callbacks.EarlyStopping(patience=${number(earlyStopping)}, restore_best_weights=True),`;
  const reducing = `keras.callbacks.ReduceLROnPlateau(factor=0.1, patience=${number(reduceLr)}),`;
  const combined = '# Keras cannot combine a schedule with ReduceLROnPlateau: the latter is left out.';
  const lines = [
    ...unless(earlyStopping === 0, stopping),
    ...unless(reduceLr === 0, schedule === 'constant' ? reducing : combined),
  ];
  return lines.length === 0 ? ['callbacks = []'] : ['callbacks = [', ...indent(lines, 1), ']'];
}

function mainCode(experiment: Experiment): string[] {
  const { train, val, test, epochs, seed, scale, labels } = experiment;
  const leaked = leakedImages(experiment);
  const statistics = scale === 'standard' ? ', mean, deviation' : '';
  return [
    'model.summary()',
    '',
    '# 50 000 images to train and validate on, 10 000 to test on.',
    '(images, labels), (test_images, test_labels) = keras.datasets.cifar10.load_data()',
    ...unless(
      scale === 'unit',
      '# Mean and deviation of each colour channel over all training images.',
      'mean = np.array([images[..., c].mean() for c in range(3)], "float32") / 255',
      'deviation = np.array([images[..., c].std() for c in range(3)], "float32") / 255',
    ),
    '',
    ...unless(leaked > 0, '# Disjoint: no image is both trained and validated on.'),
    `random = np.random.default_rng(${number(seed)})`,
    'order = random.permutation(len(images))',
    `train, val = order[:${number(train)}], order[${number(train)} : ${number(train + val)}]`,
    ...unless(
      leaked === 0,
      '# A leak, on purpose: validation images are trained on, in the places of training images.',
      `train[-${number(leaked)}:] = val[:${number(leaked)}]`,
    ),
    ...unless(
      labels === 'true',
      "# A negative control: the training images get each other's labels, so nothing can be learnt.",
      'labels[train] = labels[random.permutation(train)]',
    ),
    `train_batches = Batches(images[train], labels[train]${statistics}, train=True)`,
    `val_batches = Batches(images[val], labels[val]${statistics})`,
    `test_batches = Batches(test_images[:${number(test)}], test_labels[:${number(test)}]${statistics})`,
    '',
    ...callbacksCode(experiment),
    'history = model.fit(',
    '    train_batches,',
    `    epochs=${number(epochs)},`,
    '    validation_data=val_batches,',
    '    callbacks=callbacks,',
    '    shuffle=False,  # Batches shuffles the images themselves.',
    ')',
    'model.evaluate(test_batches)',
  ];
}

/** Lines of Python that define `Batches` and, under `__main__`, run the experiment. */
export const dataCode = (network: NetworkSpec, experiment: Experiment): string[] => [
  ...batchesCode(network, experiment),
  '',
  '',
  'if __name__ == "__main__":',
  ...indent(mainCode(experiment), 1),
];
