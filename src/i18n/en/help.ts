/**
 * The experiment's fields: `label` in the form, `short` where two runs are compared, and their
 * explanation. `formula` says in words what the formula beside it writes in symbols.
 */
export const help = {
  about: 'About {{name}}',
  keras: 'In Keras',
  source: 'Source',
  choices: {
    sgd: 'The learning rate times the gradient g is subtracted from the weight w.',
    momentum:
      'The velocity v is multiplied by the momentum, minus the learning rate times the gradient g; v is then added to the weight w.',
    adam: 'm and v are running averages of the gradient g and of its square; in update t, α times m over the square root of v is subtracted from the weight w. β₁ = 0.9, β₂ = 0.999, ε = 1e-7.',
    constant: 'The rate η of every step is the learning rate itself.',
    step: 'The learning rate times the factor to the power of e over “every”, rounded down; e is the number of finished epochs.',
    cosine:
      'Half the learning rate times one plus the cosine of π times p; p is the fraction of the run that is done.',
    unit: 'The pixel value, 0 to 255, divided by 255.',
    standard:
      'The pixel value divided by 255, minus the mean of its channel, divided by the channel’s standard deviation.',
  },
  fields: {
    model: {
      label: 'Network',
      short: 'network',
      name: 'network',
      text: 'The layers and their order. A larger network can learn more, but takes more time and memory. Most of a network’s weights are in its dense layers, most of its arithmetic in its convolutions.',
      formula:
        'The number n of weights and biases in a convolution: each of its K filters has F times F weights for each of C channels, plus a bias.',
      example: 'The first convolution: F = {{f}}, C = {{c}}, K = {{k}}, so n = {{n}}.',
    },
    input: {
      label: 'Input side, px',
      short: 'input side',
      name: 'input side',
      text: 'CIFAR-10’s images of 32 × 32 pixels are enlarged to this size, which adds no detail. Fewer pixels mean fewer positions for each filter and a faster step.',
      formula:
        'The output side O: the input side H plus padding P on both sides, minus the filter side F, divided by the stride S, rounded down, plus one.',
      example: 'The first convolution: H = {{h}}, F = {{f}}, S = {{s}}, P = 0, so O = {{o}}.',
    },
    train: {
      label: 'Training images',
      short: 'training images',
      name: 'training images',
      text: 'The images that the weights are fitted to. With few of them, a large network memorises them; with more, training is slower and the network better. Training and validation images never overlap.',
      formula:
        'n: how many of CIFAR-10’s 50,000 training images are left after the training and validation images are taken.',
      example: 'With the values in the form, images left out: {{n}}.',
    },
    val: {
      label: 'Validation images',
      short: 'validation images',
      name: 'validation images',
      text: 'After each epoch, the network is evaluated on these; it does not learn from them. You choose settings based on them, so the test images have the last word.',
      formula:
        'The standard error s of an accuracy a: the square root of a times one minus a, divided by the number of images.',
      example: 'An accuracy of {{a}} on {{n}} images is known to within ± {{s}}.',
    },
    test: {
      label: 'Test images',
      short: 'test images',
      name: 'test images',
      text: 'Images for one final measurement, used neither for training nor for choosing settings. If you choose settings based on them, they become validation images.',
      formula:
        'The standard error s of an accuracy a: the square root of a times one minus a, divided by the number of images.',
      example: 'An accuracy of {{a}} on {{n}} images is known to within ± {{s}}.',
    },
    epochs: {
      label: 'Epochs',
      short: 'epochs',
      name: 'epochs',
      text: 'How many times the run goes through all training images. The training loss keeps falling; once val_loss rises again, more epochs only overfit.',
      formula: 'The number n of steps in a run: epochs times the number of whole batches of training images.',
      example: 'With the values in the form: n = {{n}}.',
    },
    batch: {
      label: 'Batch size',
      short: 'batch',
      name: 'batch size',
      text: 'The number of images whose mean gradient makes one update. Larger batches give less noisy gradients and use the device better, but need more memory and make fewer updates per epoch.',
      formula: 'The number n of steps in an epoch: training images divided by batch size, rounded down.',
      example: 'With the values in the form: n = {{n}}.',
    },
    optimizer: {
      label: 'Optimizer',
      short: 'optimizer',
      name: 'optimizer',
      text: 'The rule that turns gradients into new weights. SGD uses the gradient as it is; momentum accumulates past ones; Adam gives each weight its own step size, about the learning rate.',
      example: 'In the first update, a gradient of {{g}} changes a weight by {{change}}.',
    },
    lr: {
      label: 'Learning rate',
      short: 'lr',
      name: 'learning rate',
      text: 'How far a weight moves for a given gradient. Too high, and the loss jumps or becomes NaN; too low, and nothing happens. Search in powers of ten.',
      formula:
        'In SGD, the learning rate times the gradient g is subtracted from the weight w. The other optimizers scale their steps by the learning rate, too.',
      example: 'In SGD, a gradient of {{g}} changes a weight by {{change}}.',
    },
    momentum: {
      label: 'Momentum',
      short: 'momentum',
      name: 'momentum',
      text: 'The fraction of the last move that carries over. Moves in the same direction add up; moves back and forth cancel out.',
      formula:
        'The velocity v is multiplied by the momentum, minus the learning rate times the gradient g; v is then added to the weight w. With a steady gradient, v grows to n single steps; n is one over one minus the momentum.',
      example: 'With the value in the form: n = {{n}}.',
    },
    schedule: {
      label: 'Schedule',
      short: 'schedule',
      name: 'schedule',
      text: 'How the learning rate changes during the run: large steps first, to make progress, small ones at the end, to settle.',
      example: 'At the start of epoch {{epoch}} of {{epochs}}: η = {{rate}}.',
    },
    stepEvery: {
      label: 'Every … epochs',
      short: 'epochs per drop',
      name: 'the length of a stair',
      text: 'Each time this many epochs have passed, the learning rate is multiplied by the factor.',
      formula:
        'The learning rate times the factor to the power of e over “every”, rounded down; e is the number of finished epochs.',
      example: 'At the start of epoch {{epoch}} of {{epochs}}: η = {{rate}}.',
    },
    stepFactor: {
      label: 'Factor',
      short: 'factor per drop',
      name: 'the factor of a stair',
      text: 'What the learning rate is multiplied by at each drop. 1 would leave it unchanged.',
      formula:
        'The learning rate times the factor to the power of e over “every”, rounded down; e is the number of finished epochs.',
      example: 'At the start of epoch {{epoch}} of {{epochs}}: η = {{rate}}.',
    },
    flip: {
      label: 'Random flip',
      short: 'flip',
      name: 'random flip',
      text: 'Each training image is mirrored with a probability of one half, drawn again in each epoch. A mirrored cat is still a cat: the network sees twice as many images, and overfits later.',
      formula: 'In a mirrored image, column x is column 31 minus x of the original.',
      example: 'Column {{x}} comes from column {{from}}.',
    },
    shift: {
      label: 'Random shift, px of 32',
      short: 'shift',
      name: 'random shift',
      text: 'Each training image is shifted by a whole number of pixels, at most this many in each direction; the gap at the edge is filled by mirroring. The network learns that position does not matter.',
      formula: 'The number n of possible positions of an image: twice the shift plus one, squared.',
      example: 'With the value in the form: n = {{n}}.',
    },
    scale: {
      label: 'Scale of the pixels',
      short: 'pixels',
      name: 'the scale of the pixels',
      text: 'How pixel values from 0 to 255 are scaled for the network. Inputs around 0, with a size near 1, suit the usual initial weights.',
      example: 'A red value of {{pixel}} becomes {{x}}.',
    },
    dropout: {
      label: 'Dropout rate',
      short: 'dropout',
      name: 'dropout rate',
      text: 'In training, this fraction of a layer’s values is set to zero, different ones in each step, so that no weight can rely on another. In validation and testing, all are kept.',
      formula:
        'A value x is kept (b = 1) or not (b = 0), and divided by one minus the rate, so that the mean stays the same.',
      example: 'At a rate of {{rate}}, a value that is kept is multiplied by {{factor}}.',
    },
    norm: {
      label: 'Normalisation',
      short: 'normalisation',
      name: 'normalisation',
      text: 'Keeps the activations in a range where learning works: by the mean and variance of each channel over the batch (batch), or by the values of neighbouring channels at the same position (LRN). Without it, a deep network needs a lower learning rate.',
      formula:
        'Batch: the value x minus the mean μ, divided by the square root of the variance σ² plus a small ε, times γ, plus β; γ and β are learnt. LRN: x divided by (k plus α times q) to the power of β; q is the sum of the squares in five neighbouring channels.',
      example:
        'With μ = 1, σ² = 0.25, γ = 1 and β = 0, or for LRN with all five channels at 10, x = {{x}} becomes y = {{o}}.',
    },
    convs: {
      label: 'Convolutions',
      short: 'convolutions',
      name: 'number of convolutions',
      text: 'AlexNet has five. With fewer, filters can build less on what others have found, and the network recognises less; the paper’s authors lost about two percentage points by removing any of the middle ones.',
      formula:
        'The number n of weights and biases in a convolution: each of its K filters has F times F weights for each of the C channels that it sees, plus a bias.',
      example: 'The first to be left out is the fourth: F = {{f}}, C = {{c}}, K = {{k}}, so n = {{n}}.',
    },
    earlyStopping: {
      label: 'EarlyStopping, patience',
      short: 'EarlyStopping',
      name: 'EarlyStopping',
      text: 'Ends the run when val_loss has not improved for this many epochs, and restores the weights of the best epoch. 0 switches it off.',
      formula:
        'An epoch is better if its val_loss is below the best so far; the run ends when the number of epochs without a better one reaches the patience.',
      example: 'After a best of {{best}}, only a val_loss below {{limit}} is better.',
    },
    reduceLr: {
      label: 'ReduceLROnPlateau, patience',
      short: 'ReduceLROnPlateau',
      name: 'ReduceLROnPlateau',
      text: 'Divides the learning rate by ten when val_loss has not improved for this many epochs, then starts counting again. 0 switches it off.',
      formula:
        'An epoch is better if its val_loss is below the best so far by more than 0.0001; when the number of epochs without a better one reaches the patience, the rate η is divided by ten.',
      example:
        'After a best of {{best}}, only a val_loss below {{limit}} is better. The form’s learning rate would become {{rate}}.',
    },
    labels: {
      label: 'Labels',
      short: 'labels',
      name: 'labels',
      text: 'Shuffled labels are a control: the labels no longer have anything to do with the images. A network can still memorise them, but validation must stay at chance level.',
      formula: 'The loss of guessing evenly among ten classes: the natural logarithm of ten.',
      example: 'That is {{loss}}. With shuffled labels, val_loss cannot stay below it for long.',
    },
    leak: {
      label: 'Validation images trained on',
      short: 'leak',
      name: 'validation images trained on',
      text: 'A leak, on purpose. A network should be measured on images that it has not learnt from; if some of them were among the training images, the result shows how well it remembers. In real work this happens unnoticed: duplicates, frames of the same video, statistics computed over all the data.',
      formula:
        'What validation reports: the fraction l of its images that were trained on, times the accuracy a on those images, plus the remaining fraction times the accuracy b on new ones.',
      example:
        'With the values in the form, {{f}} of the validation images are trained on. For a network that gets {{x}} of those and {{a}} of new ones right, validation reports {{s}}.',
    },
    seed: {
      label: 'Seed',
      short: 'seed',
      name: 'seed',
      text: 'The number that determines all random choices: initial weights, split, order, dropout, augmentation. Runs with other seeds show how much of a difference is chance.',
      formula: 'The number n of different seeds: two to the power of 32.',
      example: 'n = {{n}}.',
    },
  },
} as const;
