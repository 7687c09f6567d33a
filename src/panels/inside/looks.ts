/** The distributions of a run as it goes on: what was seen, when. Pure. */
import type { Distribution } from '../../lib/distribution';
import type { Distributions } from '../../protocol/inside';

/** One look at all layers. */
export interface LookAt extends Distributions {
  /** Finished epochs when it was taken. */
  readonly epochs: number;
}

/** The looks at one run, by steps. */
export interface Looks {
  /** The run's id. */
  readonly run: string;
  readonly looks: readonly LookAt[];
}

export const noLooks: Looks = { run: '', looks: [] };

/** Of a layer 40 numbers a tensor are kept: this many looks are some megabytes. */
export const mostLooks = 100;

/** Adds a look; one after as many steps is replaced, another run begins anew. Of too many every other goes, but the first and the last stay. */
export function addLook({ run, looks }: Looks, of: string, look: LookAt): Looks {
  const before = run === of ? looks.filter(({ steps }) => steps < look.steps) : [];
  const all = [...before, look];
  if (all.length <= mostLooks) return { run: of, looks: all };
  return { run: of, looks: all.filter((_, i) => i % 2 === 0 || i === all.length - 1) };
}

export const kinds = ['weights', 'activations', 'gradients'] as const;
export type Kind = (typeof kinds)[number];

/** Of a layer at a look; null where it has none of the kind. */
export const distributionOf = (look: LookAt | undefined, layer: string, kind: Kind): Distribution | null =>
  look?.layers.find((each) => each.layer === layer)?.[kind] ?? null;

/** The layers that have the kind, in the network's order. */
export const layersWith = (look: LookAt | undefined, kind: Kind): string[] =>
  look?.layers.flatMap((each) => (each[kind] ? [each.layer] : [])) ?? [];
