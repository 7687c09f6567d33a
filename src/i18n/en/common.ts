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
  copyFailed: 'Could not copy: the browser refused',
  csvForm:
    'In CSV files values are separated by commas, and decimals have a point. A spreadsheet that expects others asks for them when the file is imported.',
  noisyPicture:
    'This browser changes the pixels that a page reads, so that pages cannot recognise it (resistance to fingerprinting): pictures that the page saves are noise. An exception for this page in the browser’s settings, or another browser, saves them as they are.',
  close: 'Close',
  retry: 'Retry',
  citation: 'Source',
  sampleAlt: '{{name}}, image {{index}}',
  unknown: 'unknown',
  errors: {
    'no-backend': {
      title: 'No backend could be started',
      help: 'This browser offers no WebGPU, WebGL or CPU backend that works. Try a current Chrome, Edge or Firefox.',
    },
    'self-check-failed': {
      title: 'This device computes wrongly',
      help: 'A small forward and backward pass does not agree with TensorFlow.js’s own CPU backend. Training is not offered on this backend; choose another one.',
    },
    'data-not-ready': {
      title: 'The images are not here yet',
      help: 'Wait until the data section says ready, then try again.',
    },
    'not-evaluated': {
      title: 'The evaluation is gone',
      help: 'The model has changed since, or was replaced. Evaluate again to look into it.',
    },
    'manifest-failed': {
      title: 'The list of image sheets could not be read',
      help: 'The page was served without its data, or the connection broke. Retry. If the page was updated meanwhile, reload it; otherwise build it again.',
    },
    'snapshot-failed': {
      title: 'The saved run could not be used',
      help: 'Its files were left as they are. Other saved runs are listed in Train; a new run can begin at any time.',
    },
    'training-elsewhere': {
      title: 'Another tab of this lab is training',
      help: 'Only one tab trains at a time, so that no saved run is written over. Wait until it ends, or end it there; everything can be looked at here.',
    },
    'run-elsewhere': {
      title: 'Another tab is training this run',
      help: 'It can be opened or deleted here when that tab has ended it.',
    },
    'no-model': { title: 'There is no model yet', help: 'Train first, or open a trained model.' },
    busy: { title: 'The engine is busy', help: 'Wait until the present work is done, or stop it.' },
    'binding-too-large': {
      title: 'A tensor is larger than this device can bind',
      help: 'Choose a smaller batch or a network with smaller images.',
    },
    'no-room': {
      title: 'The device has no room for this',
      help: 'A training step needs more memory than it gives. Choose a smaller batch or a smaller network; with a GPU it may help to close other pages.',
    },
    'gpu-error': {
      title: 'The GPU reported an error',
      help: 'The run was ended so that no wrong number is shown. Choose a smaller batch, or another backend.',
    },
    'device-lost': {
      title: 'The GPU was lost',
      help: 'The driver was reset or ran out of memory. Reload the page and choose a smaller batch.',
    },
    'not-finite': {
      title: 'The run diverged: a number is not finite',
      help: 'Mostly the learning rate is too high. Nothing was saved after that.',
    },
    'bad-command': { title: 'The engine did not understand a command', help: 'Reload the page.' },
    'worker-crashed': {
      title: 'The engine crashed',
      help: 'It was started again; the data come from the browser’s store. Train again.',
    },
    'worker-not-loaded': {
      title: 'The engine could not be loaded',
      help: 'One of its files did not come, or not whole, or the browser blocked it. It is being tried again.',
    },
    internal: {
      title: 'Something unexpected went wrong',
      help: 'Reload the page and try again; the text below is what the library said.',
    },
  },
  modelKept: 'The model was kept: you can evaluate it or continue.',
  modelLost: 'The model of this run was lost.',
  nothingLost: 'Nothing was lost: the run had not begun.',
} as const;

/**
 * Words of the leak that is shown on purpose: an experiment that trains on its validation images,
 * and the warning at each of its figures.
 */
export const leak = {
  help: 'For demonstration alone: as many validation images as there are places stand among the training images. val_loss and val_accuracy then tell what the network remembers.',
  next: 'Demonstration of a leak: the next run trains on its validation images.',
  title: 'Demonstration of a leak: this run was trained on validation images.',
  text: 'Validation images among its training images: {{n}} of {{val}}. val_loss and val_accuracy tell what it remembers, not how it does on new images. The test images were kept apart: compare with theirs.',
  mark: 'A leak on purpose: trained on validation images.',
  some: 'Demonstration of a leak: run {{runs}} was trained on validation images. Its val_loss and val_accuracy are not to be compared with those of other runs.',
  role: 'looked at after each epoch; here learnt from too, on purpose',
  split:
    'On purpose: the experiment puts validation images among the training images. Without that, such a split is refused.',
} as const;
