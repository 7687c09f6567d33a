/** Every network that the lab offers, in the order in which a model from elsewhere is held against them. Pure. */
import { normOf } from '../experiment/effect';
import { modelIds, type ModelId, type NormId } from '../experiment/schema';
import type { NetworkChoice } from './networks';

/** Plain ones first: where weights alone are known, a network without normalisation is not taken for one with that has no weights. */
const norms = ['own', 'none', 'batch', 'lrn'] as const satisfies readonly NormId[];
const mostConvs = 5;

/** A model's variants, itself first; none of them twice. */
function variantsOf(model: ModelId, guess: NetworkChoice): NetworkChoice[] {
  const own = { ...guess, model, norm: 'own', convs: mostConvs } as const;
  if (model === 'lenet5') return [own];
  const different = norms.filter((norm) => norm === 'own' || norm !== normOf(own));
  return [5, 4, 3, 2].flatMap((convs) => different.map((norm) => ({ ...own, norm, convs })));
}

/** The guess, the networks as they are (the guess's first), and then their variants. The input's side and the dropout are the guess's. */
export function candidates(guess: NetworkChoice): NetworkChoice[] {
  const models = [guess.model, ...modelIds.filter((id) => id !== guess.model)];
  const all = models.map((model) => variantsOf(model, guess));
  return [guess, ...all.flatMap((list) => list.slice(0, 1)), ...all.flatMap((list) => list.slice(1))];
}
