/**
 * The network as boxes, drawn to scale. It repeats the table visually, so it is hidden from screen
 * readers and the Tab key, which can use the table's rows.
 */
import { useTranslation } from 'react-i18next';
import { count } from '../../lib/units';
import type { NetworkSummary } from '../../network';
import { Scroll } from '../shared';
import { blocksOf, type Block } from './blocks';
import type { Highlight } from './useHighlight';

const margin = 14;
/** Space for two lines under the highest box. */
const labels = 12;

/** The three faces of a box whose front is centred on the axis: front, top, side. */
function Box({ block, middle }: { readonly block: Block; readonly middle: number }) {
  const { x, width, height, depth } = block;
  const top = middle - height / 2;
  const right = x + width;
  return (
    <>
      {depth > 0 && (
        <>
          <path className="face-top" d={`M${x} ${top}l${depth} ${-depth}h${width}l${-depth} ${depth}z`} />
          <path
            className="face-side"
            d={`M${right} ${top}l${depth} ${-depth}v${height}l${-depth} ${depth}z`}
          />
        </>
      )}
      <rect className="face-front" x={x} y={top} width={width} height={Math.max(height, 1.5)} />
    </>
  );
}

/** Side and channels, or units, under a box; plates are too thin for text. */
function Sizes({ block, middle }: { readonly block: Block; readonly middle: number }) {
  const { sizes, x, width, height, isPlate } = block;
  const [side = 0, , channels] = sizes;
  const centre = x + width / 2;
  const below = middle + height / 2 + 11;
  if (isPlate) return null;
  return (
    <text x={centre} y={below}>
      {count(side)}
      {channels !== undefined && (
        <tspan x={centre} dy="1.15em">
          ×{count(channels)}
        </tspan>
      )}
    </text>
  );
}

/** A block with its name as a tooltip; pressing it opens its row. */
function BlockLink({ block, middle, highlight }: { block: Block; middle: number; highlight: Highlight }) {
  const lit = highlight.pointed === block.name || highlight.open === block.name;
  const sizes = block.sizes.map(count).join(' × ');
  if (block.kind === 'input') {
    return (
      <g className="block block-input">
        <title>{sizes}</title>
        <Box block={block} middle={middle} />
        <Sizes block={block} middle={middle} />
      </g>
    );
  }
  return (
    <a
      href={`#layer-${block.name}`}
      tabIndex={-1}
      className={`block block-${block.kind}${lit ? ' block-lit' : ''}`}
      onPointerEnter={() => highlight.point(block.name)}
      onPointerLeave={() => highlight.point(null)}
      onClick={() => {
        if (highlight.open !== block.name) highlight.toggle(block.name);
      }}
    >
      <title>{`${block.name}: ${sizes}`}</title>
      <Box block={block} middle={middle} />
      <Sizes block={block} middle={middle} />
    </a>
  );
}

interface NetworkPictureProps {
  readonly summary: NetworkSummary;
  readonly highlight: Highlight;
}

export function NetworkPicture({ summary, highlight }: NetworkPictureProps) {
  const { t } = useTranslation('model');
  const { blocks, width, height } = blocksOf(summary);
  const first = blocks[0];
  const last = blocks.at(-1);
  const depth = first?.depth ?? 0;
  const middle = depth + (height - depth) / 2;
  const lit =
    blocks.find(({ name }) => name === highlight.pointed) ??
    blocks.find(({ name }) => name === highlight.open);
  const spoken = {
    layers: count(summary.rows.length),
    input: summary.network.input.map(count).join(' × '),
    classes: count(last?.sizes[0] ?? 0),
  };
  const box = [-margin, -margin, width + 2 * margin, height + 2 * margin + labels].map(Math.round).join(' ');
  return (
    <figure className="picture">
      <p className="hidden-text">{t('picture.label', spoken)}</p>
      <Scroll label={t('picture.title')}>
        <svg viewBox={box} style={{ minInlineSize: width + 2 * margin }} aria-hidden="true">
          {blocks.map((block) => (
            <BlockLink key={block.name} block={block} middle={middle} highlight={highlight} />
          ))}
        </svg>
      </Scroll>
      <figcaption className="note">
        <span className="picture-lit mono">
          {lit
            ? `${lit.kind === 'input' ? t('picture.input') : lit.name}  ${lit.sizes.map(count).join(' × ')}`
            : '\u00a0'}
        </span>
        {t('picture.caption')}
      </figcaption>
    </figure>
  );
}
