/** Words of the Train place. Names of metrics and callbacks are Keras's. */
import { came, differences, transfer } from './transfer';

export const train = {
  title: 'Train',
  lead: '{{model}} · {{params}} parameters · {{train}} images to learn from, {{val}} to validate',
  experiment: 'Experiment',
  preset: 'Start from',
  presets: {
    own: { name: 'Own values', help: 'None of the presets: at least one field differs from each of them.' },
    reference: {
      name: 'The lab',
      help: 'AlexNet on 227 × 227 pixels, 40,000 images, 10 epochs of 625 steps, as the course’s notebook does it. For a GPU: a CPU takes hours.',
    },
    lenet: { name: 'LeNet-5, all images', help: 'The comparison: a small network on the same split.' },
    small: {
      name: 'AlexNet, small images',
      help: 'The same layers on 67 × 67 pixels, with flips and shifts: for slower machines.',
    },
    first: {
      name: 'A first look',
      help: 'LeNet-5 on 2,000 images for 3 epochs: done in seconds, without a GPU too.',
    },
    original: {
      name: 'AlexNet of 2012',
      help: 'The network as published, with two towers and response normalisation, momentum and standardised pixels.',
    },
  },
  nextRun: 'A run goes on with the values that it was started with. Changes here count from the next run.',
  groups: {
    network: 'Network',
    optimizer: 'Optimizer',
    data: 'Images',
    run: 'Callbacks and seed',
  },
  seeModel: 'See its layers in Model',
  problems: {
    range: '{{label}} must be in {{allowed}}. Not applied.',
    character:
      '{{label}}: with “{{character}}” it is not clear which number is meant. Write digits, and a point for decimals: 40000 or 0.001. Possible: {{allowed}}. Not applied.',
    split: '{{label}}: training and validation images share 50,000, so at most {{limit}} here. Not applied.',
    batchAboveTrain: '{{label}} must not exceed the {{limit}} training images. Not applied.',
    trainBelowBatch: '{{label}} must not be fewer than one batch of {{limit}}. Not applied.',
  },
  optimizers: { sgd: 'SGD', momentum: 'SGD with momentum', adam: 'Adam' },
  schedules: { constant: 'constant', step: 'in steps', cosine: 'cosine' },
  scheduleHelp: {
    constant: 'The learning rate stays as it is.',
    step: 'The learning rate is multiplied by the factor after each such number of epochs.',
    cosine: 'The learning rate follows half a cosine down to 0 at the last epoch.',
  },
  flipHelp: 'Mirrors half of the training images, left to right.',
  scales: { unit: 'pixels / 255', standard: 'standardised' },
  scaleHelp: {
    unit: '0 … 1, as the course’s notebook does it.',
    standard: 'Less the channel’s mean, over its standard deviation.',
  },
  labelings: { true: 'true', shuffled: 'shuffled' },
  labelHelp: {
    true: 'As CIFAR-10 has them.',
    shuffled:
      'A negative control: each training image gets the label of another. Nothing can be learnt, so validation accuracy must stay near 10 %. If it does not, the figures cannot be trusted.',
  },
  callbackHelp:
    'Epochs without a better val_loss before the run stops and goes back to its best weights, or before the learning rate is multiplied by 0.1. 0: never.',
  seedHelp:
    'Fixes initial weights, split, shuffle, dropout and augmentation. The same seed on the same device gives the same losses.',
  plan: '{{steps}} steps an epoch, {{total}} in all.',
  leftOver:
    'Images left over in each epoch: {{images}}. They fill no batch; the shuffle makes them others each time.',
  shuffledNotice: 'Negative control: the next run trains on shuffled labels.',
  copyLink: 'Copy link',
  now: {
    title: 'Now',
    idle: 'Nothing runs. Press Train in the bar on top.',
    loading: 'The images are loading: see Data.',
    compiling: 'Compiling shaders, {{seconds}}',
    building: 'Building the network, {{seconds}}',
    programs: '{{n}} of {{total}} programs',
    tuning: 'Measuring kernels on this device, {{seconds}}',
    shapes: '{{n}} of {{total}} shapes',
    tuningHelp:
      'Which way of cutting a product is fastest here; a few seconds, remembered by this browser. The numbers of a run do not depend on it.',
    compilingHelp: 'The device’s programs are made before the first step, once a network.',
    training: 'Epoch {{epoch}} of {{epochs}}, step {{step}} of {{steps}}',
    validating: 'Validating: {{images}} of {{total}} images',
    paused: 'Paused in epoch {{epoch}}, after step {{step}} of {{steps}}. The model and its place are kept.',
    evaluating: 'Running over images in inference mode: see Evaluate.',
    profiling: 'A measurement of speed goes on: see Explore.',
    estimating: 'Steps are measured for an estimate: see “Before a run”.',
    left: '≈ {{time}} left, {{rate}}',
    progress: 'This run',
    completed: 'Finished. Epochs: {{epochs}}, time: {{time}}.',
    'early-stopped': 'Stopped early by EarlyStopping. Epochs: {{epochs}}, time: {{time}}.',
    opened: 'Opened as it was saved, after {{steps}} steps. Train goes on with it.',
    stopped: 'Stopped by hand. Steps: {{steps}}, time: {{time}}. The model is kept.',
    restored: 'The model holds the weights of epoch {{epoch}}, its best.',
    failed: 'The run failed: see below.',
    refused: 'Training is not offered: see the message at the top.',
  },
  failure: {
    epochs: 'What was measured is kept below. Finished epochs: {{epochs}}.',
    words: 'What the library said',
    loss: 'The loss of step {{step}} is {{loss}}.',
    weight: 'The losses up to step {{step}} are finite, but a weight that was to be saved is not.',
    where:
      'The first place where it shows, in the order of the layers: {{tensor}}, {{what}}. NaN: {{nan}}, infinite: {{infinite}}, of {{values}} values.',
    nowhere: 'All weights are finite now, and so are the outputs of all layers for this batch.',
    weightOf: 'weights of {{layer}}',
    movingOf: 'moving statistics of {{layer}}',
    slotOf: 'the optimizer’s state for {{layer}}',
    outputOf: 'the output of {{layer}}; the weights before it are finite',
    goBack: 'Go back to the last good snapshot with a tenth of the learning rate',
    snapshot: 'It is kept: epoch {{epoch}}, step {{step}} of {{steps}}, saved {{when}}.',
    anew: 'Train anew with a tenth of the learning rate',
    noSnapshot: 'No snapshot of this run was saved before that.',
  },
  log: {
    title: 'Log',
    note: 'as Keras prints it',
    copy: 'Copy log',
    empty: 'A line appears here after each epoch.',
    scroll: 'Epoch lines',
    earlier: 'The {{n}} epochs before these are in what “Copy log” copies, and in the history as CSV.',
  },
  offer: {
    title: 'A run was cut off; it can go on',
    place: '{{model}}: epoch {{epoch}} of {{epochs}}, step {{step}} of {{steps}}, saved {{time}} ago.',
    continue: 'Continue the run',
    look: 'Look',
    discard: 'Discard',
  },
  health: {
    steady: 'It goes on steadily: {{now}} a step.',
    slowed:
      'Slowed: {{now}} a step, usually {{usual}}. Something else uses the device, or the browser slows this tab.',
    stalled:
      'No sign of the run for {{silence}}, which is much longer than usual. Where it does not go on, stop it and continue from its last save.',
    slept: 'The machine slept, or the browser froze this tab, for {{time}}',
    wentOn: 'The run went on by itself.',
    sleepHelp: 'Nothing that was saved before is lost.',
    unseen: 'This tab was hidden for {{time}}; meanwhile the run went on by {{steps}} steps.',
  },
  awake: {
    label: 'Keep the screen on while it trains',
    help: 'Training goes on in a hidden tab, but not while the machine sleeps. The browser keeps the screen on only while this tab is seen.',
    missing: 'This browser cannot keep the screen on (too old, or the page is not served over https).',
    refused: 'The browser does not keep the screen on: {{problem}}',
  },
  otherTab: {
    title: 'Another tab of this lab is training',
    run: '{{model}}, seed {{seed}}: epoch {{epoch}} of {{epochs}} when it was last saved.',
    help: 'Only one tab trains at a time, so that no saved run is written over. Everything can be looked at here.',
    waits: 'This tab begins its run as soon as the other has ended.',
    wait: 'Train here when it ends',
    dont: 'Do not wait',
  },
  protection: {
    saved: 'Saved {{time}} ago, {{size}}: closing the page loses nothing before that.',
    last: 'Last saved {{time}} ago, {{size}}.',
    unprotected: 'This run is not being saved',
    'no-store':
      'This browser offers no place for it (a private window, cookies that are blocked, or not https). Training goes on; if the page closes, the run is lost.',
    'no-space':
      'There is no space left. Training goes on from the last save; delete older runs below to make room.',
    failed:
      'Writing failed. Training goes on, and it is tried again; if the page closes, what came after the last save is lost.',
    fellBack: 'The newest save was damaged: the run went on from the one of {{when}}.',
    recovered:
      'The device or the worker failed, and the run went on by itself from its last save. Times: {{n}}',
  },
  runs: {
    title: 'Saved runs',
    note: 'in this browser',
    none: 'A run is saved while it trains; it is listed here.',
    run: 'Run',
    progress: 'Epochs',
    best: 'Best val_acc',
    size: 'Size',
    saved: 'Saved',
    actions: 'Actions',
    seed: 'seed {{seed}}',
    epochs: '{{n}} of {{total}}',
    steps: '+ {{n}} / {{total}} steps',
    continue: 'Continue',
    open: 'Open',
    delete: 'Delete',
    rename: 'Rename',
    export: 'Export',
    name: 'Name of the run',
    renameThis: 'Rename {{model}}, saved {{when}}',
    exportThis: 'Export {{model}}, saved {{when}}',
    elsewhere: 'in training in another tab',
    untrained: 'from a file, no epoch here yet',
    continueThis: 'Continue {{model}}, saved {{when}}',
    openThis: 'Open {{model}}, saved {{when}}',
    deleteThis: 'Delete {{model}}, saved {{when}}',
    damaged: 'Files that cannot be read: {{n}}. They are left alone.',
    space: '{{used}} of {{quota}} in use.',
  },
  transfer,
  differences,
  came,
  signs: {
    'worse-than-guessing': {
      title: 'The loss is above that of guessing',
      numbers:
        'Epochs {{since}} to {{until}}: loss {{from}} → {{to}}. Guessing among ten classes gives {{guessing}}.',
      causes:
        'Most likely the learning rate of {{lr}} is too high: try a tenth of it. A network without batch normalisation needs a lower one.',
    },
    climbing: {
      title: 'The training loss climbs',
      numbers: 'It was lowest in epoch {{since}}: {{from}}. After epoch {{until}} it is {{to}}.',
      causes:
        'Most likely the learning rate of {{lr}} is too high for where the run has got to. A lower one helps, or one that falls: a schedule, or ReduceLROnPlateau. A larger batch makes steadier steps.',
    },
    stuck: {
      title: 'Nothing is being learnt',
      numbers:
        'Epochs {{since}} to {{until}}: loss {{from}} → {{to}}, accuracy near 10 %. Guessing among ten classes gives {{guessing}}.',
      causes:
        'With too high a learning rate all ReLUs may be dead after the first steps, with too low a one nothing moves. It is {{lr}}: try a tenth of it, ten times as much, or another optimizer.',
    },
    overfitting: {
      title: 'val_loss climbs while the training loss falls',
      numbers: 'val_loss was lowest in epoch {{since}}: {{from}}. After epoch {{until}} it is {{to}}.',
      causes:
        'The network learns its training images by heart. More images, flips and shifts or more dropout help; EarlyStopping goes back to the best epoch.',
    },
  },
  memory: {
    title: 'Memory grows, though it should not',
    tensors: 'Tensors: {{from}} → {{to}}',
    bytes: 'Memory of tensors: {{from}} → {{to}}',
    reports: 'in {{n}} read-backs, each with more than the one before.',
    epochs: 'in {{n}} epochs, each with more than the one before.',
    help: 'That is a fault of this page. The run goes on; should memory run out, it goes on from its last save.',
  },
  notes: {
    'reduced-lr': 'Epoch {{epoch}}: val_loss did not improve, learning rate reduced to {{lr}}.',
    'early-stopped': 'Epoch {{epoch}}: val_loss did not improve any more, the run was stopped early.',
    'restored-best': 'The weights of epoch {{epoch}} were restored: the lowest val_loss.',
    imported: 'Imported from a file, after epoch {{epoch}} and {{step}} updates.',
    resumed: 'Epoch {{epoch}}, after step {{step}}: the run was broken off, and went on from its last save.',
    'other-device':
      'Epoch {{epoch}}, after step {{step}}: the run goes on on another device or in another browser. From here on its numbers are the same to rounding, not bit for bit.',
    'lowered-lr':
      'Epoch {{epoch}}: gone back to a snapshot after a loss that was not finite, learning rate lowered to {{lr}}.',
  },
  sees: {
    title: 'What it sees now',
    note: '{{part}}, the same {{images}} images after each epoch · after epoch {{epoch}}: {{right}} of {{images}} right',
    empty: 'After each epoch: the same few validation images with what the network takes them for.',
  },
} as const;
