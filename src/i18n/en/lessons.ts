/** Words of what can be changed of a network, and of the presets that a lesson starts from. */
export const lessons = {
  label: 'Lesson',
  none: 'none of them',
  help: 'Each changes one thing of a run (the leak: of the run without dropout), so that both can be laid over each other in Explore: train the run to compare with first.',
  size: 'Size of the lesson',
  sizes: { small: '67 px, 1,000 images', lab: 'the lab’s' },
  seen: 'Without a GPU, a run of the small size takes one to a few minutes with the CPU engine: “Before a run” measures it.',
  unseen:
    'It was seen at the small size. At this one it was not tried; it is for a GPU, as a CPU takes hours.',
  names: {
    base: 'The run to compare with',
    'few-layers': 'Too few layers',
    'no-norm': 'No batch normalisation',
    'high-rate': 'Learning rate too high',
    'no-dropout': 'No dropout',
    lrn: 'Response normalisation for batch normalisation',
    leak: 'No dropout, and a leak',
  },
  what: {
    base: 'As the lab builds it. The training loss falls from the first epoch on; validation stays near 10 % for some epochs, and then catches up.',
    'few-layers':
      'Convolutions 3, 4 and 5 are left out. The training loss falls a little more slowly, and validation is about as good.',
    'no-norm':
      'Nothing normalises the activations. The loss stays near that of guessing for an epoch, and then falls much more slowly. Validation follows it at once.',
    'high-rate':
      'A hundred times the learning rate. In the first epoch the loss is far above that of guessing, then it lies at it, 2.30, with an accuracy near 10 %.',
    'no-dropout':
      'No unit is dropped. The training loss falls much faster and further; validation is no better for it.',
    lrn: 'Response normalisation stands after convolutions 1 and 2, as in the paper, and nothing after the fifth. The loss falls as slowly as without any normalisation.',
    leak: 'As without dropout, and the validation images stand among the training images. val_accuracy ends far above that of “No dropout”; the test accuracy is no better.',
  },
  why: {
    base: 'Validation uses moving averages of what batch normalisation has seen, and these need some hundred steps to fit.',
    'few-layers':
      'With so few images depth is not what is missing. The course’s lab saw the loss shoot up at the end and the accuracy fall. Keras at 67 px with all 40,000 images: the training loss fell in each of ten epochs, and val_loss shot up in one of them, from 1.01 to 1.71, and came back. With all five convolutions it does so too; a run that ends in such an epoch looks like the lab’s.',
    'no-norm':
      'The scale of what a layer gets depends on all layers before it, so that the first steps move little.',
    'high-rate':
      'The first steps throw the weights so far that every image gets the same answer, and from there the gradients lead nowhere.',
    'no-dropout':
      'All units learn the training images by heart together. Part of the gap is how it is measured: with dropout, the training figures are those of a network of which half is missing.',
    lrn: 'It lets neighbouring channels compete, and leaves the scale of the activations nearly as it is: with the small values of a fresh network it divides all by the same number.',
    leak: 'Validation measures what was learnt by heart. Dropout is left out so that much is: compare with the run that has none either.',
  },
  norms: {
    own: 'the network’s own',
    batch: 'batch normalisation',
    lrn: 'response normalisation',
    none: 'none',
  },
  normHelp:
    'AlexNet 227 and the small one have batch normalisation, AlexNet 2012 has response normalisation.',
  convsHelp: 'Five are all. Left out are first the fourth, then the third, then the fifth; the pools stay.',
} as const;
