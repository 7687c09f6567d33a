/** Which sentence of the catalogue explains a formula. Pure. */
import { never } from '../../lib/result';
import type { Formula, NamedLayer } from '../../network';

type Explanation =
  | 'size'
  | 'padding'
  | 'convParams'
  | 'denseParams'
  | 'normParams'
  | 'noParams'
  | 'convMacs'
  | 'denseMacs'
  | 'noMacs'
  | 'bytes'
  | 'field';

const params: Readonly<Record<NamedLayer['kind'], Explanation>> = {
  conv2d: 'convParams',
  dense: 'denseParams',
  'batch-norm': 'normParams',
  lrn: 'noParams',
  'max-pool': 'noParams',
  flatten: 'noParams',
  dropout: 'noParams',
};

const macs = (kind: NamedLayer['kind']): Explanation =>
  kind === 'conv2d' ? 'convMacs' : kind === 'dense' ? 'denseMacs' : 'noMacs';

/** The key under `explain` of a quantity of this kind of layer. */
export function explanationOf(quantity: Formula['quantity'], kind: NamedLayer['kind']): Explanation {
  switch (quantity) {
    case 'height':
    case 'width':
      return 'size';
    case 'padding':
      return 'padding';
    case 'params':
      return params[kind];
    case 'macs':
      return macs(kind);
    case 'activation-bytes':
      return 'bytes';
    case 'receptive-field':
      return 'field';
    default:
      return never(quantity);
  }
}
