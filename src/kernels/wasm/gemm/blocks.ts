/**
 * How a product is cut into tasks and blocks, so that what is reused stays in the caches. Pure.
 *
 * Source: Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008, § 4.
 */
import type { Tile } from '../kernel';

/**
 * K is cut into blocks of about this length: a panel of B, 8 columns wide, then fills a quarter of
 * a 32 KiB L1 cache.
 */
const kBlock = 256;
/** A K up to this stays whole: two short blocks would only be packed twice. */
const maxWholeK = 384;
/** Floats of a packed block of A: half of a 512 KiB L2 cache. */
const maxAFloats = 65_536;
const maxARows = 192;
/** Floats of a packed block of B: it is read from L3 once per block of A, a panel at a time. */
export const maxBFloats = 262_144;
const maxBColumns = 1_024;
/** Tasks per thread: enough that no thread waits long for the last one. */
export const tasksEach = 4;
/** A block that is cut further has fewer rows, or columns, than this to reuse what it packed. */
const fewRows = 48;
const fewColumns = 64;
const minRows = 24;

/** The most rows and columns of a tile that the scratch memory is laid out for. */
const maxTile = 8;

/**
 * A thread's scratch memory: a tile of C, the corners of windows, and the packed blocks of A and B;
 * in bytes.
 */
export const scratch = {
  tile: 0,
  corners: 4 * maxTile * maxTile,
  /** A corner of a window: its row, its column, its address. */
  cornerBytes: 12,
  a: 8_192,
  b: 8_192 + 4 * (maxAFloats + maxTile * maxWholeK),
} as const;
export const scratchBytes = scratch.b + 4 * (maxBFloats + maxTile * maxWholeK);

export interface Blocks {
  /** Elements of K per block. A function of K alone, because it decides the order of additions. */
  readonly blockK: number;
  /** Rows of a packed block of A. */
  readonly blockRows: number;
  /** Rows and columns of C of a task. */
  readonly taskRows: number;
  readonly taskColumns: number;
  /** Tasks side by side across C. */
  readonly tasksAcross: number;
  /** Tasks of one part of K. */
  readonly tasks: number;
}

const ceilTo = (value: number, step: number): number => Math.ceil(value / step) * step;

/** Cuts C [m, n] = A [m, k] · B [k, n] into blocks for this number of threads. */
export function blocksOf(m: number, n: number, k: number, threads: number, tile: Tile): Blocks {
  const blockK = k <= maxWholeK ? k : Math.ceil(k / Math.ceil(k / kBlock));
  const wholeTiles = (floats: number, side: number): number => Math.floor(floats / blockK / side) * side;
  let taskRows = ceilTo(m, tile.rows);
  let taskColumns = Math.min(
    ceilTo(n, tile.columns),
    wholeTiles(maxBFloats, tile.columns),
    ceilTo(maxBColumns, tile.columns),
  );
  const enough = threads === 1 ? 1 : threads * tasksEach;
  const tasks = (): number => Math.ceil(m / taskRows) * Math.ceil(n / taskColumns);
  const halveRows = (down: number): void => {
    while (tasks() < enough && taskRows > down) taskRows = ceilTo(taskRows / 2, tile.rows);
  };
  // Rows first: a task packs all of B that it needs, once for all of its rows.
  halveRows(fewRows);
  while (tasks() < enough && taskColumns > fewColumns) taskColumns = ceilTo(taskColumns / 2, tile.columns);
  halveRows(minRows);
  const blockRows = Math.min(taskRows, wholeTiles(maxAFloats, tile.rows), ceilTo(maxARows, tile.rows));
  return {
    blockK,
    blockRows,
    taskRows,
    taskColumns,
    tasksAcross: Math.ceil(n / taskColumns),
    tasks: tasks(),
  };
}

/**
 * Tasks that a product should have, regardless of threads, and the fewest elements of K per part.
 */
const enoughTasks = 16;
const minPartK = 1_024;

/**
 * Elements of K per part: a product of few rows and columns but a long K (a small filter's
 * gradient) is computed in up to 16 parts of K, which are then added in order. A part is whole
 * blocks of K, and a function of the product alone.
 */
export function partLength(m: number, n: number, k: number): number {
  const tasks = Math.ceil(m / fewRows) * Math.ceil(n / fewColumns);
  const parts = Math.max(1, Math.min(Math.ceil(enoughTasks / tasks), Math.floor(k / minPartK)));
  return parts === 1 ? k : ceilTo(Math.ceil(k / parts), kBlock);
}
