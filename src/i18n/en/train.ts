/** Words of the Train section. Names of metrics and callbacks are Keras's. */
import { came, differences, transfer } from './transfer';

export const train = {
  title: 'Train',
  lead: '{{model}} · {{params}} parameters · {{train}} training images, {{val}} validation images',
  experiment: 'Experiment',
  preset: 'Start from',
  presets: {
    own: { name: 'Own values', help: 'Not one of the presets: at least one field differs from each.' },
    reference: {
      name: 'The lab',
      help: 'AlexNet on 227 × 227 pixels, 40,000 images, 10 epochs of 625 steps, as in the course notebook. For a GPU: a CPU takes hours.',
    },
    lenet: { name: 'LeNet-5, all images', help: 'The comparison: a small network on the same split.' },
    small: {
      name: 'AlexNet, small images',
      help: 'The same layers on 67 × 67 pixels, with flips and shifts: for slower machines.',
    },
    first: {
      name: 'A first look',
      help: 'LeNet-5 on 2,000 images for 3 epochs: done in seconds, even without a GPU.',
    },
    original: {
      name: 'AlexNet of 2012',
      help: 'The network as published, with two towers and response normalisation, momentum and standardised pixels.',
    },
  },
  nextRun: 'A run continues with the values it was started with. Changes here apply from the next run.',
  groups: {
    network: 'Network',
    optimizer: 'Optimizer',
    data: 'Images',
    run: 'Callbacks and seed',
  },
  seeModel: 'See its layers in Model',
  problems: {
    range: '{{label}} must be in the range {{allowed}}. Not applied.',
    character:
      '{{label}}: with “{{character}}”, it is not clear which number is meant. Use digits, and a point for decimals: 40000 or 0.001. Allowed: {{allowed}}. Not applied.',
    split:
      '{{label}}: training and validation images together cannot exceed 50,000, so at most {{limit}} here. Not applied.',
    batchAboveTrain: '{{label}} must not exceed the {{limit}} training images. Not applied.',
    trainBelowBatch: '{{label}} must be at least one batch of {{limit}}. Not applied.',
  },
  optimizers: { sgd: 'SGD', momentum: 'SGD with momentum', adam: 'Adam' },
  schedules: { constant: 'constant', step: 'in steps', cosine: 'cosine' },
  scheduleHelp: {
    constant: 'The learning rate stays the same.',
    step: 'The learning rate is multiplied by the factor each time the given number of epochs has passed.',
    cosine: 'The learning rate follows half a cosine down to 0 at the last epoch.',
  },
  flipHelp: 'Mirrors half of the training images, left to right.',
  scales: { unit: 'pixels / 255', standard: 'standardised' },
  scaleHelp: {
    unit: '0 … 1, as in the course notebook.',
    standard: 'Minus the channel’s mean, divided by its standard deviation.',
  },
  labelings: { true: 'true', shuffled: 'shuffled' },
  labelHelp: {
    true: 'As in CIFAR-10.',
    shuffled:
      'A negative control: each training image gets the label of another. Nothing can be learnt, so validation accuracy must stay near 10 %. If it does not, the figures cannot be trusted.',
  },
  callbackHelp:
    'Number of epochs without a better val_loss before the run stops and restores its best weights, or before the learning rate is multiplied by 0.1. 0: never.',
  seedHelp:
    'Fixes initial weights, split, shuffle, dropout and augmentation. The same seed on the same device gives the same losses.',
  plan_one: '{{steps}} step per epoch, {{total}} in total.',
  plan_other: '{{steps}} steps per epoch, {{total}} in total.',
  leftOver_one:
    '{{images}} image is left over in each epoch, because it fills no batch. Shuffling makes it a different one each time.',
  leftOver_other:
    '{{images}} images are left over in each epoch, because they fill no batch. Shuffling makes them different ones each time.',
  shuffledNotice: 'Negative control: the next run trains on shuffled labels.',
  copyLink: 'Copy link',
  now: {
    title: 'Now',
    idle: 'Nothing is running. Press Train in the top bar.',
    loading: 'The images are loading: see Data.',
    compiling: 'Compiling shaders, {{seconds}}',
    building: 'Building the network, {{seconds}}',
    programs: '{{n}} of {{total}} programs',
    tuning: 'Measuring kernels on this device, {{seconds}}',
    shapes: '{{n}} of {{total}} shapes',
    tuningHelp:
      'Finds the fastest way to split up matrix products here. It takes a few seconds, and this browser remembers the result. It does not affect the numbers of a run.',
    compilingHelp: 'The device’s programs are compiled before the first step, once per network.',
    training: 'Epoch {{epoch}} of {{epochs}}, step {{step}} of {{steps}}',
    validating: 'Validating: {{images}} of {{total}} images',
    paused:
      'Paused in epoch {{epoch}}, after step {{step}} of {{steps}}. The model and its progress are kept.',
    evaluating: 'Running images through the model in inference mode: see Evaluate.',
    profiling: 'Measuring speed: see Explore.',
    estimating: 'Timing steps for an estimate: see “Before a run”.',
    left: '≈ {{time}} left, {{rate}}',
    progress: 'This run',
    completed_one: 'Finished: {{epochs}} epoch in {{time}}.',
    completed_other: 'Finished: {{epochs}} epochs in {{time}}.',
    'early-stopped_one': 'Stopped early by EarlyStopping after {{epochs}} epoch, {{time}}.',
    'early-stopped_other': 'Stopped early by EarlyStopping after {{epochs}} epochs, {{time}}.',
    opened_one: 'Opened as it was saved, after {{steps}} step. Press Train to continue it.',
    opened_other: 'Opened as it was saved, after {{steps}} steps. Press Train to continue it.',
    stopped_one: 'Stopped manually after {{steps}} step, {{time}}. The model is kept.',
    stopped_other: 'Stopped manually after {{steps}} steps, {{time}}. The model is kept.',
    restored: 'The model has the weights of its best epoch, {{epoch}}.',
    failed: 'The run failed: see below.',
    refused: 'Training is not available: see the message at the top.',
  },
  failure: {
    epochs_one: 'The results of {{epochs}} finished epoch are kept below.',
    epochs_other: 'The results of {{epochs}} finished epochs are kept below.',
    words: 'What the library said',
    loss: 'The loss at step {{step}} is {{loss}}.',
    weight: 'The losses up to step {{step}} are finite, but a weight that was about to be saved is not.',
    where:
      'First affected, in layer order: {{tensor}}, {{what}}. NaN: {{nan}}, infinite: {{infinite}}, of {{values}} values.',
    nowhere: 'All weights are finite now, and so are the outputs of all layers for this batch.',
    weightOf: 'weights of {{layer}}',
    movingOf: 'moving statistics of {{layer}}',
    slotOf: 'the optimizer’s state for {{layer}}',
    outputOf: 'the output of {{layer}}; the weights before it are finite',
    goBack: 'Go back to the last good snapshot with a tenth of the learning rate',
    snapshot: 'The last good snapshot: epoch {{epoch}}, step {{step}} of {{steps}}, saved {{when}}.',
    anew: 'Train anew with a tenth of the learning rate',
    noSnapshot: 'No snapshot of this run was saved before that.',
  },
  log: {
    title: 'Log',
    note: 'as Keras prints it',
    copy: 'Copy log',
    empty: 'A line appears here after each epoch.',
    scroll: 'Epoch lines',
    earlier_one: 'The epoch before these is included in “Copy log” and in the history as CSV.',
    earlier_other: 'The {{n}} epochs before these are included in “Copy log” and in the history as CSV.',
  },
  offer: {
    title: 'A run was interrupted; it can be continued',
    place: '{{model}}: epoch {{epoch}} of {{epochs}}, step {{step}} of {{steps}}, saved {{time}} ago.',
    continue: 'Continue the run',
    look: 'Look',
    discard: 'Discard',
  },
  health: {
    steady: 'Running steadily: {{now}} per step.',
    slowed:
      'Slowed down: {{now}} per step, usually {{usual}}. Something else is using the device, or the browser is slowing this tab.',
    stalled:
      'No response from the run for {{silence}}, which is much longer than usual. If it does not resume, stop it and continue from its last save.',
    slept: 'The machine was asleep, or the browser froze this tab, for {{time}}',
    wentOn: 'The run continued by itself.',
    sleepHelp: 'Nothing saved before that is lost.',
    unseen_one: 'This tab was hidden for {{time}}; meanwhile the run advanced by {{steps}} step.',
    unseen_other: 'This tab was hidden for {{time}}; meanwhile the run advanced by {{steps}} steps.',
  },
  awake: {
    label: 'Keep the screen on while it trains',
    help: 'Training continues in a hidden tab, but not while the machine sleeps. The browser keeps the screen on only while this tab is visible.',
    missing: 'This browser cannot keep the screen on (it is too old, or the page is not served over https).',
    refused: 'The browser refused to keep the screen on: {{problem}}',
  },
  otherTab: {
    title: 'Another tab of this lab is training',
    run: '{{model}}, seed {{seed}}: epoch {{epoch}} of {{epochs}} when it was last saved.',
    help: 'Only one tab trains at a time, so that no saved run is overwritten. You can still look at everything here.',
    waits: 'This tab starts its run as soon as the other one ends.',
    wait: 'Train here when it ends',
    dont: 'Do not wait',
  },
  protection: {
    saved: 'Saved {{time}} ago, {{size}}: if the page closes, nothing before that is lost.',
    last: 'Last saved {{time}} ago, {{size}}.',
    unprotected: 'This run is not being saved',
    'no-store':
      'This browser offers no storage for it (a private window, blocked cookies, or no https). Training continues; if the page closes, the run is lost.',
    'no-space': 'There is no space left. Training continues; delete older runs below to make room.',
    failed:
      'Saving failed. Training continues, and saving will be tried again; if the page closes, everything after the last save is lost.',
    fellBack: 'The newest save was damaged: the run continued from the one saved on {{when}}.',
    recovered_one: 'The device or the worker failed, and the run continued by itself from its last save.',
    recovered_other:
      'The device or the worker failed {{n}} times, and the run continued by itself from its last save each time.',
  },
  runs: {
    title: 'Saved runs',
    note: 'in this browser',
    none: 'Runs are saved while they train, and are listed here.',
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
    elsewhere: 'training in another tab',
    untrained: 'from a file, no epochs here yet',
    continueThis: 'Continue {{model}}, saved {{when}}',
    openThis: 'Open {{model}}, saved {{when}}',
    deleteThis: 'Delete {{model}}, saved {{when}}',
    damaged_one: '{{n}} file cannot be read. It is left untouched.',
    damaged_other: '{{n}} files cannot be read. They are left untouched.',
    space: '{{used}} of {{quota}} in use.',
  },
  transfer,
  differences,
  came,
  signs: {
    'worse-than-guessing': {
      title: 'The loss is worse than guessing',
      numbers:
        'Epochs {{since}} to {{until}}: loss {{from}} → {{to}}. Guessing among ten classes gives {{guessing}}.',
      causes:
        'Most likely the learning rate of {{lr}} is too high: try a tenth of it. A network without batch normalisation needs a lower one.',
    },
    climbing: {
      title: 'The training loss is rising',
      numbers: 'It was lowest in epoch {{since}}: {{from}}. After epoch {{until}} it is {{to}}.',
      causes:
        'Most likely the learning rate of {{lr}} is too high for this stage of the run. A lower one helps, or one that decreases: a schedule, or ReduceLROnPlateau. A larger batch makes steadier steps.',
    },
    stuck: {
      title: 'Nothing is being learnt',
      numbers:
        'Epochs {{since}} to {{until}}: loss {{from}} → {{to}}, accuracy near 10 %. Guessing among ten classes gives {{guessing}}.',
      causes:
        'If the learning rate is too high, all ReLUs may be dead after the first steps; if it is too low, nothing moves. It is {{lr}}: try a tenth of it, ten times as much, or another optimizer.',
    },
    overfitting: {
      title: 'val_loss is rising while the training loss falls',
      numbers: 'val_loss was lowest in epoch {{since}}: {{from}}. After epoch {{until}} it is {{to}}.',
      causes:
        'The network is memorising its training images. More images, flips and shifts or more dropout help; EarlyStopping goes back to the best epoch.',
    },
  },
  memory: {
    title: 'Memory is growing, though it should not',
    tensors: 'Tensors: {{from}} → {{to}}',
    bytes: 'Memory of tensors: {{from}} → {{to}}',
    reports: 'over {{n}} readings, each higher than the one before.',
    epochs: 'over {{n}} epochs, each higher than the one before.',
    help: 'This is a bug in this page. The run continues; if memory runs out, it resumes from its last save.',
  },
  notes: {
    'reduced-lr': 'Epoch {{epoch}}: val_loss did not improve, learning rate reduced to {{lr}}.',
    'early-stopped': 'Epoch {{epoch}}: val_loss stopped improving, so the run was stopped early.',
    'restored-best': 'The weights of epoch {{epoch}} were restored: the lowest val_loss.',
    imported_one: 'Imported from a file, after epoch {{epoch}} and {{step}} update.',
    imported_other: 'Imported from a file, after epoch {{epoch}} and {{step}} updates.',
    resumed:
      'Epoch {{epoch}}, after step {{step}}: the run was interrupted, and continued from its last save.',
    'other-device':
      'Epoch {{epoch}}, after step {{step}}: the run continues on another device or in another browser. From here on, its numbers agree up to rounding, not bit for bit.',
    'lowered-lr':
      'Epoch {{epoch}}: went back to a snapshot after a loss that was not finite, learning rate lowered to {{lr}}.',
  },
  sees: {
    title: 'What it sees now',
    note: '{{part}}, the same {{images}} images after each epoch · after epoch {{epoch}}: {{right}} of {{images}} right',
    empty: 'After each epoch, the same few validation images appear here with their predictions.',
  },
} as const;
