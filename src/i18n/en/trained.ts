/** Words of the trained model that ships with the page, and of sections that have no model yet. */
export const trained = {
  none: 'No model yet',
  shows: {
    evaluate:
      'Here you see how often a model is right on images it has never seen, which classes it confuses, and the images behind each number.',
    explore:
      'Here you look inside a model: its filters, the feature maps of an image, the part of the image that decides the prediction, and what it predicts for your own pictures.',
  },
  open: 'Open a trained model',
  facts: '{{model}}, {{epochs}} epochs, val_acc {{valAcc}}, {{size}}',
  isOpen: 'Open now: {{facts}}',
  train: 'Go to Train',
  trainHelp: 'Train a model of your own',
  images: 'It opens once the images are loaded',
  progress: '{{done}} of {{total}}',
  atHand: 'The trained model that ships with the page is open',
} as const;
