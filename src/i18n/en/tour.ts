/**
 * Words of the help menu, the invitation of the first visit, and the guided visit in five steps.
 */
export const tour = {
  help: 'Help',
  visit: 'Guided visit',
  glossary: 'Glossary',
  first: {
    title: 'First time here?',
    text: 'Five short steps, one for each place of the page. You can skip them at any time, and find them again under “?” in the bar.',
    start: 'Show me around',
    no: 'No, thanks',
  },
  title: 'Step {{n}} of {{of}}: {{place}}',
  steps: {
    data: 'Look at the images and their labels: ten classes, and a split into images to learn from, to validate and to test.',
    model:
      'Choose a network and press one of its layers: each size and each count of parameters shows its arithmetic.',
    train:
      'Start small, with the preset “A first look”, press Train in the bar on top, and watch the loss fall.',
    evaluate: 'When the run is over, press Evaluate and see which classes the network takes for others.',
    explore:
      'Look at what the first layer’s filters have become, and at what else the network can show of itself.',
  },
  go: 'Go to {{place}}',
  back: 'Back',
  next: 'Next',
  done: 'Done',
  skip: 'Skip',
} as const;
