/** The terms of the page, each with a sentence. Ids are those of ui/help/terms.ts. */
export const glossary = {
  title: 'Glossary',
  search: 'Search the glossary',
  clear: 'Clear the search',
  seen: 'Seen in {{place}}',
  found: 'Terms: {{n}}',
  none: 'No term has all of these words.',
  terms: {
    accuracy: {
      name: 'Accuracy',
      text: 'The share of images whose class was guessed rightly. Among ten classes of equal size chance gives 10 %.',
    },
    activation: {
      name: 'Activation',
      text: 'What a layer gives for an image, and the function, such as ReLU, that makes it from the layer’s sums.',
    },
    adam: {
      name: 'Adam',
      text: 'An optimizer that follows the mean of each weight’s gradient and of its square, so that every weight moves by about the learning rate.',
    },
    augmentation: {
      name: 'Augmentation',
      text: 'Small random changes of training images, such as mirrors and shifts, which leave the class as it is and make overfitting harder.',
    },
    backend: {
      name: 'Backend',
      text: 'What TensorFlow.js computes with: WebGPU or WebGL on a graphics card, WebAssembly (wasm) or JavaScript (cpu) on the processor.',
    },
    backpropagation: {
      name: 'Backpropagation',
      text: 'The way from the loss back through the layers that gives the gradient of every weight, by the chain rule.',
    },
    batch: {
      name: 'Batch',
      text: 'The images of one step; their mean loss gives one update of the weights.',
    },
    batchNorm: {
      name: 'Batch normalisation',
      text: 'A layer that brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it by two weights; without training it uses moving averages.',
    },
    bias: { name: 'Bias', text: 'A weight that is added to a sum, whatever the input.' },
    calibration: {
      name: 'Calibration',
      text: 'How well probabilities say what they mean: of all guesses at 80 %, 80 % should be right.',
    },
    channel: {
      name: 'Channel',
      text: 'One layer of an image or of a layer’s output: red, green, blue at first, then one for each filter.',
    },
    confusionMatrix: {
      name: 'Confusion matrix',
      text: 'A table that counts, for each actual class, which classes were guessed; what was right is on its diagonal.',
    },
    convolution: {
      name: 'Convolution',
      text: 'A layer whose filters slide over the image and give at each position the sum of products with what lies under them.',
    },
    crossEntropy: {
      name: 'Cross-entropy',
      text: 'The loss of a classifier: minus the logarithm of the probability that it gave to the right class.',
    },
    deadRelu: {
      name: 'Dead ReLU',
      text: 'A unit whose sum is negative for every image: it gives 0, gets no gradient, and does not come back by itself.',
    },
    denseLayer: {
      name: 'Dense layer',
      text: 'A layer in which every output sees every input; also called fully connected.',
    },
    dropout: {
      name: 'Dropout',
      text: 'A layer that in training sets a random share of values to 0 and enlarges the others to make up for it.',
    },
    earlyStopping: {
      name: 'Early stopping',
      text: 'Ending a run when validation has not improved for some epochs, and going back to its best weights.',
    },
    epoch: { name: 'Epoch', text: 'Every whole batch of the training images once.' },
    f1: { name: 'F1', text: 'The harmonic mean of precision and recall: high only when both are.' },
    featureMap: {
      name: 'Feature map',
      text: 'What one filter gives over the whole image: a picture of where it found what it looks for.',
    },
    filter: {
      name: 'Filter',
      text: 'The weights of a convolution that are laid on each position, and learn to answer to one pattern; also called kernel.',
    },
    flatten: {
      name: 'Flatten',
      text: 'Laying an output of height, width and channels out as one row of numbers, for a dense layer.',
    },
    gradCam: {
      name: 'Grad-CAM',
      text: 'A picture of where an image spoke for a class: the last feature maps, weighted by the class’s gradient.',
    },
    gradient: {
      name: 'Gradient',
      text: 'How much the loss changes for a small change of each weight, and in which direction.',
    },
    learningRate: { name: 'Learning rate', text: 'How far weights move for their gradient in a step.' },
    logits: {
      name: 'Logits',
      text: 'The last layer’s outputs before softmax: one number a class, of any size.',
    },
    loss: {
      name: 'Loss',
      text: 'One number for how wrong the network is on a batch; training makes it smaller.',
    },
    lrn: {
      name: 'Local response normalisation',
      text: 'A layer of AlexNet 2012 that divides each value by a sum over neighbouring channels, so that strong answers quieten their neighbours; in short LRN.',
    },
    momentum: { name: 'Momentum', text: 'The share of a weight’s last move that goes on into the next.' },
    optimizer: { name: 'Optimizer', text: 'The rule by which gradients become new weights.' },
    overfitting: {
      name: 'Overfitting',
      text: 'Learning the training images by heart: their loss falls on while val_loss rises.',
    },
    padding: { name: 'Padding', text: 'Zeros around an image, so that filters reach its edge.' },
    parameter: {
      name: 'Parameter',
      text: 'A number that a layer holds. Training changes the trainable ones; moving averages of batch normalisation are not.',
    },
    pooling: {
      name: 'Max pooling',
      text: 'A layer that keeps the greatest value of each small window: smaller images, and less care about the exact place.',
    },
    precision: {
      name: 'Precision',
      text: 'Of all images that were taken for a class, the share that is of it.',
    },
    recall: { name: 'Recall', text: 'Of all images of a class, the share that was taken for it.' },
    receptiveField: {
      name: 'Receptive field',
      text: 'The part of the input that one output value sees; it grows from layer to layer.',
    },
    relu: { name: 'ReLU', text: 'The activation that keeps positive values and makes negative ones 0.' },
    samePadding: {
      name: 'Same and valid',
      text: 'Keras’s two ways at the edge. Valid: no padding, the output is smaller. Same: as many zeros as stride 1 needs to keep the size.',
    },
    schedule: { name: 'Schedule', text: 'How the learning rate goes on over the epochs.' },
    seed: { name: 'Seed', text: 'The number from which all random choices of a run follow.' },
    snapshot: {
      name: 'Snapshot',
      text: 'A run’s whole state as a file in the browser, from which it can go on.',
    },
    softmax: { name: 'Softmax', text: 'Makes probabilities of logits: all positive, with a sum of 1.' },
    split: {
      name: 'Split',
      text: 'The division of the images into training, validation and test, which share none.',
    },
    step: { name: 'Step', text: 'One batch, its gradients, and one update of all weights.' },
    stride: { name: 'Stride', text: 'How many pixels a filter moves between two positions.' },
    tensor: {
      name: 'Tensor',
      text: 'A block of numbers with a shape, such as images by height by width by channels.',
    },
    testSet: {
      name: 'Test set',
      text: 'Images that neither training nor the choice of settings has used, for the last measurement.',
    },
    validation: {
      name: 'Validation',
      text: 'Measuring after each epoch on images that training does not see: val_loss and val_acc.',
    },
    webgpu: {
      name: 'WebGPU',
      text: 'The browser’s way to compute on a graphics card. WebGL is the older one, meant for drawing.',
    },
  },
} as const;
