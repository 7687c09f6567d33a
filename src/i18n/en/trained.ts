/** Words of the trained model that ships with the page, and of places that have no model yet. */
export const trained = {
  none: 'No model yet',
  shows: {
    evaluate:
      'Here you see how often a model is right on images that it never saw, which classes it confuses, and the images behind each figure.',
    explore:
      'Here you look inside a model: its filters, the feature maps of an image, the part of it that decides, and what it makes of your own pictures.',
  },
  open: 'Open a trained model',
  facts: '{{model}}, {{epochs}} epochs, val_acc {{valAcc}}, {{size}}',
  isOpen: 'Open now: {{facts}}',
  train: 'Go to Train',
  trainHelp: 'Train a model of your own',
  images: 'It opens when the images are here',
  progress: '{{done}} of {{total}}',
  atHand: 'The trained model that ships with the page is open',
} as const;
