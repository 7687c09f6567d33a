/** Words of the card that compares runs. Names of figures are Keras's. */
export const runs = {
  title: 'Runs side by side',
  limit: 'at most {{n}}',
  explain:
    'Choose saved runs: their curves are shown on top of each other, and the table shows where each one ended. You can include the current run.',
  none: 'There are no runs yet. Each run is saved in this browser and can then be chosen here.',
  choose: 'Runs to compare',
  numbered: '{{n}} · {{name}}',
  seed: 'seed {{seed}}',
  unsaved: 'not saved',
  part: 'Images',
  perEpoch: 'per epoch',
  alt: '{{figure}} by epoch. Last: {{values}}.',
  noEpochs: 'None of these runs has finished an epoch.',
  single:
    'A run with one epoch has a point, not a line, and is not drawn next to lines: its values are below the chart and in the table.',
  outcomes: 'Where the runs ended, and where they were best',
  first: 'the first',
  same: 'the same experiment',
  sameLonger: 'the same experiment, finished epochs {{from}} → {{to}}',
  columns: {
    run: 'Run',
    changes: 'Against the first',
    epochs: 'Epochs',
    bestValLoss: 'Lowest val_loss',
    bestValAcc: 'val_accuracy there',
    bestEpoch: 'in epoch',
    time: 'Time',
  },
} as const;
