/** The network as boxes, to scale. Pure: numbers in, coordinates out; NetworkPicture draws them. */
import type { LayerRow, NetworkSummary, Shape } from '../../network';

/**
 * A box in the picture's own units. The front face is `width` × `height`, centred on the axis;
 * `depth` extends back and up.
 */
export interface Block {
  /** Layer name; `input` for the image. */
  readonly name: string;
  readonly kind: LayerRow['layer']['kind'] | 'input';
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** Length of the receding edge along one axis of the picture. */
  readonly depth: number;
  /** A layer without filters or units of its own, drawn thin whatever its number of channels. */
  readonly isPlate: boolean;
  /** The sizes of its output: `55 × 55 × 96`, `4,096`. */
  readonly sizes: readonly number[];
}

/** Height of the picture's largest image, and approximate width of the whole picture. */
const fullHeight = 150;
const fullWidth = 760;
/** Limits of the length per root, so that a small network does not become a wall. */
const minPerRoot = 1.6;
const maxPerRoot = 9;
const heightPerRoot = 1.4;
const depthFraction = 0.32;
const plate = 3.5;
const bar = 11;
const gap = 9;
/**
 * Fraction of the receding edge that the next box must not cover: boxes may overlap, as in
 * perspective.
 */
const clearance = 0.55;

interface Scale {
  /** Length of one pixel of an image's side. */
  readonly perPixel: number;
  /** Length per square root of the channels. */
  readonly perRoot: number;
}

const isThin = (kind: Block['kind']): boolean =>
  kind === 'batch-norm' || kind === 'lrn' || kind === 'dropout' || kind === 'flatten';

/**
 * A box for a shape: images by their side and the root of their channels, flat values by the root
 * of their number.
 */
function boxOf({ name, kind, shape }: Item, { perPixel, perRoot }: Scale): Omit<Block, 'x'> {
  const sizes = shape.slice(1).map((size) => size ?? 1);
  const isPlate = isThin(kind);
  const [first = 1, , channels] = sizes;
  if (channels === undefined) {
    return {
      name,
      kind,
      sizes,
      isPlate,
      width: isPlate ? plate : bar,
      height: heightPerRoot * Math.sqrt(first),
      depth: 0,
    };
  }
  const height = first * perPixel;
  const width = isPlate ? plate : perRoot * Math.sqrt(channels);
  return { name, kind, sizes, isPlate, width, height, depth: height * depthFraction };
}

interface Item extends Pick<Block, 'name' | 'kind'> {
  readonly shape: Shape;
}

function inRow(items: readonly Item[], scale: Scale): Block[] {
  const blocks: Block[] = [];
  let x = 0;
  for (const item of items) {
    const box = boxOf(item, scale);
    blocks.push({ ...box, x });
    x += box.width + gap + box.depth * clearance;
  }
  return blocks;
}

const widthOf = (blocks: readonly Block[]): number =>
  Math.max(0, ...blocks.map(({ x, width, depth }) => x + width + depth));

/**
 * Boxes from left to right, and the size of the picture that holds them. The widths are scaled to
 * fill the picture.
 */
export function blocksOf(summary: NetworkSummary): { blocks: Block[]; width: number; height: number } {
  const [side, , channels] = summary.network.input;
  const items: readonly Item[] = [
    { name: 'input', kind: 'input', shape: [null, side, side, channels] },
    ...summary.rows.map(({ layer: { name, kind }, outputShape }) => ({ name, kind, shape: outputShape })),
  ];
  const perPixel = fullHeight / side;
  const [fixed, one] = [0, 1].map((perRoot) => widthOf(inRow(items, { perPixel, perRoot })));
  const roots = (one ?? 0) - (fixed ?? 0);
  const fitting = (fullWidth - (fixed ?? 0)) / Math.max(roots, 1);
  const perRoot = Math.min(Math.max(fitting, minPerRoot), maxPerRoot);
  const blocks = inRow(items, { perPixel, perRoot });
  return { blocks, width: widthOf(blocks), height: fullHeight * (1 + depthFraction) };
}
