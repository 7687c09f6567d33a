/** Words of the comparison with Keras; tests/compare/README.md takes its table's from here. */
export const compare = {
  title: 'Compared with Keras',
  loading: 'The figures are on their way …',
  what: 'The same experiment twice: in Keras on a computer’s processor, and in this page in a browser on the same computer. Same images in the same order, same initial weights, same optimizer, no dropout.',
  apart:
    'Both begin with the same loss. The differences grow with the steps, because Adam enlarges rounding. Keras without oneDNN, TensorFlow’s library for processors, adds in another order, and parts from Keras in the same way.',
  engine:
    'WebAssembly is the page’s CPU engine: it computes on the processor itself, as Keras does, so its times can be compared with Keras’s.',
  cpu: 'The adapters of WebGPU and WebGL here are software: a processor that plays a graphics card. These times say nothing about a real one.',
  faster: 'On this computer Keras was faster in every case.',
  experiment:
    '{{train}} images to train on at {{side}} px, {{val}} to validate, {{test}} to test; batches of {{batch}}, {{epochs}} epochs, Adam.',
  measured: 'Measured on {{day}}.',
  try: 'Open this experiment in a new tab',
  tableOf: 'Figures of {{title}}',
  withoutOneDnn: '{{program}} without oneDNN',
  unnamed: 'the browser names no adapter',
  unnamedOn: 'the browser names no adapter; it was started on {{driver}}',
  picture:
    '{{title}}: the loss of each of {{steps}} steps, in Keras and in {{others}}, one curve over the other. Keras’s mean is {{first}} in the first epoch and {{last}} in the last; no step is further apart than {{all}}. Below, the difference from Keras at each step, on a logarithmic scale.',
  rows: {
    head: 'Figure',
    device: 'Processor or adapter',
    threads: 'Threads',
    loss: 'loss, first epoch → last',
    valLoss: 'val_loss, last epoch',
    testLoss: 'Test loss',
    testAcc: 'Test accuracy',
    one: 'Difference from Keras’s loss, step 1',
    ten: 'Largest difference, steps 1 to 10',
    all: 'Largest difference, all {{steps}} steps',
    epoch: 'An epoch with validation, first → last',
    step: 'A training step',
    slower: 'A step, as a multiple of Keras’s',
  },
} as const;
