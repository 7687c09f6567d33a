/** Words of the leak that is shown on purpose: an experiment that trains on its validation images, and the warning at each of its figures. */
export const leak = {
  help: 'For demonstration alone: as many validation images as there are places stand among the training images. val_loss and val_accuracy then tell what the network remembers.',
  next: 'Demonstration of a leak: the next run trains on its validation images.',
  title: 'Demonstration of a leak: this run was trained on validation images.',
  text: 'Validation images among its training images: {{n}} of {{val}}. val_loss and val_accuracy tell what it remembers, not how it does on new images. The test images were kept apart: compare with theirs.',
  mark: 'A leak on purpose: trained on validation images.',
  some: 'Demonstration of a leak: run {{runs}} was trained on validation images. Its val_loss and val_accuracy are not to be compared with those of other runs.',
  role: 'looked at after each epoch; here learnt from too, on purpose',
  split: 'On purpose: the experiment puts validation images among the training images. Without that, such a split is refused.',
} as const; // prettier-ignore
