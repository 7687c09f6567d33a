/** The labelled images and predictions that the page shows. Runs in the worker. */
import { gather, type Batch } from '../../dataset/batches';
import { imageBytes } from '../../lib/cifar10';
import type { SheetSet } from '../../dataset/manifest';
import { Rng } from '../../lib/rng';
import type { SplitName, Tile } from '../../protocol/data';
import type { Prediction } from '../../protocol/evaluation';
import type { ReadyData } from './data';
import { EngineFailure } from './errors';

/** Which images to draw: `draw` numbers the random choices, so that each can be repeated. */
export interface Draw {
  readonly split: SplitName;
  readonly count: number;
  readonly draw: number;
}

/** Nobody looks at more images than this on one page. */
const maxTiles = 100;

/** The set of files that a split's images are in. */
export const setOf = (split: SplitName): SheetSet => (split === 'test' ? 'test' : 'train');

/** Draws distinct random images of a split from the loaded sheets, as indices within its set. */
function drawn({ store, plan }: ReadyData, { split, count, draw }: Draw): Uint32Array {
  const set = setOf(split);
  const indices = plan[split].filter((index) => store.has(store.sheetOf(set, index).file));
  const order = Rng.of(plan.seed).fork(`draw/${split}/${draw}`).permutation(indices.length);
  return Uint32Array.from(order.subarray(0, Math.min(count, maxTiles)), (position) => indices[position] ?? 0);
}

/** The drawn images as one batch, with their indices. */
export function drawnBatch(data: ReadyData, draw: Draw): { indices: Uint32Array; batch: Batch } {
  const indices = drawn(data, draw);
  return { indices, batch: gather(data.store, setOf(draw.split), indices) };
}

const tilesOf = ({ indices, batch }: ReturnType<typeof drawnBatch>): Tile[] =>
  Array.from(indices, (index, i) => ({
    pixels: batch.pixels.slice(i * imageBytes, (i + 1) * imageBytes),
    label: batch.labels[i] ?? 0,
    index,
  }));

/** Labelled images. */
export const tiles = (data: ReadyData, draw: Draw): Tile[] => tilesOf(drawnBatch(data, draw));

/**
 * Labelled images with the probabilities that `predict` gives for them, in their order. Rejects
 * with `data-not-ready` if no image of the split has been loaded.
 */
export async function predictions(
  data: ReadyData,
  draw: Draw,
  predict: (batch: Batch, indices: Uint32Array) => Promise<number[][]>,
): Promise<Prediction[]> {
  const shown = drawnBatch(data, draw);
  // An empty tensor would cause a device error, which ends a run.
  if (shown.batch.count === 0)
    throw new EngineFailure('data-not-ready', `No ${draw.split} image is here yet`);
  const rows = await predict(shown.batch, shown.indices);
  return tilesOf(shown).map((tile, i) => ({ ...tile, probabilities: rows[i] ?? [] }));
}
