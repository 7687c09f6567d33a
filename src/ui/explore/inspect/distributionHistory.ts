/** The history of a run's distributions: what was polled, and when. Pure. */
import type { Distribution } from '../../../lib/distribution';
import type { Distributions } from '../../../protocol/inspection';

/** The distributions of all layers at one moment. */
export interface DistributionSnapshot extends Distributions {
  /** Finished epochs at that moment. */
  readonly epochs: number;
}

/** The snapshots of one run, in the order of their steps. */
export interface DistributionHistory {
  /** The run's id. */
  readonly run: string;
  readonly snapshots: readonly DistributionSnapshot[];
}

export const noSnapshots: DistributionHistory = { run: '', snapshots: [] };

/** A layer keeps 40 numbers per tensor, so this many snapshots are some megabytes. */
export const maxSnapshots = 100;

/**
 * Adds a snapshot. It replaces one with the same number of steps; another run starts over. If there
 * are too many, every other one is dropped, but the first and the last stay.
 */
export function addSnapshot(
  { run, snapshots }: DistributionHistory,
  of: string,
  snapshot: DistributionSnapshot,
): DistributionHistory {
  const before = run === of ? snapshots.filter(({ steps }) => steps < snapshot.steps) : [];
  const all = [...before, snapshot];
  if (all.length <= maxSnapshots) return { run: of, snapshots: all };
  return { run: of, snapshots: all.filter((_, i) => i % 2 === 0 || i === all.length - 1) };
}

export const kinds = ['weights', 'activations', 'gradients'] as const;
export type Kind = (typeof kinds)[number];

/** A layer's distribution in a snapshot; null if it has none of this kind. */
export const distributionOf = (
  snapshot: DistributionSnapshot | undefined,
  layer: string,
  kind: Kind,
): Distribution | null => snapshot?.layers.find((each) => each.layer === layer)?.[kind] ?? null;

/** The layers that have a distribution of this kind, in the network's order. */
export const layersWith = (snapshot: DistributionSnapshot | undefined, kind: Kind): string[] =>
  snapshot?.layers.flatMap((each) => (each[kind] ? [each.layer] : [])) ?? [];
