/**
 * Chooses the tile of C that the products' micro-kernel keeps in registers by racing candidates at
 * start, because nothing tells how many vector registers a compiler has to give (V8: 15 on x86,
 * beyond them it spills; ARM has 32). Every tile adds the same numbers in the same order, so the
 * choice changes the speed and no digit.
 */
import { ModuleBuilder } from './assembler';
import { blockKernelOf } from './gemm/microKernel';
import type { ModuleOptions, Tile } from './kernel';

/** With fma a tile needs one register less per product. */
const candidates: Readonly<Record<'fma' | 'plain', readonly Tile[]>> = {
  fma: [
    { rows: 6, columns: 8 },
    { rows: 4, columns: 8 },
    { rows: 8, columns: 8 },
  ],
  plain: [
    { rows: 4, columns: 8 },
    { rows: 6, columns: 8 },
  ],
};

export const tileName = ({ rows, columns }: Tile): string => `${rows}×${columns}`;

/** A block that fits in L2, made of whole tiles of every candidate. */
const m = 96;
const n = 96;
const k = 256;
const pages = 8;
const aAt = 4_096;
const bAt = aAt + 4 * m * k;
const cAt = bAt + 4 * n * k;

/** Milliseconds per candidate, over all rounds: enough for V8 to recompile it, optimised. */
const budgetMs = 60;
const blocksEach = 8;

/** Runs `blocksEach` blocks with this tile. */
function runner(options: ModuleOptions): () => void {
  const builder = new ModuleBuilder();
  blockKernelOf(builder, options);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  new Float32Array(memory.buffer, aAt, (m + n) * k).fill(0.5);
  const module = new WebAssembly.Module(builder.bytes(false, pages));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const block = exports['block'] as (...values: number[]) => void;
  return () => {
    for (let i = 0; i < blocksEach; i++) block(aAt, bAt, cAt, 4 * n, m, n, k, 0, 0);
  };
}

/**
 * The fastest tile on this processor, with its GFLOP/s on one thread. Takes some 0.2 s. `now`: a
 * clock in milliseconds. Throws where a module does not compile.
 */
export function raceTiles(
  fma: boolean,
  now: () => number = () => performance.now(),
): { readonly tile: Tile; readonly gflops: number } {
  const racers = candidates[fma ? 'fma' : 'plain'].map((tile) => ({
    tile,
    run: runner({ tile, fma }),
    spent: 0,
    shortest: Number.POSITIVE_INFINITY,
  }));
  // In turns, so that whatever else the machine does affects them alike.
  while (racers.some(({ spent }) => spent < budgetMs)) {
    for (const racer of racers) {
      const began = now();
      racer.run();
      const took = Math.max(now() - began, 1e-3);
      racer.spent += took;
      racer.shortest = Math.min(racer.shortest, took);
    }
  }
  const [first, ...others] = racers;
  if (!first) throw new Error('There is no tile to race');
  const best = others.reduce((a, b) => (b.shortest < a.shortest ? b : a), first);
  return { tile: best.tile, gflops: (blocksEach * 2 * m * n * k) / best.shortest / 1e6 };
}
