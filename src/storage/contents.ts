/**
 * Checks whether an imported snapshot is plausible: its tensors must be those of its experiment's
 * network, and its figures must not contradict each other. Needs no tensors and no device. Whatever
 * this page has saved itself always passes.
 */
import { stepsPerEpoch } from '../experiment/schema';
import { networkFor, optimizerState, weightsOf } from '../network';
import type { Series } from '../lib/series';
import { SnapshotError, type Block } from './snapshotFormat';
import type { SavedRunState } from './state';

/** Name and shape of every tensor that a snapshot with this state contains. */
function expectedBlocks(
  { experiment, memory }: SavedRunState,
  slots: boolean,
): Map<string, readonly number[]> {
  const expected = new Map<string, readonly number[]>();
  const network = networkFor(experiment);
  for (const { name, shape } of weightsOf(network)) {
    expected.set(`weight/${name}`, shape);
    if (memory.bestEpoch > 0) expected.set(`best/${name}`, shape);
  }
  if (slots)
    for (const { name, shape } of optimizerState(network, experiment.optimizer))
      expected.set(`slot/${name}`, shape);
  return expected;
}

/**
 * Checks that `blocks` are exactly the run's tensors, each once. Throws a `SnapshotError`
 * `wrong-shape`.
 */
export function checkContents(state: SavedRunState, blocks: readonly Block[]): void {
  // An optimizer creates its slots in its first step.
  const slots = state.iterations > 0 || blocks.some(({ name }) => name.startsWith('slot/'));
  const expected = expectedBlocks(state, slots);
  for (const { name, shape } of blocks) {
    const expectedShape = expected.get(name);
    if (!expectedShape)
      throw new SnapshotError(
        'wrong-shape',
        `${state.experiment.model} has no ${name}, or it is there twice`,
      );
    if (expectedShape.join() !== shape.join())
      throw new SnapshotError('wrong-shape', `${name} is [${shape.join()}], not [${expectedShape.join()}]`);
    expected.delete(name);
  }
  const [missing] = expected.keys();
  if (missing !== undefined) throw new SnapshotError('wrong-shape', `It has no ${missing}`);
}

/** Whether the buckets hold as many values as the series says, each at most `stride`. */
const adds = ({ stride, length, buckets }: Series): boolean =>
  buckets.every(({ count }) => count <= stride) &&
  buckets.reduce((sum, { count }) => sum + count, 0) === length;

/** Whether the epochs are in ascending order, none beyond `last`. */
const rising = (epochs: readonly { readonly epoch: number }[], last: number): boolean =>
  epochs.every(({ epoch }, i) => epoch >= 1 && epoch <= last && epoch > (epochs[i - 1]?.epoch ?? 0));

/**
 * Notes about the epoch in which a run continues; the other notes are about an epoch that has
 * ended.
 */
const ofRunning: ReadonlySet<string> = new Set(['resumed', 'other-device', 'lowered-lr']);

/** Describes the first contradiction; null if there is none. */
function contradiction(state: SavedRunState): string | null {
  const { experiment, cursor, memory, history, iterations } = state;
  const steps = stepsPerEpoch(experiment);
  const last = memory.epochsBefore + experiment.epochs;
  const ownEpochs = history.epochs.filter(({ epoch }) => epoch > memory.epochsBefore).length;
  const rules: readonly (readonly [holds: boolean, broken: string])[] = [
    [
      cursor.epochs >= memory.epochsBefore && cursor.epochs <= last,
      `It stands after epoch ${cursor.epochs} of ${last}`,
    ],
    [
      cursor.stepInEpoch <= (cursor.epochs < last ? steps : 0),
      `It stands at step ${cursor.stepInEpoch} of ${steps}`,
    ],
    [
      cursor.stepInEpoch <= cursor.steps,
      `It has taken ${cursor.steps} steps in all, ${cursor.stepInEpoch} in its epoch`,
    ],
    [iterations <= cursor.steps, `It has taken ${cursor.steps} steps and updated ${iterations} times`],
    [
      memory.bestEpoch === 0 || (memory.bestEpoch > memory.epochsBefore && memory.bestEpoch <= cursor.epochs),
      `Its best epoch is ${memory.bestEpoch} of ${cursor.epochs}`,
    ],
    [memory.lrFactor >= 0 && memory.lrFactor <= 1, `Its learning rate was multiplied by ${memory.lrFactor}`],
    [
      Math.max(memory.stopper.wait, memory.reducer.wait) <= cursor.epochs,
      'Its callbacks have waited longer than it ran',
    ],
    [
      rising(history.epochs, cursor.epochs) && ownEpochs === cursor.epochs - memory.epochsBefore,
      'Its log does not have its epochs',
    ],
    [
      history.notes.every(({ note, epoch }) => epoch <= cursor.epochs + (ofRunning.has(note) ? 1 : 0)),
      'A note is of an epoch that is still to come',
    ],
    [adds(history.loss) && adds(history.acc), 'Its curves do not add up'],
    [
      history.loss.length === history.acc.length && history.loss.length <= cursor.steps,
      'Its curves are longer than it ran',
    ],
  ];
  return rules.find(([holds]) => !holds)?.[1] ?? null;
}

/**
 * Checks that the figures of a state do not contradict each other. Throws a `SnapshotError`
 * `implausible` that names those that do.
 */
export function checkState(state: SavedRunState): void {
  const broken = contradiction(state);
  if (broken !== null) throw new SnapshotError('implausible', broken);
}
