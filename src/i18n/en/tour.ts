/**
 * Words of the help menu, the invitation on a first visit, and the guided tour in five steps.
 */
export const tour = {
  help: 'Help',
  visit: 'Guided visit',
  glossary: 'Glossary',
  first: {
    title: 'First time here?',
    text: 'Five short steps, one for each section of the page. You can skip them at any time, and find them again under “?” in the top bar.',
    start: 'Show me around',
    no: 'No, thanks',
  },
  title: 'Step {{n}} of {{of}}: {{place}}',
  steps: {
    data: 'Look at the images and their labels: ten classes, split into training, validation and test images.',
    model:
      'Choose a network and select one of its layers: every size and every parameter count shows how it is calculated.',
    train:
      'Start small: choose the preset “A first look”, press Train in the top bar, and watch the loss fall.',
    evaluate: 'When the run is over, press Evaluate and see which classes the network confuses.',
    explore:
      'See what the first layer’s filters have learnt, and what else the network can show about itself.',
  },
  go: 'Go to {{place}}',
  back: 'Back',
  next: 'Next',
  done: 'Done',
  skip: 'Skip',
} as const;
