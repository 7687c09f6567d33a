/** Medians, ratios and the order of turns. Pure. */

/** The middle value, or the mean of the two middle ones. Throws a RangeError without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('The median of nothing');
  return (lower + upper) / 2;
}

/** How many times faster `a` is than `b`, from times; null where one was not measured. */
export const ratio = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : b / a;

/**
 * The largest |a − b| / |b| over two series of losses, as far as both go. Not finite where one is
 * not, or one is empty.
 */
export function lossGap(a: readonly number[], b: readonly number[]): number {
  const steps = Math.min(a.length, b.length);
  if (steps === 0) return Number.NaN;
  let gap = 0;
  for (let i = 0; i < steps; i++) {
    const x = a[i] ?? Number.NaN;
    const y = b[i] ?? Number.NaN;
    const step = Math.abs(x - y) / Math.abs(y);
    if (!Number.isFinite(step)) return Number.POSITIVE_INFINITY;
    gap = Math.max(gap, step);
  }
  return gap;
}

/** Told who failed and why; it takes no further turn. */
export type OnFailure<K> = (player: K, thrown: unknown) => void;

/**
 * Lets everyone take `rounds` turns, A B C A B C …, one at a time, so that what slows the machine
 * for a while slows all alike. Returns each one's results in order.
 */
export async function alternate<K, T>(
  players: ReadonlyMap<K, () => Promise<T>>,
  rounds: number,
  failed: OnFailure<K>,
): Promise<Map<K, T[]>> {
  const results = new Map<K, T[]>([...players.keys()].map((player) => [player, []]));
  const out = new Set<K>();
  for (let round = 0; round < rounds; round++) {
    for (const [player, turn] of players) {
      if (out.has(player)) continue;
      try {
        results.get(player)?.push(await turn());
      } catch (thrown) {
        out.add(player);
        failed(player, thrown);
      }
    }
  }
  return results;
}

/** One turn of everyone at the same time, for what is not timed. */
export async function together<K, T>(
  players: ReadonlyMap<K, () => Promise<T>>,
  failed: OnFailure<K>,
): Promise<Map<K, T>> {
  const results = new Map<K, T>();
  const alone = [...players].map(([player, turn]) => alternate(new Map([[player, turn]]), 1, failed));
  for (const done of await Promise.all(alone))
    for (const [player, [result]] of done) if (result !== undefined) results.set(player, result);
  return results;
}
