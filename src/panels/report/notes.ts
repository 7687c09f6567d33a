/** What a student writes, kept in this browser for each run, so that a reload loses nothing. Page side. */
import { sectionIds, type SectionId } from './document';

export type Notes = Readonly<Partial<Record<SectionId, string>>>;

/** Characters of one note. */
export const mostNote = 4_000;
/** Runs whose notes are kept: those that were written to last. */
const mostRuns = 20;
const key = 'alexnet-lab:notes';

/** Null where the browser keeps nothing (and where there is none). */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

type Kept = readonly (readonly [run: string, notes: Notes])[];

const isKept = (value: unknown): value is Kept =>
  Array.isArray(value) &&
  value.every(
    (entry) =>
      Array.isArray(entry) &&
      typeof entry[0] === 'string' &&
      typeof entry[1] === 'object' &&
      entry[1] !== null,
  );

function allNotes(storage: Storage | null): Kept {
  try {
    const value: unknown = JSON.parse(storage?.getItem(key) ?? '[]');
    return isKept(value) ? value : [];
  } catch {
    // Refused by the browser, or written by something else.
    return [];
  }
}

/** Of what was written before there was a run. */
const beforeRuns = '';

/** A run's notes, or those that were written before there was a run; empty where there are none or the browser keeps nothing. `run`: its id, empty before the first. */
export function notesOf(storage: Storage | null, run: string): Notes {
  const all = new Map(allNotes(storage));
  const found = all.get(run) ?? all.get(beforeRuns) ?? {};
  return Object.fromEntries(
    sectionIds.flatMap((id) => {
      const note: unknown = found[id];
      return typeof note === 'string' ? [[id, note.slice(0, mostNote)]] : [];
    }),
  );
}

/** Keeps a run's notes; false where the browser does not. */
export function keepNotes(storage: Storage | null, run: string, notes: Notes): boolean {
  if (!storage) return false;
  const others = allNotes(storage).filter(([id]) => id !== run && id !== beforeRuns);
  try {
    storage.setItem(key, JSON.stringify([[run, notes], ...others].slice(0, mostRuns)));
    return true;
  } catch {
    return false;
  }
}
