/**
 * Every network that the lab offers, in the order in which a model from elsewhere is compared with
 * them. Pure.
 */
import { normOf } from '../experiment/effect';
import { modelIds, type ModelId, type NormId } from '../experiment/schema';
import type { NetworkChoice } from './networks';

/**
 * Networks without normalisation come first: where only the weights are known, such a network must
 * not be mistaken for one with a normalisation that has no weights.
 */
const norms = ['own', 'none', 'batch', 'lrn'] as const satisfies readonly NormId[];
const maxConvs = 5;

/** A model's variants, itself first, each once. */
function variantsOf(model: ModelId, guess: NetworkChoice): NetworkChoice[] {
  const ownVariant = { ...guess, model, norm: 'own', convs: maxConvs } as const;
  if (model === 'lenet5') return [ownVariant];
  const different = norms.filter((norm) => norm === 'own' || norm !== normOf(ownVariant));
  return [5, 4, 3, 2].flatMap((convs) => different.map((norm) => ({ ...ownVariant, norm, convs })));
}

/**
 * The guess, then the unmodified networks (the guess's first), then their variants. The input's
 * side and the dropout are the guess's.
 */
export function candidates(guess: NetworkChoice): NetworkChoice[] {
  const models = [guess.model, ...modelIds.filter((id) => id !== guess.model)];
  const all = models.map((model) => variantsOf(model, guess));
  return [guess, ...all.flatMap((list) => list.slice(0, 1)), ...all.flatMap((list) => list.slice(1))];
}
