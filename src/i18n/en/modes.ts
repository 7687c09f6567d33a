/** Words that compare training mode with inference mode. `acc` and `loss` are Keras's own. */
export const modes = {
  title: 'Training accuracy and validation accuracy',
  explain:
    'In the log, val_acc is often above acc. That does not mean that the network does better on images it has never seen: the two are measured in different ways. Here the same training images are measured both ways.',
  compare: 'Compare',
  again: 'Compare again',
  what: 'Measured on',
  rows: {
    running: 'acc of epoch {{epoch}}, as the log prints it',
    training: 'Training images in training mode',
    inference: 'The same images in inference mode',
    val: 'Validation images in inference mode',
  },
  how: {
    running: 'The mean over the epoch’s steps, while the weights were changing. {{on}}',
    training: '{{images}} images with the current weights, as in training. {{on}}',
    inference: '{{images}} images with the same weights, as in validation. {{off}}',
    val: '{{images}} images, as for val_acc.',
  },
  on: 'On: {{things}}.',
  off: 'Off: {{things}}.',
  none: 'Training mode makes no difference here: there is no dropout, no batch normalisation and no augmentation.',
  things: { dropout: 'dropout', batch: 'normalisation by each batch', augmented: 'augmentation' },
  differences: {
    learnt: 'Current weights compared with the mean over the epoch: what was learnt during the epoch.',
    mode: 'Inference mode compared with training mode, same images, same weights: the effect of what is on only in training ({{things}}).',
    same: 'Inference mode compared with training mode, same images, same weights: here the two are the same.',
    gap: 'Validation images compared with training images, both in inference mode: negative means that the network does better on its training images, which is overfitting.',
  },
  uncertain: '(With so few images, this could be chance.)',
} as const;
