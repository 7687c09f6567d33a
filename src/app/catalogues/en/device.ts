export const device = {
  title: 'Device',
  looking: 'looking for a device …',
  none: 'no device',
  slow: 'software: slow',
  open: 'Device: {{device}}. What was tried and why',
  softwareTitle: 'No GPU is at work here',
  software:
    'The processor does the arithmetic of a graphics card. Everything works, but many times slower. For a first look choose LeNet-5 and few images; for real training use a browser with access to a GPU.',
  notFirstTitle: 'Not the fastest backend',
  notFirst: 'WebGPU was not used. The reason stands in the list below.',
  facts: {
    backend: 'Backend',
    adapter: 'Adapter',
    binding: 'Largest buffer that can be bound',
    noLimit: 'no such limit',
    tensors: 'Tensors held now',
    tensorsText: '{{n}} tensors, {{bytes}}',
  },
  tried: 'What was tried, in this order',
  accepted: 'in use',
  reasons: {
    unsupported: 'this browser does not have it',
    'no-adapter': 'the browser offers no adapter',
    'init-failed': 'it could not be started',
    'not-asked': 'not asked for',
    'self-check': 'it computes wrongly',
  },
  check: 'Self-check',
  checkPassed:
    'A small forward and backward pass agrees with the CPU backend: every relative error is at most {{tolerance}}. It took {{time}}.',
  checkFailed:
    'A small forward and backward pass does not agree with the CPU backend: an error is above {{tolerance}}. Training is not offered.',
  checkReference:
    'The CPU backend is what the others are checked against: there is nothing to compare it with.',
  checkRunning: 'The self-check is running …',
  quantity: 'Quantity',
  relative: 'Relative error',
  use: 'Use',
  best: 'best',
  useHelp:
    'Another choice starts the engine anew: a model that was trained here is lost, the images are kept.',
  useBusy: 'Stop the run to choose another backend.',
} as const;
