/** The network as boxes, to scale. Pure: numbers in, coordinates out; the drawing is in NetworkPicture. */
import type { LayerRow, NetworkSummary, Shape } from '../../network';

/** A box in the picture's own units. The front face is `width` × `height`, centred on the axis; `depth` goes back and up. */
export interface Block {
  /** Layer's name; `input` for the image. */
  readonly name: string;
  readonly kind: LayerRow['layer']['kind'] | 'input';
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** Length of the receding edge along one axis of the picture. */
  readonly depth: number;
  /** What it holds: `55 × 55 × 96`, `4,096`. */
  readonly sizes: readonly number[];
}

/** The picture's largest image is this high. */
const fullHeight = 150;
const widthPerRoot = 2.2;
const heightPerRoot = 1.6;
const depthShare = 0.32;
const plate = 3.5;
const bar = 11;
const gap = 9;

/** A box of a shape: images by side and root of the channels, flat values by the root of their number. */
function boxOf(
  shape: Shape,
  scale: number,
  thin: boolean,
): Pick<Block, 'width' | 'height' | 'depth' | 'sizes'> {
  const sizes = shape.slice(1).map((size) => size ?? 1);
  const [first = 1, , channels] = sizes;
  if (channels === undefined) {
    return { width: thin ? plate : bar, height: heightPerRoot * Math.sqrt(first), depth: 0, sizes };
  }
  const height = first * scale;
  return {
    width: thin ? plate : widthPerRoot * Math.sqrt(channels),
    height,
    depth: height * depthShare,
    sizes,
  };
}

const isThin = ({ layer: { kind } }: LayerRow): boolean =>
  kind === 'batch-norm' || kind === 'lrn' || kind === 'dropout' || kind === 'flatten';

/** Boxes from left to right, and the size of the picture that holds them. */
export function blocksOf(summary: NetworkSummary): { blocks: Block[]; width: number; height: number } {
  const [height, , channels] = summary.network.input;
  const scale = fullHeight / height;
  const input: Shape = [null, height, height, channels];
  const boxes: readonly Omit<Block, 'x'>[] = [
    { name: 'input', kind: 'input', ...boxOf(input, scale, false) },
    ...summary.rows.map((row) => ({
      name: row.layer.name,
      kind: row.layer.kind,
      ...boxOf(row.outputShape, scale, isThin(row)),
    })),
  ];
  const blocks: Block[] = [];
  let x = 0;
  for (const box of boxes) {
    blocks.push({ ...box, x });
    x += box.width + gap + box.depth * 0.55;
  }
  const last = blocks.at(-1);
  return {
    blocks,
    width: last ? last.x + last.width + last.depth : 0,
    height: fullHeight * (1 + depthShare),
  };
}
