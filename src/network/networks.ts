/** Which network an experiment trains. Pure. */
import { normOf } from '../experiment/effect';
import type { Experiment } from '../experiment/schema';
import { never } from '../lib/result';
import { alexnet, alexnetSmall } from './alexnet';
import { alexnet2012 } from './alexnet2012';
import { lenet5 } from './lenet5';
import type { NetworkSpec } from './spec';

/** The fields that decide the network. */
export type NetworkChoice = Pick<Experiment, 'model' | 'input' | 'dropout' | 'norm' | 'convs'>;

/**
 * The experiment's network. `input` sets the side of `alexnet-small` alone; `dropout` (the rate of
 * all dropout layers), `norm` and `convs` apply to the AlexNets.
 */
export function networkFor(choice: NetworkChoice): NetworkSpec {
  const { model, input, dropout, convs } = choice;
  const variant = { norm: normOf(choice), convs };
  switch (model) {
    case 'alexnet':
      return alexnet(dropout, variant);
    case 'alexnet2012':
      return alexnet2012(dropout, variant);
    case 'lenet5':
      return lenet5;
    case 'alexnet-small':
      return alexnetSmall(input, dropout, variant);
    default:
      return never(model);
  }
}
