export const download = {
  title: 'Download',
  files: 'Model files',
  note: 'download the current model for Keras or TensorFlow.js, or open one from them',
  none: 'Nothing has been trained yet. Train, or open a saved run or a model file; then you can download the model.',
  this: 'Download {{model}}, saved {{when}}',
  optimizer: 'With the optimizer’s state',
  optimizerHelp:
    'For continuing the training in Keras. Without it the file is smaller, and the model has to be compiled before training. Available in the first three formats.',
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
    keras: 'Layers and weights, for Keras 3 on TensorFlow, JAX or PyTorch.',
    weights: 'Weights only, for the model that the Keras code builds.',
    safetensors: 'Weights by name, for NumPy, PyTorch, JAX and many others.',
    tfjs: 'A zip with model.json and its shards. Unpack it next to the page that opens it.',
    history:
      'Loss, accuracy, learning rate and seconds for each epoch, as written by Keras’s CSVLogger: commas between values, points for decimals. For a table or a plot.',
    cluster:
      'A zip with the model, its optimizer’s state, the split and a program. The program continues this run in Keras, on one GPU, several GPUs or many machines, with the same images in the same order. The .keras file it writes contains the whole log.',
  },
  classFirst:
    'First run the Keras code from the Model section: it defines the layer LocalResponseNormalization.',
  noTfjs: 'Not available for this network: TensorFlow.js has no layer like {{layer}}.',
} as const;
