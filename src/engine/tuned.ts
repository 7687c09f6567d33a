/**
 * What was measured on an adapter, in IndexedDB: one record an adapter, of the current version of the tiles. Where there is no
 * IndexedDB, or the browser refuses it (private windows), nothing is remembered, and nothing else is lost. Worker or Node.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { nothingMeasured, type Measured } from '../kernels/gemm/book';
import { tilesVersion } from '../kernels/gemm/version';

interface Schema extends DBSchema {
  adapters: { key: string; value: unknown };
}

/** A browser's storage may also never answer. */
const longestMs = 1_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isName = (value: unknown): value is string => typeof value === 'string';
const isRate = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && Number.isFinite(value);

/** The fields of a record that are what they should be. */
const only = <T>(record: Record<string, unknown>, is: (value: unknown) => value is T): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => is(entry[1])));

/** The measured part of a record of this version; null for any other. */
function measuredIn(record: unknown): Measured | null {
  if (!isRecord(record) || record.version !== tilesVersion()) return null;
  const { tiles, rates } = record;
  return isRecord(tiles) && isRecord(rates)
    ? { tiles: only(tiles, isName), rates: only(rates, isRate) }
    : null;
}

/** What `work` gives, in time; else null. */
async function withDatabase<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), longestMs);
  });
  return typeof indexedDB === 'undefined' ? null : Promise.race([opened(work), late]);
}

async function opened<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
  try {
    const database = await openDB<Schema>('alexnet-lab-tiles', 1, {
      upgrade: (made) => void made.createObjectStore('adapters'),
    });
    try {
      return await work(database);
    } finally {
      database.close();
    }
  } catch {
    // A browser may forbid its storage at any time. What it would have held is measured again.
    return null;
  }
}

/** What is remembered of this adapter with the current template; nothing if that is nothing. Never rejects. */
export const loadMeasured = async (adapter: string): Promise<Measured> =>
  measuredIn(await withDatabase((database) => database.get('adapters', adapter))) ?? nothingMeasured;

/** Remembers it in the place of what was. Never rejects. */
export async function saveMeasured(adapter: string, { tiles, rates }: Measured): Promise<void> {
  await withDatabase((database) =>
    database.put('adapters', { version: tilesVersion(), tiles, rates }, adapter),
  );
}
