/** Words of training mode beside inference mode. `acc` and `loss` are Keras's own. */
export const modes = {
  title: 'Training accuracy and validation accuracy',
  explain:
    'In a log, val_acc is often above acc: that is no sign that the network does better on images that it never saw. The two are measured in different ways. Here the same training images are looked at in both ways.',
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
    running: 'The mean over the epoch’s steps, while the weights changed. {{on}}',
    training: '{{images}} images with the weights of now, as they are learnt from. {{on}}',
    inference: '{{images}} images with the same weights, as validation is measured. {{off}}',
    val: '{{images}} images, as val_acc is measured.',
  },
  on: 'On: {{things}}.',
  off: 'Off: {{things}}.',
  none: 'Training mode differs in nothing here: there is no dropout, no batch normalisation, no augmentation.',
  things: { dropout: 'dropout', batch: 'normalisation by each batch', augmented: 'augmentation' },
  differences: {
    learnt: 'The weights of now against the mean over the epoch: what was learnt while it ran.',
    mode: 'Inference against training mode, same images, same weights: what is on in training alone ({{things}}).',
    same: 'Inference against training mode, same images, same weights: here they are one.',
    gap: 'Validation images against training images, both in inference mode: negative means that the network knows its training images better, which is overfitting.',
  },
  uncertain: '(So few images cannot tell this from chance.)',
} as const;
