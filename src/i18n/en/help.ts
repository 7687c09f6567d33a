/**
 * The experiment's fields: `label` in the form, `short` where two runs are compared, and their
 * explanation. `formula` says in words what the formula beside it writes in symbols.
 */
export const help = {
  about: 'About {{name}}',
  keras: 'In Keras',
  source: 'Source',
  choices: {
    sgd: 'The weight w loses the learning rate times its gradient g.',
    momentum:
      'The velocity v keeps a share of itself and loses the learning rate times the gradient g; the weight w moves by it.',
    adam: 'm and v follow the gradient g and its square; after update t the weight w loses α times m over the root of v. β₁ = 0.9, β₂ = 0.999, ε = 1e-7.',
    constant: 'The rate η of every step is the learning rate.',
    step: 'The learning rate times the factor, once for each “every” epochs among the e that are finished.',
    cosine:
      'Half the learning rate times one plus the cosine of π times p, the share of the run that is done.',
    unit: 'The pixel, 0 to 255, over 255.',
    standard: 'The pixel over 255, less the mean of its channel, over the channel’s standard deviation.',
  },
  fields: {
    model: {
      label: 'Network',
      short: 'network',
      name: 'network',
      text: 'The layers and how they follow each other. A larger network can learn more, and takes more time and memory. Most of a network’s weights are in its dense layers, most of its arithmetic in its convolutions.',
      formula:
        'n weights and biases of a convolution: each of its K filters has F times F weights for each of C channels, and a bias.',
      example: 'The first convolution: F = {{f}}, C = {{c}}, K = {{k}}, so n = {{n}}.',
    },
    input: {
      label: 'Input side, px',
      short: 'input side',
      name: 'input side',
      text: 'CIFAR-10’s images of 32 × 32 pixels are enlarged to this side, without new detail. Fewer pixels mean fewer positions of each filter and a faster step.',
      formula:
        'The output side O: the input H with zeros P on both sides, less the filter F, over the stride S, rounded down, plus one.',
      example: 'The first convolution: H = {{h}}, F = {{f}}, S = {{s}}, P = 0, so O = {{o}}.',
    },
    train: {
      label: 'Training images',
      short: 'training images',
      name: 'training images',
      text: 'The images that the weights are fitted to. With few of them a large network learns them by heart; more make it slower and better. Training and validation images never meet.',
      formula: 'n: what is left of CIFAR-10’s 50,000 training images when both parts are taken.',
      example: 'With the form’s numbers, images left out: {{n}}.',
    },
    val: {
      label: 'Validation images',
      short: 'validation images',
      name: 'validation images',
      text: 'After each epoch the network is measured on these; it does not learn from them. You choose settings by them, so the last word belongs to the test images.',
      formula:
        'The standard error s of an accuracy a: the root of a times one minus a, over the number of images.',
      example: 'An accuracy of {{a}} on {{n}} images is known to ± {{s}}.',
    },
    test: {
      label: 'Test images',
      short: 'test images',
      name: 'test images',
      text: 'Images for one last measurement, of which neither training nor you made use. Whoever chooses settings by them makes them validation images.',
      formula:
        'The standard error s of an accuracy a: the root of a times one minus a, over the number of images.',
      example: 'An accuracy of {{a}} on {{n}} images is known to ± {{s}}.',
    },
    epochs: {
      label: 'Epochs',
      short: 'epochs',
      name: 'epochs',
      text: 'How often the run goes over all training images. The loss on them goes on falling; when val_loss rises again, more epochs only overfit.',
      formula: 'n steps of a run: epochs times the whole batches of the training images.',
      example: 'With the form’s numbers: n = {{n}}.',
    },
    batch: {
      label: 'Batch size',
      short: 'batch',
      name: 'batch size',
      text: 'Images whose mean gradient makes one update. Larger batches give calmer gradients and better use of the device, but need more memory and make fewer updates an epoch.',
      formula: 'n steps of an epoch: training images over batch size, rounded down.',
      example: 'With the form’s numbers: n = {{n}}.',
    },
    optimizer: {
      label: 'Optimizer',
      short: 'optimizer',
      name: 'optimizer',
      text: 'The rule that turns gradients into new weights. SGD takes the gradient as it is; momentum adds up past ones; Adam gives each weight a step of its own size, about the learning rate.',
      example: 'In the first update a gradient of {{g}} changes a weight by {{change}}.',
    },
    lr: {
      label: 'Learning rate',
      short: 'lr',
      name: 'learning rate',
      text: 'How far a weight moves for its gradient. Too high, and the loss jumps or becomes NaN; too low, and nothing happens. Look for it in powers of ten.',
      formula:
        'In SGD the weight w loses the learning rate times its gradient g. The other optimizers multiply their step by it, too.',
      example: 'In SGD a gradient of {{g}} changes a weight by {{change}}.',
    },
    momentum: {
      label: 'Momentum',
      short: 'momentum',
      name: 'momentum',
      text: 'The share of the last move that goes on. Moves in one direction add up, moves to and fro cancel each other.',
      formula:
        'The velocity v keeps this share and loses the learning rate times the gradient g; the weight w moves by v. Under a steady gradient that becomes n single steps: one over one minus the momentum.',
      example: 'At the form’s value: n = {{n}}.',
    },
    schedule: {
      label: 'Schedule',
      short: 'schedule',
      name: 'schedule',
      text: 'How the learning rate goes on during the run: large steps first, to get somewhere, small ones at the end, to settle.',
      example: 'At the start of epoch {{epoch}} of {{epochs}}: η = {{rate}}.',
    },
    stepEvery: {
      label: 'Every … epochs',
      short: 'epochs a step',
      name: 'the length of a stair',
      text: 'After each such number of epochs the learning rate is multiplied by the factor.',
      formula:
        'The learning rate times the factor to the power of e over “every”, rounded down; e epochs are finished.',
      example: 'At the start of epoch {{epoch}} of {{epochs}}: η = {{rate}}.',
    },
    stepFactor: {
      label: 'Factor',
      short: 'factor a step',
      name: 'the factor of a stair',
      text: 'What the learning rate is multiplied by at each stair. 1 would keep it as it is.',
      formula:
        'The learning rate times the factor to the power of e over “every”, rounded down; e epochs are finished.',
      example: 'At the start of epoch {{epoch}} of {{epochs}}: η = {{rate}}.',
    },
    flip: {
      label: 'Random flip',
      short: 'flip',
      name: 'random flip',
      text: 'Each training image is mirrored with a chance of one half, drawn anew in each epoch. A mirrored cat is a cat: the network sees twice as many, and overfits later.',
      formula: 'A mirrored image takes column x from column 31 minus x.',
      example: 'Column {{x}} comes from column {{from}}.',
    },
    shift: {
      label: 'Random shift, px of 32',
      short: 'shift',
      name: 'random shift',
      text: 'Each training image is moved by a whole number of pixels, at most this many either way; what is missing at the edge is mirrored. The network learns that the place does not matter.',
      formula: 'n places for an image: twice the shift plus one, squared.',
      example: 'At the form’s value: n = {{n}}.',
    },
    scale: {
      label: 'Scale of the pixels',
      short: 'pixels',
      name: 'the scale of the pixels',
      text: 'What the network gets for a pixel of 0 to 255. Inputs around 0 of a size near 1 suit the usual initial weights.',
      example: 'A red of {{pixel}} becomes {{x}}.',
    },
    dropout: {
      label: 'Dropout rate',
      short: 'dropout',
      name: 'dropout rate',
      text: 'In training this share of a layer’s values is set to zero, others in each step, so that no weight can rely on another. In validation and test all are kept.',
      formula:
        'A value x is kept (b = 1) or not (b = 0), and divided by one minus the rate, so that the mean stays.',
      example: 'At a rate of {{rate}} a value that is kept is multiplied by {{factor}}.',
    },
    norm: {
      label: 'Normalisation',
      short: 'normalisation',
      name: 'normalisation',
      text: 'Keeps the activations in a range in which learning goes on: by the mean and variance of each channel over the batch (batch), or by the values of neighbouring channels at the same place (LRN). Without it, a deep network needs a lower learning rate.',
      formula:
        'Batch: the value x less the mean μ, over the root of the variance σ² and a small ε, times γ plus β, which are learnt. LRN: x over k plus α times q, the squares of five neighbouring channels, to the power of β.',
      example:
        'With μ = 1, σ² = 0.25, γ = 1 and β = 0, or for LRN with neighbours of 10: x = {{x}} becomes y = {{o}}.',
    },
    convs: {
      label: 'Convolutions',
      short: 'convolutions',
      name: 'number of convolutions',
      text: 'AlexNet has five. With fewer, filters see less of what others have found, and the network recognises less; the paper’s authors lost about two points with any of the middle ones gone.',
      formula:
        'n weights and biases of a convolution: each of its K filters has F times F weights for each of C channels that it sees, and a bias.',
      example: 'The first to be left out is the fourth: F = {{f}}, C = {{c}}, K = {{k}}, so n = {{n}}.',
    },
    earlyStopping: {
      label: 'EarlyStopping, patience',
      short: 'EarlyStopping',
      name: 'EarlyStopping',
      text: 'Ends the run when val_loss has not improved for this many epochs, and goes back to the weights of the best one. 0 switches it off.',
      formula:
        'An epoch is better if its val_loss is below the best so far; the run ends when the epochs without a better one reach the patience.',
      example: 'After a best of {{best}} only a val_loss below {{limit}} is better.',
    },
    reduceLr: {
      label: 'ReduceLROnPlateau, patience',
      short: 'ReduceLROnPlateau',
      name: 'ReduceLROnPlateau',
      text: 'Makes the learning rate ten times smaller when val_loss has not improved for this many epochs, and counts anew. 0 switches it off.',
      formula:
        'An epoch is better if its val_loss is below the best so far by more than 0.0001; when the epochs without a better one reach the patience, the rate η becomes a tenth.',
      example:
        'After a best of {{best}} only a val_loss below {{limit}} is better. The form’s learning rate would become {{rate}}.',
    },
    labels: {
      label: 'Labels',
      short: 'labels',
      name: 'labels',
      text: 'Shuffled labels are a control: the images have nothing to do with them any more. A network can still learn them by heart, but validation must stay at guessing.',
      formula: 'The loss of guessing evenly among ten classes: the natural logarithm of ten.',
      example: 'That is {{loss}}. Validation cannot stay below it for long when labels are shuffled.',
    },
    leak: {
      label: 'Validation images trained on',
      short: 'leak',
      name: 'validation images trained on',
      text: 'A leak, on purpose. A network is images on images that it has not learnt from; where some of them were among the training images, the figure tells how well it remembers. In real work this happens unseen: duplicates, frames of one film, statistics taken over everything.',
      formula:
        'What validation says: the share l of its images that were trained on, times the accuracy a on such images, plus the rest times the accuracy b on new ones.',
      example:
        'With the form’s numbers of images {{f}} of the validation images are trained on. A network that knows {{x}} of those and {{a}} of new ones is said to have {{s}}.',
    },
    seed: {
      label: 'Seed',
      short: 'seed',
      name: 'seed',
      text: 'The number from which all random choices follow: initial weights, split, order, dropout, augmentation. Runs with other seeds show how much of a difference is chance.',
      formula: 'n different seeds: two to the power of 32.',
      example: 'n = {{n}}.',
    },
  },
} as const;
