/** The history as Keras's CSVLogger writes it. */
import { expect, it } from 'vitest';
import { historyCsv } from '../../src/formats/export';

const log = {
  epoch: 1,
  epochs: 2,
  steps: 4,
  loss: 2.25,
  acc: 0.1,
  val_loss: Number.NaN,
  val_acc: 1,
  lr: 1e-5,
  seconds: 12.5,
  secondsPerStep: 3,
};

it('counts epochs from 0, has a column for each figure, and numbers as Python prints them', () => {
  expect(
    historyCsv([
      log,
      { ...log, epoch: 2, acc: 1.5e-10, lr: 1e-4, loss: Number.POSITIVE_INFINITY, val_loss: 0 },
    ]),
  ).toBe(
    'epoch,acc,loss,lr,seconds,val_acc,val_loss\r\n' +
      '0,0.1,2.25,1e-05,12.5,1.0,nan\r\n' +
      '1,1.5e-10,inf,0.0001,12.5,1.0,0.0\r\n',
  );
});

it('has only its header before the first epoch', () => {
  expect(historyCsv([])).toBe('epoch,acc,loss,lr,seconds,val_acc,val_loss\r\n');
});
