/**
 * What the benchmark prints of the CPU engine, besides each race's table: its own figures, and the
 * line of JSON. Pure.
 */
import { bytes, percent } from '../../src/lib/units';
import { median, ratio } from './measure';
import type { JobId } from './jobs';
import type { EngineFigures } from './protocol';
import { stepMs, type RaceResult } from './race';
import { dash, ratioTo, rounded } from './report';

/**
 * The middle product's GFLOP/s, the best one's, and its share of the tile's best: what the same
 * micro-kernel does on data in the cache.
 */
function productsOf({ productGflops, tileGflops }: EngineFigures) {
  const best = Math.max(...productGflops);
  return { middle: median(productGflops), best, share: best / tileGflops };
}

const emitMedian = ({ emitMs }: EngineFigures): number => median(emitMs.slice(1));

/** The engine by itself; `figures` is null where it could not be measured. */
export function engineText(figures: EngineFigures | null): string {
  if (!figures) return `The engine by itself: ${dash}`;
  const { tile, fma, tileGflops, emitMs, moduleBytes } = figures;
  const { middle, best, share } = productsOf(figures);
  return [
    'The engine by itself, one thread',
    `512³ product: ${middle.toFixed(1)} GFLOP/s, at best ${best.toFixed(1)}: ${percent(share, 0)} of the best of its tile in the cache (${tile}, ${fma ? 'FMA' : 'no FMA'}, ${tileGflops.toFixed(1)})`,
    `Module of ${bytes(moduleBytes)}: emitted and compiled in ${emitMedian(figures).toFixed(1)} ms, the first time in ${(emitMs[0] ?? Number.NaN).toFixed(1)} ms`,
  ].join('\n');
}

/**
 * A network's figures; null where one was not measured. Ratios: times that ours with its threads is
 * faster.
 */
function networkFigures(race: RaceResult) {
  return {
    batch: race.batch,
    ours_ms: rounded(stepMs(race, 'ours')),
    one_thread_ms: rounded(stepMs(race, 'ours1')),
    threads_ratio: rounded(ratio(stepMs(race, 'ours'), stepMs(race, 'ours1'))),
    stock_ms: rounded(stepMs(race, 'stock')),
    ratio: rounded(ratioTo(race, 'stock')),
    jaxjs_ms: rounded(stepMs(race, 'jaxjs')),
    jaxjs_ratio: rounded(ratioTo(race, 'jaxjs')),
  };
}

const engineFigures = (figures: EngineFigures) => {
  const { middle, best, share } = productsOf(figures);
  return {
    gflops_512: rounded(middle),
    gflops_512_best: rounded(best),
    gflops_512_share: rounded(share),
    gflops_tile: rounded(figures.tileGflops),
    emit_ms: rounded(emitMedian(figures)),
    emit_first_ms: rounded(figures.emitMs[0] ?? null),
    module_bytes: figures.moduleBytes,
    tile: figures.tile,
    fma: figures.fma,
  };
};

/**
 * The last line: one JSON object. `ours_ms` and `jaxjs_ratio` beside the networks are those of
 * `network`, the first that ran; `threads_ratio` is that of AlexNet at 67 px.
 */
export function wasmJsonLine(races: readonly RaceResult[], figures: EngineFigures | null): string {
  const of = (id: JobId) => races.find(({ job }) => job.id === id);
  const [first] = races;
  const alexnet67 = of('alexnet67');
  const headline = first ? networkFigures(first) : null;
  return JSON.stringify({
    adapter: 'wasm',
    network: first?.job.id ?? null,
    ours_ms: headline?.ours_ms ?? null,
    jaxjs_ratio: headline?.jaxjs_ratio ?? null,
    threads_ratio: alexnet67 ? networkFigures(alexnet67).threads_ratio : null,
    ...(figures ? engineFigures(figures) : { gflops_512: null, emit_ms: null }),
    ...Object.fromEntries(races.map((race) => [race.job.id, networkFigures(race)])),
  });
}
