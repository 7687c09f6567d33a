/** Words of the comparison with Keras; tests/compare/README.md takes its table's from here. */
export const compare = {
  title: 'Compared with Keras',
  loading: 'Loading the figures …',
  what: 'The same experiment, run twice: in Keras on a computer’s processor, and in this page in a browser on the same computer. Same images in the same order, same initial weights, same optimizer, no dropout.',
  apart:
    'Both start with the same loss. The differences grow with each step, because Adam amplifies rounding errors. Without oneDNN, TensorFlow’s library for CPUs, Keras adds numbers in a different order and drifts away from Keras with oneDNN in the same way.',
  engine:
    'WebAssembly is the page’s CPU engine: like Keras, it runs on the processor itself, so its times can be compared with Keras’s.',
  cpu: 'The WebGPU and WebGL adapters here are software: the processor emulates a graphics card. These times say nothing about a real one.',
  faster: 'On this computer Keras was faster in every case.',
  experiment:
    '{{train}} training images at {{side}} px, {{val}} for validation, {{test}} for testing; batches of {{batch}}, {{epochs}} epochs, Adam.',
  measured: 'Measured on {{day}}.',
  try: 'Open this experiment in a new tab',
  tableOf: 'Figures of {{title}}',
  withoutOneDnn: '{{program}} without oneDNN',
  unnamed: 'not reported by the browser',
  unnamedOn: 'not reported by the browser, which was started with {{driver}}',
  picture:
    '{{title}}: the loss at each of {{steps}} steps, in Keras and in {{others}}, as overlaid curves. Keras’s mean is {{first}} in the first epoch and {{last}} in the last; the largest difference at any step is {{all}}. Below, the difference from Keras at each step, on a logarithmic scale.',
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
