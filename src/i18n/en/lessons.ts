/** Words of what can be changed in a network, and of the presets that a lesson starts from. */
export const lessons = {
  label: 'Lesson',
  none: 'none of them',
  help: 'Each lesson changes one thing in a run (the leak: in the run without dropout), so that the two can be overlaid in Explore. Train the run to compare with first.',
  size: 'Size of the lesson',
  sizes: { small: '67 px, 1,000 images', lab: 'the lab’s' },
  seen: 'Without a GPU, a run of the small size takes one to a few minutes on the CPU engine: “Before a run” measures it.',
  unseen:
    'This was observed at the small size. This size has not been tried; it is for a GPU, as a CPU takes hours.',
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
    base: 'The network as the lab builds it. The training loss falls from the first epoch on; validation accuracy stays near 10 % for some epochs, then catches up.',
    'few-layers':
      'Convolutions 3, 4 and 5 are left out. The training loss falls a little more slowly, and validation is about as good.',
    'no-norm':
      'Nothing normalises the activations. The loss stays near that of guessing for an epoch, then falls much more slowly. Validation follows it immediately.',
    'high-rate':
      'A learning rate a hundred times higher. In the first epoch the loss is far above that of guessing; then it stays at that level, 2.30, with an accuracy near 10 %.',
    'no-dropout':
      'No units are dropped. The training loss falls much faster and further, but validation is no better.',
    lrn: 'Response normalisation comes after convolutions 1 and 2, as in the paper, with nothing after the fifth. The loss falls as slowly as without any normalisation.',
    leak: 'Like “No dropout”, but with the validation images among the training images. val_accuracy ends far above that of “No dropout”; the test accuracy is no better.',
  },
  why: {
    base: 'Validation uses the moving averages of batch normalisation, which need a few hundred steps to fit.',
    'few-layers':
      'With so few images, depth is not what is missing. In the course’s lab, the loss shot up at the end and the accuracy fell. In Keras at 67 px with all 40,000 images, the training loss fell in each of ten epochs; val_loss shot up in one of them, from 1.01 to 1.71, and came back down. The same happens with all five convolutions; a run that ends in such an epoch looks like the lab’s.',
    'no-norm':
      'The scale of a layer’s input depends on all the layers before it, so the first steps change little.',
    'high-rate':
      'The first steps throw the weights so far off that every image gets the same prediction, and from there the gradients lead nowhere.',
    'no-dropout':
      'All units together memorise the training images. Part of the gap is due to how it is measured: with dropout, the training figures are those of a network with half of it missing.',
    lrn: 'It lets neighbouring channels compete, but leaves the scale of the activations almost unchanged: with the small values of an untrained network, it divides them all by the same number.',
    leak: 'Validation measures what was memorised. Dropout is left out so that a lot is memorised: compare with the other run without dropout.',
  },
  norms: {
    own: 'the network’s own',
    batch: 'batch normalisation',
    lrn: 'response normalisation',
    none: 'none',
  },
  normHelp:
    'AlexNet 227 and the small AlexNet have batch normalisation, AlexNet 2012 has response normalisation.',
  convsHelp:
    'Five is all of them. The fourth is left out first, then the third, then the fifth; the pooling layers stay.',
} as const;
