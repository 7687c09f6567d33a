/** Recognises which of the lab's optimizers a file's is, and reads its state. Pure. */
import { minRate, type Experiment } from '../../experiment/schema';
import { optimizerState, type ForeignTensor, type NetworkSpec } from '../../network';
import { rateOf, type ForeignOptimizer } from './configReader';
import type { ImportNote } from '../../network';

type Rule = Pick<Experiment, 'optimizer' | 'momentum'>;

/**
 * Arguments that the lab's optimizers do not have, with the values they must have:
 * keras/src/optimizers (3.15.1).
 */
const plain: Readonly<Record<string, unknown>> = {
  weight_decay: null,
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  use_ema: false,
  gradient_accumulation_steps: null,
  loss_scale_factor: null,
  nesterov: false,
  amsgrad: false,
  beta_1: 0.9,
  beta_2: 0.999,
  epsilon: 1e-7,
};

const same = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.fround(a) === Math.fround(b) : a === b;

/** The lab's rule with the same arithmetic; null if it has none. */
function ruleOf({ class_name: type, config }: ForeignOptimizer, guess: Rule): Rule | null {
  const strange = Object.entries(plain).some(([key, value]) => !same(config[key] ?? value, value));
  if (strange) return null;
  const momentum = config['momentum'] ?? 0;
  if (type === 'Adam') return { optimizer: 'adam', momentum: guess.momentum };
  if (type !== 'SGD' || typeof momentum !== 'number' || momentum < 0 || momentum > 0.9999) return null;
  return momentum === 0
    ? { optimizer: 'sgd', momentum: guess.momentum }
    : { optimizer: 'momentum', momentum };
}

/** What a file contains of an optimizer's state, in Keras's order. */
export interface Kept {
  /** Its class in snake case; null where there is none. */
  readonly name: string | null;
  readonly variables: readonly ForeignTensor[];
}

export interface TakenOptimizer {
  readonly change: Partial<Rule>;
  readonly learningRate: number | null;
  /** Index of the first slot among the variables; null if the slots are not used. */
  readonly firstSlot: number | null;
  readonly notes: readonly ImportNote[];
}

/** Names of Keras's classes in snake case, for a weights file without a configuration. */
const byName = new Map<string, Rule['optimizer']>([
  ['adam', 'adam'],
  ['sgd', 'momentum'],
]);

/** Whether the variables from `first` on are the slots of this rule. */
function fits(network: NetworkSpec, rule: Rule, { variables }: Kept, first: number): boolean {
  const slots = optimizerState(network, rule.optimizer);
  return (
    variables.length - first === slots.length &&
    slots.every(({ shape }, i) => {
      const variable = variables[first + i];
      return variable?.dtype === 'float32' && variable.shape.join() === shape.join();
    })
  );
}

/** The learning rate if an experiment can have it; else null. */
export const usableRate = (rate: number): number | null => (rate >= minRate && rate <= 10 ? rate : null);

/**
 * Recognises the optimizer. `compiled`: null if the file has no configuration, or its model was not
 * compiled. `learningRate`: its variable, NaN without one.
 */
export function takeOptimizer(
  network: NetworkSpec,
  compiled: ForeignOptimizer | null,
  kept: Kept,
  guess: Experiment,
): TakenOptimizer {
  // Keras numbers the names of later optimizers in a session: adam_1.
  const named = byName.get(kept.name?.replace(/_\d+$/, '') ?? '');
  const bare = named === 'momentum' && kept.variables.length <= 2 ? 'sgd' : named;
  const guessed: Rule | null = bare && named ? { optimizer: bare, momentum: guess.momentum } : null;
  const rule = compiled ? ruleOf(compiled, guess) : guessed;
  const name = compiled?.class_name ?? kept.name;
  if (!rule) {
    const left = name === null ? [] : [{ kind: 'optimizer-left', optimizer: name } as const];
    return { change: {}, learningRate: null, firstSlot: null, notes: left };
  }
  const rate = compiled ? rateOf(compiled) : null;
  const scheduled = typeof rate === 'string';
  // Iterations come first, then the learning rate if it is a variable.
  const first = kept.variables[1]?.shape.length === 0 ? 2 : 1;
  const whole = kept.variables.length > 0 && fits(network, rule, kept, first);
  return {
    change: rule,
    learningRate: typeof rate === 'number' ? usableRate(rate) : null,
    firstSlot: whole ? first : null,
    notes: [
      ...(scheduled ? [{ kind: 'schedule-left', schedule: rate } as const] : []),
      ...(whole || kept.variables.length === 0 || name === null
        ? []
        : [{ kind: 'optimizer-left', optimizer: name } as const]),
    ],
  };
}
