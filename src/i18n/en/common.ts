/**
 * Words that several pages use. Numbers arrive formatted (`lib/units`), so no text here counts in
 * words.
 */
export const common = {
  classes: {
    airplane: 'airplane',
    automobile: 'automobile',
    bird: 'bird',
    cat: 'cat',
    deer: 'deer',
    dog: 'dog',
    frog: 'frog',
    horse: 'horse',
    ship: 'ship',
    truck: 'truck',
  },
  splits: { train: 'Training', val: 'Validation', test: 'Test' },
  splitChoice: 'Images from',
  models: {
    alexnet: 'AlexNet 227',
    alexnet2012: 'AlexNet 2012',
    lenet5: 'LeNet-5',
    'alexnet-small': 'AlexNet, small input',
  },
  copied: 'Copied',
  copyFailed: 'Could not copy: the browser blocked it',
  csvForm:
    'CSV files use commas between values and points for decimals. If your spreadsheet expects other separators, set them when you import the file.',
  noisyPicture:
    'To resist fingerprinting, this browser changes the pixels that a page reads, so the pictures saved by this page are only noise. To save them correctly, add an exception for this page in the browser’s settings, or use another browser.',
  close: 'Close',
  retry: 'Retry',
  citation: 'Source',
  sampleAlt: '{{name}}, image {{index}}',
  unknown: 'unknown',
  errors: {
    'no-backend': {
      title: 'No backend could be started',
      help: 'No WebGPU, WebGL or CPU backend works in this browser. Try a current Chrome, Edge or Firefox.',
    },
    'self-check-failed': {
      title: 'This device gives wrong results',
      help: 'A small forward and backward pass does not agree with TensorFlow.js’s own CPU backend. Training is not available on this backend; choose another one.',
    },
    'data-not-ready': {
      title: 'The images are not loaded yet',
      help: 'Wait until Data says “ready”, then try again.',
    },
    'not-evaluated': {
      title: 'The evaluation is no longer available',
      help: 'The model has since changed or been replaced. Evaluate again to see the details.',
    },
    'manifest-failed': {
      title: 'The list of image sheets could not be read',
      help: 'The page was served without its data, or the connection was lost. Retry. If the page has been updated in the meantime, reload it; otherwise build it again.',
    },
    'snapshot-failed': {
      title: 'The saved run could not be used',
      help: 'Its files were left unchanged. Other saved runs are listed in Train; you can start a new run at any time.',
    },
    'training-elsewhere': {
      title: 'Another tab of this lab is training',
      help: 'Only one tab trains at a time, so that no saved run is overwritten. Wait until it finishes, or stop it there. You can still look at everything here.',
    },
    'run-elsewhere': {
      title: 'Another tab is training this run',
      help: 'You can open or delete it here once that tab has finished.',
    },
    'no-model': { title: 'There is no model yet', help: 'Train first, or open a trained model.' },
    busy: { title: 'The engine is busy', help: 'Wait until the current task is finished, or stop it.' },
    'binding-too-large': {
      title: 'A tensor is larger than this device can bind',
      help: 'Choose a smaller batch or a network with smaller images.',
    },
    'no-room': {
      title: 'The device does not have enough memory for this',
      help: 'A training step needs more memory than is available. Choose a smaller batch or a smaller network; with a GPU, closing other pages may help.',
    },
    'gpu-error': {
      title: 'The GPU reported an error',
      help: 'The run was stopped so that no wrong numbers are shown. Choose a smaller batch, or another backend.',
    },
    'device-lost': {
      title: 'The GPU was lost',
      help: 'The driver was reset or ran out of memory. Reload the page and choose a smaller batch.',
    },
    'not-finite': {
      title: 'The run diverged: a number is not finite',
      help: 'Usually the learning rate is too high. Nothing was saved after that.',
    },
    'bad-command': { title: 'The engine did not understand a command', help: 'Reload the page.' },
    'worker-crashed': {
      title: 'The engine crashed',
      help: 'It was restarted; the data are loaded from the browser’s storage. Train again.',
    },
    'worker-not-loaded': {
      title: 'The engine could not be loaded',
      help: 'One of its files did not arrive, was incomplete, or was blocked by the browser. Trying again.',
    },
    internal: {
      title: 'Something unexpected went wrong',
      help: 'Reload the page and try again. The library’s own message is below.',
    },
  },
  modelKept: 'The model was kept: you can evaluate it or continue training.',
  modelLost: 'The model of this run was lost.',
  nothingLost: 'Nothing was lost: the run had not started.',
} as const;

/**
 * Words of the leak that is shown on purpose: an experiment that trains on its validation images,
 * and the warning at each of its figures.
 */
export const leak = {
  help: 'For demonstration only: as many validation images as fit are put among the training images. val_loss and val_accuracy then show what the network remembers.',
  next: 'Demonstration of a leak: the next run trains on its validation images.',
  title: 'Demonstration of a leak: this run was trained on validation images.',
  text: 'Validation images among its training images: {{n}} of {{val}}. val_loss and val_accuracy show what it remembers, not how well it does on new images. The test images were kept separate: compare with the test results.',
  mark: 'Deliberate leak: trained on validation images.',
  some_one:
    'Demonstration of a leak: run {{runs}} was trained on validation images. Do not compare its val_loss and val_accuracy with those of other runs.',
  some_other:
    'Demonstration of a leak: runs {{runs}} were trained on validation images. Do not compare their val_loss and val_accuracy with those of other runs.',
  role: 'evaluated after each epoch; here deliberately trained on, too',
  split:
    'This is deliberate: the experiment puts validation images among the training images. Otherwise such a split is refused.',
} as const;
