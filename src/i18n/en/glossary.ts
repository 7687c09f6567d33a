/** The terms of the page, each with a sentence. Ids are those of ui/help/terms.ts. */
export const glossary = {
  title: 'Glossary',
  search: 'Search the glossary',
  clear: 'Clear the search',
  seen: 'Seen in {{place}}',
  found_one: '{{n}} term',
  found_other: '{{n}} terms',
  none: 'No term contains all of these words.',
  terms: {
    accuracy: {
      name: 'Accuracy',
      text: 'The fraction of images whose class was predicted correctly. With ten classes of equal size, chance gives 10 %.',
    },
    activation: {
      name: 'Activation',
      text: 'The output of a layer for an image; also the function, such as ReLU, that turns the layer’s sums into that output.',
    },
    adam: {
      name: 'Adam',
      text: 'An optimizer that tracks running averages of each weight’s gradient and of its square, so that every weight moves by about the learning rate.',
    },
    augmentation: {
      name: 'Augmentation',
      text: 'Small random changes to training images, such as mirroring and shifting, that keep the class the same and make overfitting harder.',
    },
    backend: {
      name: 'Backend',
      text: 'What TensorFlow.js runs on: WebGPU or WebGL on a graphics card, WebAssembly (wasm) or JavaScript (cpu) on the processor.',
    },
    backpropagation: {
      name: 'Backpropagation',
      text: 'Going from the loss back through the layers, by the chain rule, to get the gradient of every weight.',
    },
    batch: {
      name: 'Batch',
      text: 'The images processed in one step; their mean loss gives one update of the weights.',
    },
    batchNorm: {
      name: 'Batch normalisation',
      text: 'A layer that brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it by two learnt weights; outside training it uses moving averages.',
    },
    bias: { name: 'Bias', text: 'A weight that is added to a sum, whatever the input.' },
    calibration: {
      name: 'Calibration',
      text: 'How well predicted probabilities match reality: of all predictions at 80 %, 80 % should be right.',
    },
    channel: {
      name: 'Channel',
      text: 'One plane of an image or of a layer’s output: red, green and blue at first, then one for each filter.',
    },
    confusionMatrix: {
      name: 'Confusion matrix',
      text: 'A table that counts, for each actual class, which classes were predicted; correct predictions are on its diagonal.',
    },
    convolution: {
      name: 'Convolution',
      text: 'A layer whose filters slide over the image and, at each position, give the sum of products with the values under them.',
    },
    crossEntropy: {
      name: 'Cross-entropy',
      text: 'The loss of a classifier: minus the logarithm of the probability that it gave to the right class.',
    },
    deadRelu: {
      name: 'Dead ReLU',
      text: 'A unit whose sum is negative for every image: it outputs 0, gets no gradient, and does not recover by itself.',
    },
    denseLayer: {
      name: 'Dense layer',
      text: 'A layer in which every output is connected to every input; also called fully connected.',
    },
    dropout: {
      name: 'Dropout',
      text: 'A layer that, in training, sets a random fraction of values to 0 and scales the others up to compensate.',
    },
    earlyStopping: {
      name: 'Early stopping',
      text: 'Ending a run when val_loss has not improved for some epochs, and restoring its best weights.',
    },
    epoch: { name: 'Epoch', text: 'One pass over the training images, in whole batches.' },
    f1: { name: 'F1', text: 'The harmonic mean of precision and recall: high only when both are.' },
    featureMap: {
      name: 'Feature map',
      text: 'The output of one filter over the whole image: a picture of where it found its pattern.',
    },
    filter: {
      name: 'Filter',
      text: 'The weights that a convolution applies at each position; they learn to respond to one pattern. Also called kernel.',
    },
    flatten: {
      name: 'Flatten',
      text: 'Turning an output of height, width and channels into one row of numbers for a dense layer.',
    },
    gradCam: {
      name: 'Grad-CAM',
      text: 'A picture of which parts of an image support a class: the last feature maps, weighted by the class’s gradient.',
    },
    gradient: {
      name: 'Gradient',
      text: 'How much the loss changes for a small change in each weight, and in which direction.',
    },
    learningRate: { name: 'Learning rate', text: 'How far the weights move in a step for a given gradient.' },
    logits: {
      name: 'Logits',
      text: 'The last layer’s outputs before softmax: one number per class, of any size.',
    },
    loss: {
      name: 'Loss',
      text: 'One number for how wrong the network is on a batch; training makes it smaller.',
    },
    lrn: {
      name: 'Local response normalisation',
      text: 'A layer of AlexNet 2012 that divides each value by a sum over neighbouring channels, so that strong responses dampen their neighbours; LRN for short.',
    },
    momentum: {
      name: 'Momentum',
      text: 'The fraction of a weight’s last move that carries over into the next.',
    },
    optimizer: { name: 'Optimizer', text: 'The rule that turns gradients into new weights.' },
    overfitting: {
      name: 'Overfitting',
      text: 'Memorising the training images: the training loss keeps falling while val_loss rises.',
    },
    padding: { name: 'Padding', text: 'Zeros around an image, so that filters reach its edge.' },
    parameter: {
      name: 'Parameter',
      text: 'A number stored in a layer. Training changes the trainable ones; the moving averages of batch normalisation are not trainable.',
    },
    pooling: {
      name: 'Max pooling',
      text: 'A layer that keeps the largest value in each small window: the images get smaller, and the exact position matters less.',
    },
    precision: {
      name: 'Precision',
      text: 'Of all images predicted as a class, the fraction that really belong to it.',
    },
    recall: { name: 'Recall', text: 'Of all images of a class, the fraction predicted as that class.' },
    receptiveField: {
      name: 'Receptive field',
      text: 'The part of the input that one output value sees; it grows from layer to layer.',
    },
    relu: { name: 'ReLU', text: 'The activation that keeps positive values and sets negative ones to 0.' },
    samePadding: {
      name: 'Same and valid',
      text: 'Keras’s two ways of handling the edge. Valid: no padding, so the output is smaller. Same: as many zeros as stride 1 needs to keep the size.',
    },
    schedule: { name: 'Schedule', text: 'How the learning rate changes over the epochs.' },
    seed: { name: 'Seed', text: 'The number that determines all random choices of a run.' },
    snapshot: {
      name: 'Snapshot',
      text: 'A run’s complete state, saved as a file in the browser, from which it can continue.',
    },
    softmax: { name: 'Softmax', text: 'Turns logits into probabilities: all positive, with a sum of 1.' },
    split: {
      name: 'Split',
      text: 'The division of the images into training, validation and test images, with no overlap.',
    },
    step: { name: 'Step', text: 'One batch, its gradients, and one update of all weights.' },
    stride: { name: 'Stride', text: 'How many pixels a filter moves from one position to the next.' },
    tensor: {
      name: 'Tensor',
      text: 'A block of numbers with a shape, such as images by height by width by channels.',
    },
    testSet: {
      name: 'Test set',
      text: 'Images used neither for training nor for choosing settings, kept for the final measurement.',
    },
    validation: {
      name: 'Validation',
      text: 'Measuring after each epoch on images that training does not use: val_loss and val_acc.',
    },
    webgpu: {
      name: 'WebGPU',
      text: 'The browser’s interface for computing on a graphics card. WebGL is the older one, made for drawing.',
    },
  },
} as const;
