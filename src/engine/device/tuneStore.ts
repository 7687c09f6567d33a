/**
 * Stores an adapter's measurements in IndexedDB, in one record per adapter for the current version
 * of the tiles. If there is no IndexedDB, or the browser refuses it (private windows), nothing is
 * remembered, and nothing else is lost. Runs in the worker or in Node.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { nothingMeasured, type Measured } from '../../kernels/gemm/tuneCache';
import { tilesVersion } from '../../kernels/gemm/version';

interface Schema extends DBSchema {
  adapters: { key: string; value: unknown };
}

/** A time limit in milliseconds, because a browser's storage may never answer. */
const longestMs = 1_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isName = (value: unknown): value is string => typeof value === 'string';
const isRate = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && Number.isFinite(value);

/** The fields of a record that have the right type. */
const recordOf = <T>(
  record: Record<string, unknown>,
  is: (value: unknown) => value is T,
): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => is(entry[1])));

/** The measured part of a record of this version; null for any other. */
function measuredIn(record: unknown): Measured | null {
  if (!isRecord(record) || record.version !== tilesVersion()) return null;
  const { tiles, rates } = record;
  return isRecord(tiles) && isRecord(rates)
    ? { tiles: recordOf(tiles, isName), rates: recordOf(rates, isRate) }
    : null;
}

/** The result of `work`, or null if it fails or takes too long. */
async function withDatabase<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), longestMs);
  });
  return typeof indexedDB === 'undefined' ? null : Promise.race([opened(work), late]);
}

async function opened<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
  try {
    const database = await openDB<Schema>('alexnet-lab-tiles', 1, {
      upgrade: (database) => void database.createObjectStore('adapters'),
    });
    try {
      return await work(database);
    } finally {
      database.close();
    }
  } catch {
    // A browser may forbid storage at any time. What it would have stored is measured again.
    return null;
  }
}

/**
 * The measurements remembered for this adapter with the current template; empty if there are none.
 * Never rejects.
 */
export const loadMeasured = async (adapter: string): Promise<Measured> =>
  measuredIn(await withDatabase((database) => database.get('adapters', adapter))) ?? nothingMeasured;

/** Stores the measurements, replacing earlier ones. Never rejects. */
export async function saveMeasured(adapter: string, { tiles, rates }: Measured): Promise<void> {
  await withDatabase((database) =>
    database.put('adapters', { version: tilesVersion(), tiles, rates }, adapter),
  );
}
