/** Words of the race between LeNet-5 and AlexNet. */
export const race = {
  title: 'LeNet-5 against AlexNet',
  explain:
    'One click trains LeNet-5 and then AlexNet with the same seed and the same images, tests both, and compares them. Both runs are saved like any other.',
  opponent: 'AlexNet',
  size: 'How much',
  sizes: { short: 'a short race', form: 'as the form says' },
  plan_one:
    '{{train}} training images, {{test}} test images, batches of {{batch}}, {{epochs}} epoch, seed {{seed}}.',
  plan_other:
    '{{train}} training images, {{test}} test images, batches of {{batch}}, {{epochs}} epochs, seed {{seed}}.',
  planOf: '{{model}}: learning rate {{lr}}.',
  time: '≈ {{time}}',
  scaled: 'About {{time}}, estimated from its arithmetic',
  unknown: 'How long it takes here is not known yet: measure it in Train, under “Before a run”.',
  start: 'Start the race',
  again: 'Race again',
  stop: 'Stop the race',
  locked: 'Not available while a class link locks fields: a race would change them.',
  notReady: 'It can start once the images are loaded, the device is checked and nothing else is running.',
  epoch: 'epoch {{epoch}} of {{epochs}}',
  phases: {
    waiting: '{{name}} is waiting for its turn.',
    training: '{{name}} is training',
    evaluating: '{{name}} is being tested.',
    finished: '✓ {{name}} has finished.',
    failed: '✕ {{name}} has failed:',
    stopped: '– {{name}} was stopped.',
  },
  table: 'Race results',
  measure: 'Figure',
  measures: {
    params: 'Parameters',
    macs: 'MACs, forward pass of one image',
    bytes: 'Size of the weights',
    imageMs: 'Training time per image',
    seconds: 'Run time',
    accuracy: 'Test accuracy',
    perMinute: 'Test accuracy per minute',
  },
  perMinute: '{{share}}/min',
  how: 'Time per image is measured over the training steps of the last epoch. Run time includes validation; accuracy per minute is based on it. Guessing among ten classes gives 10 %.',
} as const;
