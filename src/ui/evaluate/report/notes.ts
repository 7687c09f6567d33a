/**
 * The student's notes, stored in this browser for each run, so that a reload loses nothing. Page
 * side.
 */
import { sectionIds, type SectionId } from './document';

export type Notes = Readonly<Partial<Record<SectionId, string>>>;

/** Most characters of one note. */
export const maxNoteLength = 4_000;
/** How many runs' notes are kept: the last ones written to. */
const maxRuns = 20;
const key = 'alexnet-lab:notes';

/** Null if the browser refuses storage (or there is no browser). */
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
    // Refused by the browser, or not written by this code.
    return [];
  }
}

/** The key of notes written before there was a run. */
const beforeRuns = '';

/**
 * A run's notes, or those written before there was a run; empty if there are none or the browser
 * stores nothing. `run`: its id, empty before the first.
 */
export function notesOf(storage: Storage | null, run: string): Notes {
  const all = new Map(allNotes(storage));
  const notes = all.get(run) ?? all.get(beforeRuns) ?? {};
  return Object.fromEntries(
    sectionIds.flatMap((id) => {
      const note: unknown = notes[id];
      return typeof note === 'string' ? [[id, note.slice(0, maxNoteLength)]] : [];
    }),
  );
}

/** Stores a run's notes; returns false if the browser refuses. */
export function keepNotes(storage: Storage | null, run: string, notes: Notes): boolean {
  if (!storage) return false;
  const others = allNotes(storage).filter(([id]) => id !== run && id !== beforeRuns);
  try {
    storage.setItem(key, JSON.stringify([[run, notes], ...others].slice(0, maxRuns)));
    return true;
  } catch {
    return false;
  }
}
