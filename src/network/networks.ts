/** Which network an experiment trains. Pure. */
import type { Experiment } from '../experiment/schema';
import { never } from '../lib/result';
import { alexnet, alexnetSmall } from './alexnet';
import { alexnet2012 } from './alexnet2012';
import { lenet5 } from './lenet5';
import type { NetworkSpec } from './spec';

/** The experiment's network: `input` decides the side of `alexnet-small` alone, `dropout` the rate of all dropout layers. */
export function networkFor({
  model,
  input,
  dropout,
}: Pick<Experiment, 'model' | 'input' | 'dropout'>): NetworkSpec {
  switch (model) {
    case 'alexnet':
      return alexnet(dropout);
    case 'alexnet2012':
      return alexnet2012(dropout);
    case 'lenet5':
      return lenet5;
    case 'alexnet-small':
      return alexnetSmall(input, dropout);
    default:
      return never(model);
  }
}
