export const download = {
  title: 'Download',
  files: 'Model files',
  note: 'from Keras and TensorFlow.js, and for them: the model as it is now',
  none: 'Nothing has been trained yet. Train, or open a saved run or a model file: then its model can be downloaded.',
  this: 'Download {{model}}, saved {{when}}',
  optimizer: 'With the optimizer’s state',
  optimizerHelp:
    'To go on with the training in Keras. Without it the file is smaller, and its model has to be compiled before it is trained. The first three formats hold it.',
  get: 'Download as {{format}}',
  size: 'about {{size}}',
  format: {
    keras: 'Keras',
    weights: 'Keras weights',
    safetensors: 'safetensors',
    tfjs: 'TensorFlow.js layers',
    history: 'History as CSV',
    cluster: 'Continue on a cluster',
  },
  opens: {
    keras: 'Layers and weights: Keras 3 opens it, on TensorFlow, JAX or PyTorch.',
    weights: 'Weights alone: for the model that the Keras code builds.',
    safetensors: 'Weights by name: for NumPy, PyTorch, JAX and many others.',
    tfjs: 'A zip with model.json and its shards. Unpack it beside the page that opens it.',
    history:
      'Loss, accuracy, learning rate and seconds of each epoch, as Keras’s CSVLogger writes them: commas between values, points in decimals. For a table or a plot.',
    cluster:
      'A zip with the model, its optimizer’s state, the split and a program: it goes on with this run in Keras, on one GPU, on several or on many machines, with the same images in the same order. The .keras file that it writes holds the whole log.',
  },
  classFirst:
    'Before that, run the Keras code of the Model place: it defines the layer LocalResponseNormalization.',
  noTfjs: 'Not for this network: TensorFlow.js has no layer like {{layer}}.',
} as const;
